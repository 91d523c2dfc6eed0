import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { whyNotARealAct } from '../../src/http/real-act.ts'
import { type TestServer, useServer } from '../harness.ts'
import { onEachDatabase } from '../support/databases.ts'
import { countEnds, isLive, startLiveSession } from './live-sessions.ts'

type Headers = Record<string, string>
/** What is done, in whose words, and the headers that say so. */
type Act = [title: string, headers: Headers]

const CHROMIUM = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/141.0.0.0 Safari/537.36' }
const metadata = (site: string, mode: string, dest: string, more: Headers = {}): Headers => ({
  ...CHROMIUM,
  'sec-fetch-site': site,
  'sec-fetch-mode': mode,
  'sec-fetch-dest': dest,
  ...more,
})

/** Somebody did it: a person who follows a link, an application's code that signs out, a program. */
const REAL_ACTS: Act[] = [
  ['a link that somebody clicks', metadata('cross-site', 'navigate', 'document', { 'sec-fetch-user': '?1' })],
  ['location.assign() of the browser SDK', metadata('same-site', 'navigate', 'document')],
  ['a redirect of the application, followed by the browser', metadata('same-origin', 'navigate', 'document')],
  ['an address that is typed in', metadata('none', 'navigate', 'document', { 'sec-fetch-user': '?1' })],
  [
    'fetch(url, { mode: "no-cors", credentials: "include" }) of the browser SDK',
    metadata('cross-site', 'no-cors', 'empty', { accept: '*/*', cookie: 'workos-has-session=true' }),
  ],
  [
    'fetch(url) after a redirect of a framework, which cannot read the answer',
    metadata('cross-site', 'cors', 'empty', { origin: 'null', accept: '*/*' }),
  ],
  ['fetch(url) of a page of ours', metadata('same-origin', 'cors', 'empty')],
  [
    'fetch(url, { keepalive: true }) of a page that closes',
    metadata('same-site', 'no-cors', 'empty', { priority: 'u=4' }),
  ],
  [
    'an old browser, which says nothing of itself',
    { 'user-agent': 'Mozilla/5.0 (Windows NT 6.1; rv:52.0) Firefox/52.0' },
  ],
  ['Safari 15, which knows no Sec-Fetch headers', { accept: 'text/html', 'accept-language': 'de' }],
  ['curl', { 'user-agent': 'curl/8.5.0', accept: '*/*' }],
  ["an application's server", { 'user-agent': 'node', accept: '*/*', authorization: 'Bearer sk_test_default' }],
  ['no headers at all', {}],
  ['a purpose that is no preparation', metadata('cross-site', 'navigate', 'document', { purpose: 'navigation' })],
  ['a method override, which nobody believes', { 'x-http-method-override': 'HEAD', 'x-method-override': 'DELETE' }],
  ['a name of a header that only contains another', { 'x-my-purpose': 'prefetch', 'x-next-router-prefetch': '1' }],
]

/** A browser or a framework gets the page in advance, in the hope that somebody will want it. */
const PREPARATIONS: Act[] = [
  [
    '<link rel=prefetch> in Chromium',
    metadata('cross-site', 'no-cors', 'empty', { 'sec-purpose': 'prefetch', purpose: 'prefetch' }),
  ],
  ['speculation rules: prefetch', metadata('same-site', 'navigate', 'document', { 'sec-purpose': 'prefetch' })],
  [
    'speculation rules: prerender',
    metadata('same-site', 'navigate', 'document', { 'sec-purpose': 'prefetch;prerender' }),
  ],
  [
    'a prefetch through a proxy',
    metadata('none', 'navigate', 'document', { 'sec-purpose': 'prefetch;anonymous-client-ip' }),
  ],
  ['a preview of Chromium', metadata('none', 'navigate', 'document', { 'sec-purpose': 'prefetch;prerender;preview' })],
  ['a purpose in capitals', { 'Sec-Purpose': 'PREFETCH' }],
  ['<link rel=prefetch> in Firefox', metadata('cross-site', 'no-cors', 'empty', { 'x-moz': 'prefetch' })],
  ['Firefox since 115', metadata('cross-site', 'no-cors', 'empty', { 'sec-purpose': 'prefetch' })],
  ['older Chromium', { ...CHROMIUM, purpose: 'prefetch' }],
  ['the address bar of older Chromium', { ...CHROMIUM, purpose: 'prefetch; prerender' }],
  ['Top Hits of Safari', { purpose: 'prefetch', 'x-purpose': 'preview' }],
  ['Top Sites of Safari', { 'x-purpose': 'preview' }],
  ['the Next.js router', metadata('same-origin', 'cors', 'empty', { rsc: '1', 'next-router-prefetch': '1' })],
  [
    'a segment of the Next.js router',
    metadata('same-origin', 'cors', 'empty', { rsc: '1', 'next-router-segment-prefetch': '/_tree' }),
  ],
  ['the middleware of Next.js', { purpose: 'prefetch', 'x-nextjs-data': '1', 'x-middleware-prefetch': '1' }],
  ['Turbo, when the pointer is over a link', metadata('same-origin', 'cors', 'empty', { 'x-sec-purpose': 'prefetch' })],
  ['Inertia', metadata('same-origin', 'cors', 'empty', { 'x-inertia': 'true', purpose: 'prefetch' })],
  [
    'the preload extension of htmx',
    metadata('same-origin', 'cors', 'empty', { 'hx-request': 'true', 'hx-preloaded': 'true' }),
  ],
]

/** Every destination of the Fetch standard, and of its neighbours, but `document` and the empty one. */
const EMBEDS = [
  ...[
    'audio',
    'audioworklet',
    'embed',
    'fencedframe',
    'font',
    'frame',
    'iframe',
    'image',
    'json',
    'manifest',
    'object',
  ],
  ...[
    'paintworklet',
    'report',
    'script',
    'serviceworker',
    'sharedworker',
    'speculationrules',
    'style',
    'text',
    'track',
  ],
  ...['video', 'webidentity', 'websocket', 'worker', 'xslt'],
]
const embedded = (dest: string): Headers => {
  const mode = ['iframe', 'frame', 'embed', 'object', 'fencedframe'].includes(dest) ? 'navigate' : 'no-cors'
  return metadata('cross-site', mode, dest)
}

/** Other methods, with the status that each is answered with. */
const METHODS: [method: string, status: number, headers?: Headers][] = [
  ['HEAD', 405],
  ['HEAD', 405, metadata('none', 'navigate', 'document')],
  ['OPTIONS', 204],
  ['OPTIONS', 204, { origin: 'https://app.example.com', 'access-control-request-method': 'GET' }],
  ['POST', 405],
  ['POST', 405, { 'x-http-method-override': 'GET' }],
  ['POST', 405, { 'content-type': 'application/x-www-form-urlencoded' }],
  ['POST', 405, metadata('cross-site', 'no-cors', 'empty', { 'content-type': 'text/plain' })],
  ['PUT', 405],
  ['PATCH', 405],
  ['DELETE', 405],
  ['PROPFIND', 405],
]

onEachDatabase('who may end a session', (database) => {
  const server = useServer(database)

  for (const [title, headers] of REAL_ACTS) {
    test(`T12: ${title} ends it`, async () => {
      const { response, id } = await act(server, 'GET', headers)

      assert.equal(response.status, 302)
      assert.equal(response.headers.get('location'), '/signed-out')
      checkUncached(response)
      assert.equal(await isLive(server.app, id), false)
      assert.equal(await countEnds(server.app, id), 1)
    })
  }

  for (const [title, headers] of PREPARATIONS) {
    test(`T12: ${title} ends nothing, and is told so`, async () => {
      await checkRefusal(await act(server, 'GET', headers), /this is a prefetch/)
    })
  }

  for (const dest of EMBEDS) {
    test(`T12: a page that embeds the address as ${dest} ends nothing, and is told so`, async () => {
      await checkRefusal(await act(server, 'GET', embedded(dest)), new RegExp(`Sec-Fetch-Dest: ${dest}\\)`))
    })
  }

  for (const [method, status, headers] of METHODS) {
    const saying = headers ? ` with ${Object.keys(headers).join(', ')}` : ''
    test(`T12: ${method}${saying} ends nothing and is answered with ${status}`, async () => {
      const { response, id } = await act(server, method, headers ?? {})

      assert.equal(response.status, status)
      assert.equal(response.headers.get('location'), null)
      checkUncached(response)
      if (status === 405) assert.equal(response.headers.get('allow'), 'GET')
      if (status === 405 && method !== 'HEAD') assert.match(await response.text(), /Use GET/)
      assert.equal(await isLive(server.app, id), true)
      assert.equal(await countEnds(server.app, id), 0)
    })
  }

  test('T12: what was refused before does not spoil the real act that follows', async () => {
    const { response, id } = await act(server, 'GET', { 'sec-purpose': 'prefetch;prerender' })

    const real = await server.logOut(id)

    assert.equal(response.status, 403)
    assert.equal(real.status, 302)
    assert.equal(await countEnds(server.app, id), 1)
  })

  async function checkRefusal({ response, id }: { response: Response; id: string }, why: RegExp): Promise<void> {
    assert.equal(response.status, 403)
    assert.equal(response.headers.get('location'), null)
    assert.deepEqual(response.headers.getSetCookie(), [])
    checkUncached(response)
    const body = (await response.json()) as { message: string; code: string }
    assert.equal(body.code, 'not_a_real_act')
    assert.match(body.message, why)
    assert.equal(await isLive(server.app, id), true)
    assert.equal(await countEnds(server.app, id), 0)
  }
})

async function act(server: TestServer, method: string, headers: Headers): Promise<{ response: Response; id: string }> {
  const id = await startLiveSession(server.app)
  const response = await server.request(`/user_management/sessions/logout?session_id=${id}`, { method, headers })
  return { response, id }
}

/** A cached answer would keep the next sign-out from reaching the server, and an old browser must not show it in a frame. */
function checkUncached(response: Response): void {
  assert.equal(response.headers.get('cache-control'), 'no-store')
  assert.equal(response.headers.get('x-frame-options'), 'DENY')
}

describe('what is no real act', () => {
  test('T12: is decided by what is sent and not by its spelling', () => {
    for (const dest of EMBEDS) assert.ok(why({ 'sec-fetch-dest': dest.toUpperCase() }))
    assert.equal(why({ 'sec-fetch-dest': '' }), undefined)
    assert.equal(why({ 'sec-fetch-dest': 'document' }), undefined)
  })

  const why = (headers: Headers) => whyNotARealAct('GET', (name) => headers[name])
})
