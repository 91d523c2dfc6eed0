import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { createApp, routes } from '../../src/app.ts'
import { ASSET_PATHS } from '../../src/pages/assets.ts'
import { API_KEY, CLIENT_ID, PASSWORD, useServer } from '../harness.ts'
import { onEachDatabase, sqlite } from '../support/databases.ts'
import { unexpectedLogLines } from '../support/unexpected-log-lines.ts'
import { type HostedSession, startHostedSession } from './live-sessions.ts'

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']
const ORIGIN = 'https://auth.example.com'
const PARAMETERS = [
  ...['session_id=x', 'return_to=//x', 'request=x', 'client_id=x', 'redirect_uri=x', 'limit=1', 'after=x', 'email=x'],
  ...['grant_type=refresh_token', 'refresh_token=x', 'id=x', 'uri=x', 'user_id=x', 'password=x'],
].join('&')

/** Ways to call a route, to see answers of every kind from it. */
const CALLS: [title: string, init: RequestInit, query?: string][] = [
  ['without anything', {}],
  ['by a browser', { headers: { accept: 'text/html', cookie: '__Host-gatehouse-session=x; gatehouse-session=x' } }],
  ['with an API key and parameters', { headers: { authorization: `Bearer ${API_KEY}` } }, PARAMETERS],
  ['with a wrong API key', { headers: { authorization: 'Bearer sk_wrong' } }],
  ['with a form', { headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: PARAMETERS }],
  [
    'with broken JSON',
    { headers: { 'content-type': 'application/json', authorization: `Bearer ${API_KEY}` }, body: '{' },
  ],
  [
    'with a list',
    { headers: { 'content-type': 'application/json', authorization: `Bearer ${API_KEY}` }, body: '[[]]' },
  ],
  ['with XML', { headers: { 'content-type': 'text/xml', authorization: `Bearer ${API_KEY}` }, body: '<x/>' }],
  ['with 200 KB', { headers: { 'content-type': 'application/json' }, body: 'a'.repeat(200_000) }],
  ['as a prefetch', { headers: { 'sec-purpose': 'prefetch' } }, PARAMETERS],
  ['by another site', { headers: { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' } }],
]

/** Everything that is answered, and some paths at which nothing is. */
const PATHS = [
  ...new Set(routes.map((route) => route.path.replace(/\{\w+\}/g, CLIENT_ID))),
  ...['/', '/nothing', '/user_management', '/user_management/sessions/logout/x.css', '/signed-out/', ...ASSET_PATHS],
  ...['/favicon.ico', '/.well-known/nothing', '/assets/../../etc/passwd', '/%'],
]
/** The only answers that may be kept: public keys, and the stylesheet and scripts, which are asked about each time. */
const CACHEABLE: Record<string, string> = {
  [`/sso/jwks/${CLIENT_ID}`]: 'public, max-age=300',
  '/oauth2/jwks': 'public, max-age=300',
  '/.well-known/openid-configuration': 'public, max-age=300',
  '/.well-known/oauth-authorization-server': 'public, max-age=300',
  ...Object.fromEntries(ASSET_PATHS.map((path) => [path, 'no-cache'])),
}

describe('every answer', () => {
  const server = useServer(sqlite, { publicUrl: ORIGIN })

  for (const [title, init, query] of CALLS) {
    test(`T13 T14: ${title}: uncached, unframed, and a strict policy on every page`, async () => {
      const seen = new Set<number>()

      for (const [path, method] of everyCall()) {
        const url = query ? `${path}?${query}` : path
        const response = await server.request(url, fittingFor(method, init))
        await checkAnswer(response, { method, path })
        assert.ok(response.status < 500 && response.status !== 301 && response.status !== 308, `${method} ${url}`)
        seen.add(response.status)
      }

      assert.ok(seen.size >= 5, [...seen].join(' '))
      assert.deepEqual(unexpectedLogLines(server), [])
    })
  }

  test('T58: when the database fails, the 500s and 503s are as bare and as guarded', async () => {
    const secret = 'relation "secrets" does not exist at character 15'
    const fail = () => {
      throw new Error(secret)
    }
    const { app } = server
    const broken = createApp({
      ...app,
      db: { selectFrom: fail },
      database: { ...app.database, transaction: async () => fail() },
    })
    const statuses: number[] = []

    for (const [path, method] of everyCall()) {
      const headers = { authorization: `Bearer ${API_KEY}`, 'content-type': 'application/json', accept: 'text/html' }
      const cookie = '__Host-gatehouse-session=x'
      const body = JSON.stringify({
        email: 'a@example.com',
        uri: 'https://a.example/',
        session_id: app.ids.next('session'),
      })
      const url = `${ORIGIN}${path}?session_id=${app.ids.next('session')}&client_id=${CLIENT_ID}`
      const response = await broken.request(url, fittingFor(method, { headers: { ...headers, cookie }, body }))
      assert.doesNotMatch(await response.clone().text(), /secrets|character 15|at .*\.ts:/)
      await checkAnswer(response, { method, path })
      if (response.status === 500) assert.equal(response.headers.get('location'), null)
      statuses.push(response.status)
    }

    assert.ok(statuses.filter((status) => status === 500).length >= 15)
    server.logLines.length = 0
  })

  test('T13: 404, 405, 413, 415 and 422 are among them', async () => {
    const statuses: number[] = []
    for (const [path, method, init] of [
      ['/nothing', 'GET', { headers: { accept: 'text/html' } }],
      ['/user_management/sessions/logout', 'PUT', {}],
      ['/sign-in', 'POST', CALLS[8]?.[1]],
      ['/sign-in', 'POST', CALLS[7]?.[1]],
      ['/user_management/sessions/logout', 'GET', {}],
    ] as const) {
      const response = await server.request(path, fittingFor(method, init ?? {}))
      await checkAnswer(response, { method, path })
      statuses.push(response.status)
    }
    assert.deepEqual(statuses, [404, 405, 413, 415, 422])
  })
})

function everyCall(): [path: string, method: string][] {
  return PATHS.flatMap((path) => METHODS.map((method): [string, string] => [path, method]))
}

/** With a body, and its length, only where the method has one. */
function fittingFor(method: string, { body, headers }: RequestInit): RequestInit {
  if (typeof body !== 'string' || ['GET', 'HEAD', 'OPTIONS'].includes(method))
    return { method, headers: { ...headers } }
  return { method, body, headers: { ...headers, 'content-length': String(body.length) } }
}

async function checkAnswer(response: Response, { method, path }: { method: string; path: string }): Promise<void> {
  const where = `${method} ${path} (${response.status})`
  const of = (name: string) => response.headers.get(name)
  const isCacheable = CACHEABLE[path] !== undefined && ['GET', 'HEAD'].includes(method) && response.status === 200
  assert.equal(of('cache-control'), isCacheable ? CACHEABLE[path] : 'no-store', where)
  assert.match(of('x-request-id') ?? '', /^req_\w{26}$/, where)
  assert.equal(of('x-content-type-options'), 'nosniff', where)
  assert.equal(of('referrer-policy'), 'no-referrer', where)
  assert.equal(of('x-frame-options'), 'DENY', where)
  assert.equal(of('cross-origin-opener-policy'), 'same-origin', where)
  assert.match(of('strict-transport-security') ?? '', /^max-age=\d{8}/, where)
  // T16: never the cookies, which are other applications' too, and never the cache, for which Chromium takes seconds.
  const isSignedOutPage = path === '/signed-out' && response.status === 200
  assert.equal(of('clear-site-data'), isSignedOutPage ? '"storage"' : null, where)
  for (const name of ['server', 'x-powered-by', 'refresh']) assert.equal(of(name), null, where)
  assert.notEqual(of('access-control-allow-origin'), 'https://evil.example', where)
  for (const cookie of response.headers.getSetCookie()) checkCookie(cookie)
  if (of('content-type')?.includes('html')) checkPolicy(of('content-security-policy') ?? '', where)
  // A bodiless answer to HEAD and OPTIONS has no type; nothing else is sent without one.
  else if ((await response.text()) !== '')
    assert.match(of('content-type') ?? '', /^(application\/json|text\/css|text\/javascript)/, where)
}

function checkPolicy(policy: string, where: string): void {
  const directives = new Map(policy.split(';').map((part) => part.trim().split(/\s+(.*)/, 2) as [string, string]))
  assert.equal(directives.get('default-src'), "'none'", where)
  assert.equal(directives.get('frame-ancestors'), "'none'", where)
  assert.equal(directives.get('base-uri'), "'none'", where)
  assert.ok(directives.has('form-action'), where)
  assert.doesNotMatch(policy, /unsafe|\*|https?:|strict-dynamic/, where)
}

/** Ours by name, out of reach of scripts and of sibling hosts. */
function checkCookie(cookie: string): void {
  const [pair = '', ...attributes] = cookie.split('; ')
  assert.match(pair, /^__Host-gatehouse-(session|browser)=/)
  const rest = attributes.filter((attribute) => !/^Max-Age=\d+$/.test(attribute))
  assert.deepEqual(rest.toSorted(), ['HttpOnly', 'Path=/', 'SameSite=Lax', 'Secure'])
}

onEachDatabase('the cookies of a sign-out', (database) => {
  const server = useServer(database, { publicUrl: ORIGIN })
  let session: HostedSession
  before(async () => {
    session = await startHostedSession(server.app)
  })

  test("T16: our own is cleared as it was set, and nothing is done to anybody else's", async () => {
    const user = await server.createUser()
    const browser = server.browser()
    const query = new URLSearchParams({
      client_id: CLIENT_ID,
      redirect_uri: 'http://localhost:3000/cb',
      response_type: 'code',
      provider: 'authkit',
    })
    const { html } = await browser.open(`/user_management/authorize?${query}`)
    const { response: signedIn } = await browser.submit(html, { email: user.email, password: PASSWORD })
    const foreign =
      'app=1; workos=2; sid=3; __Host-app=4; __Secure-app=5; gatehouse=6; gatehouse-session=7; JSESSIONID=8'

    const path = `/user_management/sessions/logout?session_id=${session.sessionId}`
    const response = await server.request(path, { headers: { cookie: `${foreign}; ${session.cookie}; other=9` } })
    const again = await server.request(path, { headers: { cookie: foreign } })

    const [set] = signedIn.headers.getSetCookie()
    const [cleared, ...more] = response.headers.getSetCookie()
    assert.ok(set && cleared)
    assert.deepEqual(more, [])
    const nameAndAttributes = (cookie: string) =>
      cookie
        .replace(/=[^;]*/, '')
        .split('; ')
        .filter((part) => !part.startsWith('Max-Age='))
    assert.deepEqual(nameAndAttributes(cleared), nameAndAttributes(set))
    assert.match(cleared, /^__Host-gatehouse-session=; Max-Age=0;/)
    assert.equal(response.headers.get('clear-site-data'), null)
    assert.deepEqual(again.headers.getSetCookie(), [])
  })
})
