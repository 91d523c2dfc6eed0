import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AppContext } from '../../src/context.ts'
import { endSession } from '../../src/features/sessions/end-session.ts'
import { BY_RULE } from '../../src/features/sessions/ending.ts'
import { CLIENT_ID, type TestServer, useServer } from '../harness.ts'
import { onEachDatabase } from '../support/databases.ts'
import { DEFAULT_ENTRY, EXACT_ENTRY } from './hostile-redirects.ts'
import { type HostedSession, isLive, readSession, startHostedSession, startSessionBeside } from './live-sessions.ts'
import { setSignOutUris } from './sign-out-uris.ts'
import { compareSnapshots, takeSnapshot } from './table-snapshot.ts'

const PATH = '/user_management/sessions/logout'

/** Beside the id of the session; not one of them may select anything. */
const SELECTORS = (other: HostedSession, userId: string) => [
  ...[
    `user_id=${userId}`,
    `sub=${userId}`,
    `sid=${other.sessionId}`,
    `id=${other.sessionId}`,
    'all=true',
    'everywhere=1',
  ],
  ...[
    `sessionId=${other.sessionId}`,
    `session_ids=${other.sessionId}`,
    `session_id[]=${other.sessionId}`,
    'scope=global',
  ],
  ...[`SESSION_ID=${other.sessionId}`, `session=${other.sessionId}`, `browser_session_id=${other.browserSessionId}`],
  ...[`client_id=${CLIENT_ID}`, 'organization_id=*', 'email=*', 'id_token_hint=e30.e30.', 'logout_hint=*', 'state=x'],
  ...[`token=${other.sessionId}`, `refresh_token=${other.sessionId}`, 'post_logout_redirect_uri=https://evil.example/'],
]

/** The `Cookie` headers of somebody who was at them. */
const FORGED_COOKIES: [title: string, (own: HostedSession, other: HostedSession) => string][] = [
  ['no cookie', () => ''],
  ["another person's cookie", (_own, other) => other.cookie],
  ["both people's cookies", (own, other) => `${own.cookie}; ${other.cookie}`],
  ["both people's cookies, the other way round", (own, other) => `${other.cookie}; ${own.cookie}`],
  ['a cookie with a letter changed', (_own, other) => flipLast(other.cookie)],
  ['a cookie cut short', (_own, other) => other.cookie.slice(0, -3)],
  ["the id of another's session as cookie", (_own, other) => `gatehouse-session=${other.sessionId}`],
  ["the id of another's hosted sign-in as cookie", (_own, other) => `gatehouse-session=${other.browserSessionId}`],
  ['unsigned JSON as cookie', (_own, other) => `gatehouse-session={"id":"${other.sessionId}"}`],
  ['a list of sessions as cookie', (_own, other) => `gatehouse-session=${other.sessionId}.${other.browserSessionId}`],
  ['a cookie with quotes', (_own, other) => other.cookie.replace(/=(.*)/, '="$1"')],
  [
    'a cookie that decodes to another',
    (_own, other) => other.cookie.replace(/=(.)/, (_, c) => `=%${c.charCodeAt(0).toString(16)}`),
  ],
  ['a cookie that does not decode', () => 'gatehouse-session=%zz%'],
  ['the prefixed name over plain http', (_own, other) => `__Host-${other.cookie}`],
  [
    'cookies of the SDKs',
    (_own, other) => `wos-session=${other.sessionId}; workos-has-session=${CLIENT_ID}; sid=${other.sessionId}`,
  ],
  [
    "a forged refresh token in the browser SDK's cookie",
    (_own, other) => `gatehouse-refresh-${CLIENT_ID}=${other.sessionId.slice(8)}.0.${'A'.repeat(43)}`,
  ],
  ['8 KB of cookies', () => `gatehouse-session=${'x'.repeat(8000)}`],
]

onEachDatabase('what a logout ends, and what it does not', (database) => {
  const server = useServer(database)

  test('T07: without the id of a session cookies do nothing, however live', async () => {
    const own = await startHostedSession(server.app)
    const before = await takeSnapshot(server.app)

    for (const query of ['', '?session_id=', '?session_id', `?sid=${own.sessionId}`, '?return_to=/', '?all=true']) {
      const response = await follow(server, query, own.cookie)
      assert.equal(response.status, 422)
      assert.deepEqual(response.headers.getSetCookie(), [])
    }

    assert.deepEqual(compareSnapshots(before, await takeSnapshot(server.app)), {})
    assert.equal(await isSignedIn(server, own.cookie), true)
  })

  test("T07: the id of one person's session with another's cookies ends the one, and leaves the other signed in", async () => {
    const [own, other] = [await startHostedSession(server.app), await startHostedSession(server.app)]

    const response = await follow(server, `?session_id=${other.sessionId}`, own.cookie)

    assert.equal(response.status, 302)
    assert.deepEqual(response.headers.getSetCookie(), [])
    assert.equal(await isLive(server.app, other.sessionId), false)
    assert.equal(await isSignedIn(server, other.cookie), false)
    assert.equal(await isLive(server.app, own.sessionId), true)
    assert.equal(await isSignedIn(server, own.cookie), true)
  })

  test('T07: the same person stays signed in in another browser', async () => {
    const own = await startHostedSession(server.app)
    const { user_id } = await readSession(server.app, own.sessionId)
    const elsewhere = await startHostedSession(server.app, user_id)

    const changes = await changesOf(server.app, () => follow(server, `?session_id=${own.sessionId}`, elsewhere.cookie))

    assert.deepEqual(changes, endOf(own))
    assert.equal(await isLive(server.app, elsewhere.sessionId), true)
    assert.equal(await isSignedIn(server, elsewhere.cookie), true)
  })

  test('T07: a session that gave way to a newer one of the same browser does not take the cookie along', async () => {
    const own = await startHostedSession(server.app)
    const newer = await startSessionBeside(server.app, own)
    await endSession(server.app, own.sessionId, { reason: 'session_limit', actor: BY_RULE })

    const response = await follow(server, `?session_id=${own.sessionId}`, own.cookie)
    const isStillSignedIn = await isSignedIn(server, own.cookie)
    const last = await follow(server, `?session_id=${newer}`, own.cookie)

    assert.deepEqual(response.headers.getSetCookie(), [])
    assert.equal(isStillSignedIn, true)
    assert.match(last.headers.getSetCookie().join(), /^gatehouse-session=; Max-Age=0/)
    assert.equal(await isSignedIn(server, own.cookie), false)
  })

  test('T07: 22 more parameters that look as if they selected something select nothing', async () => {
    const [own, other] = [await startHostedSession(server.app), await startHostedSession(server.app)]
    const { user_id } = await readSession(server.app, other.sessionId)
    const selectors = SELECTORS(other, user_id)
    assert.equal(selectors.length, 22)

    const changes = await changesOf(server.app, () =>
      follow(server, `?session_id=${own.sessionId}&${selectors.join('&')}`, own.cookie),
    )

    assert.deepEqual(changes, endOf(own))
    const before = await takeSnapshot(server.app)
    for (const selector of selectors) await follow(server, `?session_id=${own.sessionId}&${selector}`, '')
    assert.deepEqual(compareSnapshots(before, await takeSnapshot(server.app)), {})
    assert.equal(await isLive(server.app, other.sessionId), true)
  })

  for (const [title, forge] of FORGED_COOKIES) {
    test(`T11: ${title} beside a valid id: that session, its hosted sign-in and one event, and no other row`, async () => {
      const [own, other] = [await startHostedSession(server.app), await startHostedSession(server.app)]

      const changes = await changesOf(server.app, () =>
        follow(server, `?session_id=${own.sessionId}`, forge(own, other)),
      )

      assert.deepEqual(changes, endOf(own))
      assert.equal(await isSignedIn(server, other.cookie), true)
      assert.equal(await isSignedIn(server, own.cookie), false)
    })
  }

  test('T10: a live, an ended, an unknown and an impossible session are answered alike, byte for byte', async () => {
    await setSignOutUris(server.app, [DEFAULT_ENTRY, EXACT_ENTRY], DEFAULT_ENTRY)
    const { cookie } = await startHostedSession(server.app)
    const requests: [query: string, init?: RequestInit][] = [
      [''],
      [`&return_to=${encodeURIComponent(EXACT_ENTRY)}`],
      ['&return_to=https://evil.example/'],
      ['', { headers: { cookie } }],
      ['', { headers: { accept: 'text/html' } }],
      ['', { headers: { 'sec-purpose': 'prefetch' } }],
      ['', { headers: { 'sec-fetch-dest': 'image' } }],
      ['&session_id=twice'],
      ['', { method: 'HEAD' }],
      ['', { method: 'OPTIONS' }],
      ['', { method: 'POST' }],
    ]

    for (const [query, init] of requests) {
      const live = await startHostedSession(server.app)
      const ended = await startHostedSession(server.app)
      await follow(server, `?session_id=${ended.sessionId}`, '')
      const ids = [live.sessionId, ended.sessionId, server.app.ids.next('session'), 'nobody', 'session_01']
      const answers: string[] = []
      for (const id of ids) answers.push(await masked(await server.request(`${PATH}?session_id=${id}${query}`, init)))
      assert.equal(new Set(answers).size, 1, answers.join('\n'))
    }
    await setSignOutUris(server.app, [])
  })
})

async function follow(server: TestServer, query: string, cookie: string): Promise<Response> {
  return await server.request(`${PATH}${query}`, { headers: cookie ? { cookie } : {} })
}

/** Whether the hosted pages let this browser in without asking for anything. */
async function isSignedIn(server: TestServer, cookie: string): Promise<boolean> {
  const query = `client_id=${CLIENT_ID}&redirect_uri=http://localhost:3000/cb&response_type=code&provider=authkit&prompt=none`
  const response = await server.request(`/user_management/authorize?${query}`, { headers: { cookie } })
  const { searchParams } = new URL(response.headers.get('location') ?? '')
  assert.ok(searchParams.has('code') || searchParams.get('error') === 'login_required')
  return searchParams.has('code')
}

/** By table, the ids of the rows that are different, or the names of the events that are new. */
async function changesOf(app: AppContext, work: () => Promise<Response>): Promise<Record<string, string[]>> {
  const before = await takeSnapshot(app)
  const response = await work()
  assert.equal(response.status, 302)
  const changes = Object.entries(compareSnapshots(before, await takeSnapshot(app)))
  const nameOf = (row: string) => {
    const { id, event, data } = JSON.parse(row)
    return event === undefined ? id : `${event} of ${JSON.parse(data).id}`
  }
  return Object.fromEntries(changes.map(([table, { added }]) => [table, added.map(nameOf)]))
}

function endOf(session: HostedSession): Record<string, string[]> {
  return {
    browser_session: [session.browserSessionId],
    event: [`session.revoked of ${session.sessionId}`],
    session: [session.sessionId],
  }
}

async function masked(response: Response): Promise<string> {
  const headers = [...response.headers].filter(([name]) => name !== 'x-request-id' && name !== 'date')
  return JSON.stringify([response.status, headers, await response.text()])
}

function flipLast(text: string): string {
  return text.slice(0, -1) + (text.endsWith('A') ? 'B' : 'A')
}
