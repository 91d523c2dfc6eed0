import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { before, test } from 'node:test'
import { createApp, routes } from '../../src/app.ts'
import type { Route } from '../../src/http/define-route.ts'
import { API_KEY, CLIENT_ID, useServer } from '../harness.ts'
import { onEachDatabase } from '../support/databases.ts'
import { type HostedSession, startHostedSession } from './live-sessions.ts'
import { compareSnapshots, takeSnapshot } from './table-snapshot.ts'

/** The id of a session travels in addresses, so it must open nothing (T08): all that it is good for is to end the session. */
onEachDatabase('the id of a session', (database) => {
  const server = useServer(database)
  let session: HostedSession
  before(async () => {
    session = await startHostedSession(server.app)
  })

  test('T08: is an API key of no route, wherever it is put', async () => {
    const guarded = routes.filter((route) => route.caller === 'api-key')
    assert.ok(guarded.length >= 10)
    const before = await takeSnapshot(server.app)
    const id = session.sessionId

    for (const route of guarded) {
      const path = pathOf(route, id)
      for (const authorization of [`Bearer ${id}`, `Bearer sk_${id}`, `Basic ${btoa(`${id}:`)}`, id]) {
        const { status } = await server.request(path, {
          method: route.method.toUpperCase(),
          headers: { authorization },
        })
        assert.equal(status, 401, `${route.method} ${path} with ${authorization}`)
      }
      const query = `?api_key=${id}&access_token=${id}&client_secret=${id}&key=${API_KEY}`
      const headers = { 'x-api-key': API_KEY, cookie: `${session.cookie}; api_key=${API_KEY}` }
      const { status } = await server.request(path + query, { method: route.method.toUpperCase(), headers })
      assert.equal(status, 401, `${route.method} ${path}${query}`)
    }

    assert.deepEqual(compareSnapshots(before, await takeSnapshot(server.app)), {})
  })

  test('T08: is no grant: no refresh token, no code, no secret, and no part of one', async () => {
    const id = session.sessionId
    const ulid = id.slice('session_'.length)
    const before = await takeSnapshot(server.app)
    const guesses = [
      id,
      ulid,
      `${ulid}.0.`,
      `${ulid}.0.${'A'.repeat(43)}`,
      `${ulid}.1.${ulid}`,
      session.browserSessionId,
    ]

    for (const guess of guesses) {
      for (const body of [
        { grant_type: 'refresh_token', refresh_token: guess, client_secret: API_KEY },
        { grant_type: 'refresh_token', refresh_token: guess },
        { grant_type: 'authorization_code', code: guess, client_secret: API_KEY },
        { grant_type: 'authorization_code', code: guess, code_verifier: guess.padEnd(43, 'A') },
        { grant_type: 'password', email: 'a@example.com', password: guess, client_secret: guess },
        { grant_type: 'session_id', session_id: guess, client_secret: API_KEY },
      ]) {
        const response = await server.request('/user_management/authenticate', {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ client_id: CLIENT_ID, ...body }),
        })
        assert.ok([400, 401, 422].includes(response.status), `${response.status} for ${JSON.stringify(body)}`)
        assert.doesNotMatch(await response.text(), /access_token|"user"/)
      }
    }

    assert.deepEqual(compareSnapshots(before, await takeSnapshot(server.app)), {})
  })

  test('T08: signs in no browser, by whatever cookie it is sent', async () => {
    const names = [session.cookie.split('=')[0], 'gatehouse-browser', `gatehouse-refresh-${CLIENT_ID}`, 'wos-session']
    const query = `client_id=${CLIENT_ID}&redirect_uri=http://localhost:3000/cb&response_type=code&provider=authkit`

    for (const value of [session.sessionId, session.browserSessionId]) {
      const cookie = names.map((name) => `${name}=${value}`).join('; ')
      const response = await server.request(`/user_management/authorize?${query}`, { headers: { cookie } })
      assert.match(response.headers.get('location') ?? '', /^\/sign-in\?request=/)
    }
  })

  test('T08: is in no log, also when everything is logged and something fails', async () => {
    const { app, logLines } = server
    // Development mode tells where a sign-out did not lead.
    const config = { ...app.config, mode: 'production' as const, isRequestLogOn: true }
    const hono = createApp({ ...app, config })
    const failing = createApp({
      ...app,
      config,
      database: { ...app.database, transaction: () => Promise.reject(new Error('no')) },
    })
    const ids = Array.from({ length: 50 }, () => app.ids.next('session'))
    const ask = (path: string, init?: RequestInit) => hono.request(`${server.origin}${path}`, init)
    logLines.length = 0

    for (const id of [session.sessionId, ...ids]) {
      const query = `?session_id=${id}&return_to=${encodeURIComponent(`https://evil.example/${id}`)}`
      await ask(`/user_management/sessions/logout${query}`)
      await failing.request(`${server.origin}/user_management/sessions/logout${query}`)
      await ask(`/user_management/sessions/logout/${id}${query}`)
      await ask(`/user_management/sessions/${id}`, { headers: { authorization: `Bearer ${API_KEY}` } })
      await ask(`/user_management/users/${id}/sessions`, { headers: { authorization: `Bearer ${id}` } })
      await ask(`/${id}?${id}`, { headers: { referer: `${server.origin}/${id}`, 'user-agent': id, cookie: id } })
    }

    assert.equal(logLines.length, 7 * (1 + ids.length), 'each request is logged, and each failure beside it')
    const log = logLines.join('')
    for (const id of [session.sessionId, ...ids]) assert.ok(!log.includes(id.slice('session_'.length)), id)
    assert.doesNotMatch(log, /evil\.example|return_to/)
  })

  test('T08: is in no table but those of sessions, codes and events, and an unknown one in none', async () => {
    const unknown = server.app.ids.next('session')
    await server.logOut(session.sessionId, `https://evil.example/${session.sessionId}`)
    await server.logOut(unknown, `https://evil.example/${unknown}`)

    const snapshot = await takeSnapshot(server.app)

    const tablesWith = (text: string) =>
      [...snapshot].filter(([, rows]) => rows.some((row) => row.includes(text))).map(([table]) => table)
    assert.deepEqual(tablesWith(session.sessionId).toSorted(), ['event', 'session'])
    assert.deepEqual(tablesWith(unknown), [])
    assert.deepEqual(tablesWith('evil.example'), [])
  })

  test('T08: is handed on by nothing on the signed-out page, which refers to no other origin', async () => {
    const response = await server.request(`/signed-out?session_id=${session.sessionId}`)
    const html = await response.text()
    const stylesheet = readFileSync(new URL('../../public/pages.css', import.meta.url), 'utf8')

    assert.equal(response.headers.get('referrer-policy'), 'no-referrer')
    assert.ok(!html.includes(session.sessionId))
    assert.deepEqual(html.match(/<script[^>]*>/g), ['<script src="/assets/signed-out.js" defer>'])
    assert.doesNotMatch(html, /<(iframe|img|object|embed|base|form)\b/i)
    const references = [...html.matchAll(/\b(?:href|src|srcset|action|poster|data|content)="([^"]*)"/g)].map(
      ([, url]) => url ?? '',
    )
    const outward = references.filter(
      (url) => /^([a-z]+:)?\/\//i.test(url) || /^(?!data:image\/)[a-z]+:(?!root)/i.test(url),
    )
    assert.deepEqual(outward, [])
    assert.ok(
      references.some((url) => url.startsWith('/assets/pages.css')),
      'the references are found',
    )
    assert.doesNotMatch(stylesheet, /@import|url\((?!["']?data:)/)
  })
})

function pathOf(route: Route, id: string): string {
  return route.path.replace(/\{\w+\}/g, id)
}
