import assert from 'node:assert/strict'

type Request = (path: string, init?: RequestInit) => Promise<Response>

/** Enough of a browser for the hosted pages: a cookie jar, and forms filled in as they stand in the page. */
export interface TestBrowser {
  cookies: Map<string, string>
  get(path: string, headers?: Record<string, string>): Promise<Response>
  postJson(path: string, body: object, headers?: Record<string, string>): Promise<Response>
  /** Follows our own redirects; stops at one that leads out of the server. */
  open(path: string): Promise<{ response: Response; html: string }>
  /** Submits the page's form with its hidden fields and these, and follows a redirect of ours. */
  submit(html: string, fields: Record<string, string>): Promise<{ response: Response; html: string }>
}

export function createBrowser(request: Request, origin: string): TestBrowser {
  const cookies = new Map<string, string>()
  const send = async (path: string, init: RequestInit = {}) => {
    const headers = new Headers(init.headers)
    if (cookies.size > 0) headers.set('cookie', [...cookies].map(([name, value]) => `${name}=${value}`).join('; '))
    const response = await request(path, { ...init, headers })
    for (const cookie of response.headers.getSetCookie()) keep(cookies, cookie)
    return response
  }
  const browser: TestBrowser = {
    cookies,
    get: (path, headers = {}) => send(path, { headers }),
    postJson: (path, body, headers = {}) =>
      send(path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      }),
    async open(path) {
      let response = await send(path)
      for (let hops = 0; hops < 5; hops++) {
        const location = response.headers.get('location')
        if (!location?.startsWith('/')) break
        response = await send(location)
      }
      return { response, html: await response.text() }
    },
    async submit(html, fields) {
      const action = /<form[^>]*action="([^"]+)"/.exec(html)?.[1]
      assert.ok(action, 'the page has a form')
      const hidden = [...html.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)]
      const body = new URLSearchParams({
        ...Object.fromEntries(hidden.map(([, name = '', value = '']) => [name, value])),
        ...fields,
      })
      const response = await send(action, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded', origin, 'sec-fetch-site': 'same-origin' },
        body,
      })
      const location = response.headers.get('location')
      if (location?.startsWith('/')) return await browser.open(location)
      return { response, html: await response.text() }
    },
  }
  return browser
}

function keep(cookies: Map<string, string>, setCookie: string): void {
  const [pair = '', ...attributes] = setCookie.split(';').map((part) => part.trim())
  const name = pair.slice(0, pair.indexOf('='))
  const isCleared = attributes.some((attribute) => attribute.toLowerCase() === 'max-age=0')
  if (isCleared) cookies.delete(name)
  else cookies.set(name, decodeURIComponent(pair.slice(name.length + 1)))
}
