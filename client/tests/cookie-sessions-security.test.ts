import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { signInOnPage } from '../../server/tests/compat/hosted-page.ts'
import { sealSession } from '../src/api/session-seal.ts'
import { decideReturnTo } from '../src/cookie-sessions/return-to.ts'
import { createSessionVerifier, Gatehouse } from '../src/index.ts'
import { clientOf, json } from './support/answers.ts'
import { COOKIE_PASSWORD, useWebApp } from './support/web-app.ts'
import { APP, SIGNED_OUT } from './support/web-frameworks.ts'

const COOKIE = 'wos-session'
const CALLBACK = `${APP}/callback`

const get = (path: string, cookie = '', headers: Record<string, string> = {}) =>
  new Request(APP + path, { headers: { cookie, ...headers } })

/** What a browser sends of what it was told to keep. */
const kept = (answer: Response) =>
  answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ')

describe('a sign-in', () => {
  const suite = useWebApp({ hasFeed: false })
  const begin = async (options: { returnTo?: string } = {}) => {
    const answer = await suite.sessions().signIn(get('/sign-in'), options)
    return { cookie: kept(answer), location: answer.headers.get('location') ?? '' }
  }
  /** Somebody signs in on the hosted page; the callback that their browser is sent to. */
  const goThrough = async (location: string) => {
    const { email } = await suite.server.createUser()
    const { code, state } = await signInOnPage(suite.server.browser(), location, email)
    return `/callback?code=${code}&state=${state}`
  }
  const refused = async (answer: Response, about: RegExp) => {
    assert.equal(answer.status, 400)
    assert.match(await answer.text(), about)
    assert.deepEqual(answer.headers.getSetCookie(), [])
  }

  test('can only be finished by the browser that began it', async () => {
    const attacker = await begin()
    const victim = await begin()
    const callback = await goThrough(attacker.location)

    await refused(await suite.sessions().callback(get(callback)), /not begun in this browser/)
    await refused(await suite.sessions().callback(get(callback, victim.cookie)), /not begun in this browser/)
    const ownState = new URL(victim.location).searchParams.get('state')
    const swapped = callback.replace(/state=.*/, `state=${ownState}`)
    await refused(await suite.sessions().callback(get(swapped, victim.cookie)), /not valid any more/)
    assert.equal((await suite.sessions().callback(get(callback, attacker.cookie))).status, 302)
  })

  test('is finished once: the code is good for nothing afterwards', async () => {
    const { cookie, location } = await begin()
    const callback = await goThrough(location)
    await suite.sessions().callback(get(callback, cookie))

    await refused(await suite.sessions().callback(get(callback, cookie)), /not valid any more/)
  })

  test('without a code or a state, or with the cookie of a session in its place, is refused', async () => {
    const { cookie, location } = await begin()
    const state = new URL(location).searchParams.get('state') ?? ''
    const [name = ''] = cookie.split('=')
    const user = { email: 'ada@example.com' } as never
    const sealed = await sealSession({ user, accessToken: 'e30.e30.x', refreshToken: 'r' }, COOKIE_PASSWORD)

    const other = (await begin()).cookie.split('=').slice(1).join('=')

    await refused(await suite.sessions().callback(get('/callback', cookie)), /not begun/)
    await refused(
      await suite.sessions().callback(get(`/callback?state=${state}&code=c`, `${name}=${other}`)),
      /not begun/,
    )
    await refused(await suite.sessions().callback(get(`/callback?state=${state}`, `${name}=${sealed}`)), /not begun/)
    await refused(await suite.sessions().callback(get(`/callback?state=${state}`, cookie)), /not valid/)
  })

  test('that the person breaks off is told by its reason, to a page of the application if it has one', async () => {
    const { cookie, location } = await begin()
    const state = new URL(location).searchParams.get('state')
    const denied = get(`/callback?error=access_denied&error_description=%3Cb%3E&state=${state}`, cookie)
    const seen: unknown[] = []
    const sessions = suite.sessions({
      onCallbackFailure: (failure) => {
        seen.push(failure)
        return new Response('our page', { status: 403 })
      },
    })

    await refused(await suite.sessions().callback(denied), /^The sign-in was not completed\. [^<]*$/)
    assert.equal(await (await sessions.callback(denied)).text(), 'our page')
    assert.deepEqual(seen, [{ reason: 'refused', message: 'The sign-in was not completed.', error: 'access_denied' }])
  })

  test('in two tabs is two sign-ins; beyond five the older ones go', async () => {
    const tabs = [await begin(), await begin()]
    const jar = tabs.map(({ cookie }) => cookie).join('; ')
    for (const { location } of tabs)
      assert.equal((await suite.sessions().callback(get(await goThrough(location), jar))).status, 302)

    const many = await Promise.all(Array.from({ length: 5 }, () => begin()))
    const answer = await suite.sessions().signIn(get('/sign-in', many.map(({ cookie }) => cookie).join('; ')))
    assert.equal(answer.headers.getSetCookie().filter((cookie) => cookie.includes('Max-Age=0')).length, 5)
  })

  test('leads back into the application, whatever it was asked for', () => {
    const origin = 'https://app.example.com'
    const hostile = fc.constantFrom(
      '//evil.example',
      '/\\evil.example',
      '\\\\evil.example',
      '/\t/evil.example',
      'javascript:alert(1)',
      'data:text/html,x',
      'https://app.example.com@evil.example',
      'https://app.example.com.evil.example',
      'http://app.example.com/',
      'https://app.example.com//evil.example',
      '/..//evil.example',
      '/%5Cevil.example',
      ' //evil.example',
      '\u0000//evil.example',
    )
    const pieces = fc.constantFrom(
      '/',
      '\\',
      '//',
      ':',
      '@',
      'https:',
      'evil.example',
      'app.example.com',
      '\t',
      '\n',
      '?',
      '#',
      '%2f',
      '..',
    )
    const wanted = fc.oneof(
      hostile,
      fc.array(pieces, { maxLength: 8 }).map((all) => all.join('')),
      fc.webUrl(),
      fc.string({ unit: 'binary' }),
    )
    fc.assert(
      fc.property(wanted, (wanted) => {
        const location = decideReturnTo(wanted, origin)
        // As a browser reads a Location that came with a page of the application.
        assert.equal(new URL(location, `${origin}/callback`).origin, origin)
        assert.ok(location.startsWith(`${origin}/`), location)
      }),
      { numRuns: 1000 },
    )
    assert.equal(decideReturnTo('/a?b=c#d', origin), `${origin}/a?b=c#d`)
    assert.equal(decideReturnTo('https://app.example.com/a', origin), `${origin}/a`)
    for (const nothing of [undefined, null, '']) assert.equal(decideReturnTo(nothing, origin), `${origin}/`)
  })

  test('over https keeps its cookies to this host and to TLS', async () => {
    const sessions = suite.sessions({ redirectUri: 'https://app.example.com/callback' })

    const [flow] = (await sessions.signIn(get('/sign-in'))).headers.getSetCookie()
    const [session] = (await sessions.signOut(get('/sign-out'))).headers.getSetCookie()

    assert.match(
      flow ?? '',
      /^__Host-wos-session-sign-in-[\w-]+=Fe26[^;]*; Path=\/; Max-Age=600; HttpOnly; SameSite=Lax; Secure$/,
    )
    assert.equal(session, 'wos-session=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax; Secure')
  })

  test('with options that are wrong does not begin: they are named', () => {
    const wrong = [
      [{ cookiePassword: 'short' }, /cookiePassword/],
      [{ cookieName: 'a b' }, /cookieName/],
      [{ cookieDomain: '' }, /cookieDomain/],
      [{ cookieMaxAgeSeconds: 0 }, /cookieMaxAgeSeconds/],
      [{ redirectUri: '/callback' }, /redirectUri/],
    ] as const
    for (const [options, message] of wrong)
      assert.throws(() => suite.sessions(options), { name: 'InvalidOptionsError', message })
    assert.ok(suite.sessions({ redirectUri: CALLBACK }))
  })
})

describe('a session in a cookie', () => {
  const suite = useWebApp({ hasFeed: false })
  /** A cookie as after a sign-in, by password. */
  const cookieOf = async (ageSeconds = 0) => {
    suite.server.passSeconds(-ageSeconds)
    const { email } = await suite.server.createUser()
    const { refreshToken, accessToken, user } = { ...(await suite.server.signIn(email)), user: { email } as never }
    suite.server.passSeconds(ageSeconds)
    return `${COOKIE}=${await sealSession({ user, accessToken, refreshToken }, COOKIE_PASSWORD)}`
  }
  const unreachable = () => new Gatehouse({ baseUrl: 'http://127.0.0.1:1', clientId: 'client_local', maxRetries: 0 })

  test('that nobody here has sealed is none, and is cleared', async () => {
    const foreign = (await cookieOf()).replace('Fe26.2*1*', 'Fe26.2*1*00')

    for (const cookie of [foreign, `${COOKIE}=x`, `${COOKIE}=`]) {
      assert.deepEqual(await suite.sessions().authenticate(get('/', cookie)), {
        isSignedIn: false,
        reason: 'no_session',
        setCookie: ['wos-session=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax'],
      })
    }
    assert.deepEqual(await suite.sessions().authenticate(get('/')), {
      isSignedIn: false,
      reason: 'no_session',
      setCookie: [],
    })
  })

  test('whose session is over is cleared when its token has expired', async () => {
    const cookie = await cookieOf(600)
    const read = await suite.sessions().read(cookie)
    assert.ok(!read.isSignedIn && read.reason === 'expired' && read.setCookie.length === 0, 'reading refreshes nothing')
    const { sessionId } = await signedInWith(cookie)
    await suite.server.logOut(sessionId)

    const after = await suite.sessions().authenticate(get('/', cookie))

    assert.ok(!after.isSignedIn)
    assert.equal(after.reason, 'signed_out')
    assert.match(after.setCookie[0] ?? '', /^wos-session=; .*Max-Age=0/)
  })

  test('stays when the server cannot be reached: nobody is signed out by an outage', async () => {
    const cookie = await cookieOf(600)

    const during = await suite.sessions({ gatehouse: unreachable() }).authenticate(get('/', cookie))
    const after = await suite.sessions().authenticate(get('/', cookie))

    assert.deepEqual(during, { isSignedIn: false, reason: 'unavailable', setCookie: [] })
    assert.ok(after.isSignedIn)
  })

  test('stays when the feed is silent', async () => {
    const gatehouse = unreachable()
    const options = { baseUrl: suite.server.url, clientId: 'client_local', apiKey: 'sk_wrong', onEvent: () => {} }
    await using verifier = createSessionVerifier({
      ...options,
      issuer: `${suite.server.origin}/user_management/client_local`,
    })

    const authentication = await suite.sessions({ gatehouse, verifier }).authenticate(get('/', await cookieOf()))

    assert.deepEqual(authentication, { isSignedIn: false, reason: 'unavailable', setCookie: [] })
  })

  // Without a feed, which would refuse the token by itself.
  test('signed out here is not brought back by a tab that still has the old cookie', async () => {
    const cookie = await cookieOf(600)
    const sessions = suite.sessions()
    const refreshed = await sessions.authenticate(get('/', cookie))
    assert.ok(refreshed.isSignedIn)
    const out = await sessions.signOut(get('/sign-out', refreshed.setCookie[0]?.split(';')[0]))
    await suite.server.fetch(out.headers.get('location') ?? '')

    const late = await sessions.authenticate(get('/', cookie))

    assert.ok(!late.isSignedIn)
    assert.match(late.setCookie[0] ?? '', /^wos-session=; /)
  })

  test('gets new tokens when that is asked for, and goes on in another organization with them', async () => {
    const { body: organization } = await suite.server.api('POST', '/organizations', { name: 'Acme' })
    const cookie = await cookieOf()
    const { user } = await signedInWith(cookie)
    const { body } = await suite.server.api('GET', `/user_management/users?email=${encodeURIComponent(user.email)}`)
    const member = { user_id: body.data[0].id, organization_id: organization.id }
    await suite.server.api('POST', '/user_management/organization_memberships', member)

    const [there, twice] = await Promise.all(
      [1, 2].map(() => suite.sessions().refresh(get('/', cookie), { organizationId: organization.id })),
    )
    const again = await suite.sessions().authenticate(get('/', there?.setCookie[0]?.split(';')[0]))

    assert.ok(there?.isSignedIn && twice?.isSignedIn && again.isSignedIn)
    assert.equal(twice.session.organizationId, organization.id)
    assert.equal(again.session.accessToken, there.session.accessToken)
    assert.equal(there.session.organizationId, organization.id)
    assert.deepEqual(again.setCookie, [])
  })

  test('that would be too large for a browser is an error, not a person who cannot sign in', async () => {
    const { gatehouse } = clientOf([
      json({ access_token: 'e30.e30.x', refresh_token: 'r', user: { metadata: { a: 'x'.repeat(4000) } } }),
    ])
    const { cookie, state } = await suite
      .sessions({ gatehouse })
      .signIn(get('/'))
      .then((answer) => ({
        cookie: kept(answer),
        state: new URL(answer.headers.get('location') ?? '').searchParams.get('state'),
      }))

    await assert.rejects(
      suite.sessions({ gatehouse }).callback(get(`/callback?code=c&state=${state}`, cookie)),
      /browsers drop it/,
    )
  })

  async function signedInWith(cookie: string) {
    const authentication = await suite.sessions().authenticate(get('/', cookie))
    assert.ok(authentication.isSignedIn)
    return authentication.session
  }

  describe('is signed out', () => {
    test('through the server when its token has expired, without a request of the application', async () => {
      const cookie = await cookieOf(600)
      suite.server.newRequests()

      const answer = await suite.sessions().signOut(get('/sign-out', cookie), { returnTo: SIGNED_OUT })

      assert.match(answer.headers.get('location') ?? '', /\/user_management\/sessions\/logout\?session_id=session_/)
      assert.deepEqual(suite.server.newRequests(), [])
      assert.match(answer.headers.getSetCookie()[0] ?? '', /^wos-session=; .*Max-Age=0/)
    })

    test('through the server when the cookie is missing or cannot be read: that browser may be signed in there', async () => {
      await suite.server.api('POST', '/user_management/sign_out_uris', { uri: SIGNED_OUT })

      for (const cookie of ['', `${COOKIE}=x`, `${COOKIE}=Fe26.2*1*a*b*c**d*e~2`]) {
        const answer = await suite.sessions().signOut(get('/sign-out', cookie), { returnTo: SIGNED_OUT })
        const location = answer.headers.get('location') ?? ''
        assert.match(location, /\/oauth2\/logout\?client_id=client_local&post_logout_redirect_uri=/)
        assert.match(answer.headers.getSetCookie()[0] ?? '', /^wos-session=; .*Max-Age=0/)
        const hop = await suite.server.fetch(location)
        assert.deepEqual([hop.status, hop.headers.get('location')], [302, SIGNED_OUT])
      }
    })

    test('with a form as with a link; a form is answered so that the browser goes on with GET', async () => {
      const form = new Request(`${APP}/sign-out`, {
        method: 'POST',
        headers: { cookie: await cookieOf(), 'sec-fetch-site': 'same-origin' },
      })

      const answer = await suite.sessions().signOut(form)

      assert.equal(answer.status, 303)
    })

    test('by nobody who only looks ahead, and by no other site', async () => {
      const cookie = await cookieOf()
      const unmeant: [string, Record<string, string>][] = [
        ['GET', { 'sec-purpose': 'prefetch' }],
        ['GET', { 'sec-purpose': 'prefetch;prerender' }],
        ['GET', { purpose: 'prefetch' }],
        ['GET', { 'next-router-prefetch': '1' }],
        ['HEAD', {}],
        ['GET', { 'sec-fetch-site': 'cross-site' }],
        ['POST', { 'sec-fetch-site': 'cross-site' }],
      ]
      for (const [method, headers] of unmeant) {
        const answer = await suite
          .sessions()
          .signOut(new Request(`${APP}/sign-out`, { method, headers: { cookie, ...headers } }))
        assert.equal(answer.status, 403)
        assert.deepEqual([answer.headers.get('location'), answer.headers.getSetCookie()], [null, []])
      }
      assert.ok((await suite.sessions().read(cookie)).isSignedIn)
    })
  })
})
