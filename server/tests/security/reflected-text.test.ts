import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { CLIENT_ID, PASSWORD, useServer } from '../harness.ts'
import { sqlite } from '../support/databases.ts'

/** Each breaks out of another place: text, an attribute with either quote or none, a URL, a comment, a style, a template. */
const STARTS = [
  '',
  '"',
  "'",
  '">',
  "'>",
  '`',
  ' ',
  '</title>',
  '</textarea>',
  '</style>',
  '-->',
  ']]>',
  '<!--',
  '\\"',
  '{{',
  '\u2028',
  '\t',
]
const CORES = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<svg/onload=alert(1)>',
  ' onfocus=alert(1) autofocus x="',
  "' onmouseover='alert(1)",
  'javascript:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  '0;url=javascript:alert(1)',
  '<base href=//evil.example/>',
  '<meta http-equiv=refresh content=0;url=//evil.example>',
  '<form action=//evil.example><input name=password>',
  '{{7*7}}#{7*7}<%= 7*7 %>',
  '<iframe srcdoc="&lt;script&gt;alert(1)&lt;/script&gt;">',
  '&lt;script&gt;&#60;b&#62;',
  '<\u017fcript>alert(1)</\u017fcript>',
]
const POLYGLOTS = STARTS.flatMap((start) => CORES.map((core) => start + core)).map((text, n) => `m${n}m${text}`)

/** Where something of the request could be shown. */
const PLACES: ((text: string) => [path: string, headers?: Record<string, string>])[] = [
  (text) => [`/user_management/sessions/logout?session_id=x&return_to=${text}`],
  (text) => [`/user_management/sessions/logout?session_id=${text}`],
  (text) => [`/user_management/sessions/logout?${text}=1`, { accept: 'text/html' }],
  (text) => [`/signed-out?return_to=${text}&error=${text}&message=${text}#${text}`.replace(/#.*/, '')],
  (text) => [`/sign-in?request=${text}&email=${text}&error=${text}`],
  (text) => [`/sign-up?request=${text}`],
  (text) => [`/user_management/authorize?client_id=${text}&error_description=${text}`],
  (text) => [`/user_management/authorize?client_id=${CLIENT_ID}&redirect_uri=${text}`],
  (text) => [
    `/user_management/authorize?client_id=${CLIENT_ID}&redirect_uri=http://localhost:3000/&response_type=${text}`,
  ],
  (text) => [
    `/oauth2/authorize?client_id=${CLIENT_ID}&redirect_uri=http://localhost:3000/&scope=${text}&nonce=${text}`,
  ],
  (text) => [
    `/oauth2/logout?client_id=${CLIENT_ID}&id_token_hint=${text}&post_logout_redirect_uri=${text}&state=${text}`,
  ],
  (text) => [`/${text}`, { accept: 'text/html' }],
  (text) => [
    `/nothing?x=${text}`,
    { accept: 'text/html', 'x-request-id': 'req_<script>', referer: `http://a/${text}` },
  ],
]

describe('text that somebody sends', () => {
  const server = useServer(sqlite)

  test(`T06: none of ${POLYGLOTS.length} polyglots gets into a page or a header as it was sent`, async () => {
    const kinds = new Map<string, number>()

    for (const [n, polyglot] of POLYGLOTS.entries()) {
      // Each in its turn: 255 times 11 requests are more than is needed to see every place with every trick.
      const places = PLACES.filter((_, place) => (n + place) % 3 === 0)
      for (const place of places) {
        const [path, headers = {}] = place(encodeURIComponent(polyglot))
        const response = await server.request(path, { headers })
        const type = response.headers.get('content-type') ?? 'none'
        kinds.set(type, (kinds.get(type) ?? 0) + 1)
        assert.ok(response.status < 500, path)
        for (const [name, value] of response.headers) assert.ok(!value.includes(polyglot), `${name}: ${value}`)
        if (type.includes('html')) checkPage(await response.text(), polyglot, path)
      }
    }

    assert.deepEqual([...kinds.keys()].toSorted(), ['application/json', 'none', 'text/html; charset=UTF-8'])
    for (const count of kinds.values()) assert.ok(count > 50)
  })

  test('T06: the sign-in page shows what was typed, as text', async () => {
    for (const polyglot of ['"><script>alert(1)</script>', "' onfocus=alert(1) '", '</title><b>', '{{7*7}}&lt;b&gt;']) {
      const browser = server.browser()
      const query = new URLSearchParams({
        ...{
          client_id: CLIENT_ID,
          redirect_uri: 'http://localhost:3000/cb',
          response_type: 'code',
          provider: 'authkit',
        },
        ...{ state: polyglot, login_hint: polyglot },
      })
      const { html } = await browser.open(`/user_management/authorize?${query}`)
      const { html: refused } = await browser.submit(html, { email: polyglot, password: polyglot })
      const user = await server.createUser()
      const { html: handOff } = await browser.submit(html, { email: user.email, password: PASSWORD })

      assert.match(html, /value="(&quot;|&#39;|&lt;|\{\{)/)
      for (const page of [html, refused, handOff]) checkPage(page, polyglot, 'sign-in')
      assert.match(handOff, /url=http:\/\/localhost:3000\/cb\?/)
    }
  })
})

/** Neither the text itself nor any element, attribute or address that it would have made. */
function checkPage(html: string, polyglot: string, where: string): void {
  if (/[<>"'&]/.test(polyglot)) assert.ok(!html.includes(polyglot), where)
  const tags = html.replace('<script src="/assets/signed-out.js" defer></script>', '').match(/<[a-z!/][^>]*>/gi) ?? []
  const strange = tags.filter((tag) =>
    /<(script|iframe|base|object|embed|img)|\son\w+\s*=|javascript:|srcdoc|\/\/evil\.example/i.test(withoutValues(tag)),
  )
  assert.deepEqual(strange, [], where)
  assert.doesNotMatch(html, /(href|src|action|url)=["']?\s*(javascript|data:text)/i, where)
}

/** What stands within quotes is text, except for addresses, which are looked at by themselves. */
function withoutValues(tag: string): string {
  return tag.replace(/"[^"]*"/g, '""')
}
