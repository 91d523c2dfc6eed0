import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { API_KEY, decodeToken, startServer, type TestServer, useServer } from '../../../tests/harness.ts'
import { createUser, startSessions } from '../../../tests/races/nodes.ts'
import { onEachDatabase } from '../../../tests/support/databases.ts'
import { followFeed, pollFeed } from '../../../tests/support/feed-reader.ts'
import { inTransaction } from '../../database/transaction.ts'
import { createApiKey } from '../applications/api-keys.ts'
import { markApiKeyRevoked } from '../applications/application.queries.ts'
import { endSession } from '../sessions/end-session.ts'
import { BY_RULE } from '../sessions/ending.ts'
import { recordExpiredSessions } from '../sessions/record-expired-sessions.ts'
import { recordRevokedSessions } from '../sessions/revoke-sessions.ts'
import { endStreamsOfRevokedKeys } from './end-streams-of-revoked-keys.ts'

const PATH = '/user_management/sessions/revocations'

onEachDatabase('the revocation feed', (database) => {
  const server = useServer(database)
  /** Until it has its place: transactions of other tests on the same server may be older. */
  const logOutAndSettle = async (sessionId: string) => {
    await server.logOut(sessionId)
    await server.newEvents()
  }

  test('greets, tells of what has ended, says when that is all, and then of each end as it is committed', async () => {
    const [before, later] = [await server.signedIn(), await server.signedIn()]
    await server.logOut(before.sessionId)

    await using feed = await followFeed(server.request)
    const snapshot = await feed.heardOf(before.sessionId)
    const heartbeat = await feed.heartbeat()
    await server.api('POST', '/user_management/sessions/revoke', { session_id: later.sessionId })
    const live = await feed.heardOf(later.sessionId)

    const [hello] = feed.events
    assert.equal(hello?.event, 'hello')
    assert.deepEqual(
      { ...hello?.data, server_time: '' },
      {
        object: 'revocation_feed',
        access_token_seconds: 300,
        clock_skew_seconds: 60,
        heartbeat_seconds: 1,
        server_time: '',
      },
    )
    const { body } = await server.api('GET', `/user_management/sessions/${before.sessionId}`)
    assert.deepEqual(snapshot.data, {
      kind: 'session',
      session_id: before.sessionId,
      ended_at: body.ended_at,
      reason: 'sign_out',
    })
    assert.ok(feed.events.indexOf(snapshot) < feed.events.indexOf(heartbeat))
    assert.equal(heartbeat.id, heartbeat.data.position)
    assert.equal(live.data.reason, 'api_revoke')
    const place = await feed.placeOf(later.sessionId)
    assert.notEqual(place.id, snapshot.id)
  })

  test('goes on after Last-Event-ID, and tells of nothing twice', async () => {
    const [seen, missed] = [await server.signedIn(), await server.signedIn()]
    await using first = await followFeed(server.request)
    await server.logOut(seen.sessionId)
    const { id } = await first.placeOf(seen.sessionId)
    await first.close()
    await server.logOut(missed.sessionId)

    await using second = await followFeed(server.request, { after: id })
    await second.heardOf(missed.sessionId)
    await second.heartbeat()

    assert.ok(!second.events.some(({ event }) => event === 'reset'))
    assert.ok(!second.events.some(({ data }) => data.session_id === seen.sessionId))
  })

  test('tells a consumer whose position is of another log to go on with everything that matters', async () => {
    const { sessionId } = await server.signedIn()
    await logOutAndSettle(sessionId)
    const [entry] = (await pollFeed(server.request)).data.filter((one) => one.session_id === sessionId)
    assert.ok(entry)

    for (const strange of [
      entry.position.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')),
      entry.position.replace(/-\d+-/, '-999999-'),
    ]) {
      await using feed = await followFeed(server.request, { after: strange })
      await feed.heardOf(sessionId)

      assert.deepEqual(
        feed.events.slice(0, 2).map(({ event }) => event),
        ['hello', 'reset'],
      )
    }
  })

  test('refuses what is no position, and whoever has no key', async () => {
    for (const after of ['x', '1', '1-2', '-1-2-0', '1-2-0123456789abc', "1-2-'; drop", '9'.repeat(90)]) {
      const answer = await server.api('GET', `${PATH}?after=${encodeURIComponent(after)}`)
      assert.equal(answer.status, 422, after)
      assert.match(answer.body.message, /no position of this feed/)
    }
    assert.equal((await server.api('GET', `${PATH}?wait_seconds=31`)).status, 422)
    assert.equal((await server.api('GET', `${PATH}?limit=0`)).status, 422)
    assert.equal((await server.request(PATH)).status, 401)
    assert.equal((await server.request(PATH, { headers: { accept: 'text/event-stream' } })).status, 401)
  })

  test('nothing is told of a transaction that was rolled back', async () => {
    const { sessionId, refreshToken } = await server.signedIn()
    await using feed = await followFeed(server.request)
    await feed.heartbeat()

    const failing = inTransaction(server.app, async (tx) => {
      await endSession(tx, sessionId, { reason: 'sign_out', actor: BY_RULE })
      throw new Error('and then it failed')
    })
    await assert.rejects(failing, /and then it failed/)
    const marker = await server.signedIn()
    await server.logOut(marker.sessionId)
    await feed.placeOf(marker.sessionId)

    assert.ok(!feed.events.some(({ data }) => data.session_id === sessionId))
    assert.equal((await server.refresh(refreshToken)).status, 200)
  })

  test('a mass revocation is one mark at once, which no token of before escapes; the sessions follow', async () => {
    const { user, sessionId, accessToken } = await server.signedIn()
    const kept = await server.signIn(user.email)
    await using feed = await followFeed(server.request)
    await feed.heartbeat()

    const filter = { user_id: user.id, except_session_id: kept.sessionId }
    const { body } = await server.api('POST', PATH, filter)
    const { data } = await feed.find((one) => one.data.revocation_id === body.id)
    await recordRevokedSessions(server.app)
    const session = await feed.heardOf(sessionId)

    assert.deepEqual(
      { ...data, not_before: '' },
      {
        kind: 'not_before',
        revocation_id: body.id,
        not_before: '',
        user_id: user.id,
        client_id: null,
        organization_id: null,
        except_session_id: kept.sessionId,
        reason: 'mass_revoke',
      },
    )
    assert.ok(decodeToken(accessToken).iat <= Date.parse(data.not_before) / 1000)
    assert.equal(session.data.reason, 'mass_revoke')
    assert.ok(!feed.events.some((one) => one.data.session_id === kept.sessionId))
  })

  test('a session that expires is told of, in the feed alone', async () => {
    const { sessionId } = await server.signedIn()
    await server.newEvents()
    await using feed = await followFeed(server.request)
    await feed.heartbeat()

    server.passSeconds(31 * 24 * 60 * 60)
    await recordExpiredSessions(server.app)
    const { data } = await feed.heardOf(sessionId)
    const events = await server.newEvents()

    assert.equal(data.reason, 'expired')
    assert.deepEqual(events, [])
    assert.equal((await server.api('GET', '/events?events=gatehouse.session_expired')).body.data.length, 0)
  })

  test('as JSON: answers at once if there is something, else as soon as there is, else when the time is over', async () => {
    const [first, second, third] = [await server.signedIn(), await server.signedIn(), await server.signedIn()]
    const { position } = await pollFeed(server.request)
    await logOutAndSettle(first.sessionId)

    const atOnce = await pollFeed(server.request, `after=${position}&wait_seconds=30`)
    const waiting = pollFeed(server.request, `after=${atOnce.position}&wait_seconds=30`)
    await sleep(20)
    await server.logOut(second.sessionId)
    // Early if a transaction of another test is older; then with its place.
    const soon = await waiting
    await server.newEvents()
    const { position: latest } = await pollFeed(server.request, `after=${atOnce.position}`)
    const nothing = await pollFeed(server.request, `after=${latest}&wait_seconds=1`)
    await logOutAndSettle(third.sessionId)
    const [one, rest] = [
      await pollFeed(server.request, `after=${position}&limit=1`),
      await pollFeed(server.request, `after=${position}&limit=3`),
    ]

    const ids = ({ data }: { data: { session_id: string }[] }) => data.map(({ session_id }) => session_id)
    assert.deepEqual(ids(atOnce), [first.sessionId])
    assert.deepEqual(ids({ data: [...soon.data, ...soon.early] }), [second.sessionId])
    assert.deepEqual([nothing.data, nothing.early, nothing.position], [[], [], latest])
    assert.deepEqual([ids(one), one.has_more], [[first.sessionId], true])
    assert.deepEqual([ids(rest), rest.has_more], [[first.sessionId, second.sessionId, third.sessionId], false])
    assert.equal(one.position, one.data[0]?.position)
  })

  test('what cannot matter any more is left out', async () => {
    const [old, recent] = [await server.signedIn(), await server.signedIn()]
    await server.logOut(old.sessionId)
    server.passSeconds(361)
    await logOutAndSettle(recent.sessionId)

    const { data } = await pollFeed(server.request)

    assert.deepEqual(
      data.map(({ session_id }) => session_id),
      [recent.sessionId],
    )
  })

  test('one that does not read is sent away, and has cost no more than what was on its way', async () => {
    const headers = { authorization: `Bearer ${API_KEY}`, accept: 'text/event-stream' }
    const user = await createUser(server)
    const sessions = await startSessions(server.app, user.id, 600)
    const { feed } = server.app
    const before = { listeners: feed.listeners.size, slow: feed.ended.slow_consumer }
    const response = await server.request(PATH, { headers })
    await using reader = await followFeed(server.request)
    await inTransaction(server.app, async (tx) => {
      for (const { sessionId } of sessions) await endSession(tx, sessionId, { reason: 'sign_out', actor: BY_RULE })
    })
    await reader.heardOf(sessions.at(-1)?.sessionId ?? '')

    for (let beats = 0; beats < 12; beats++) await feed.beat()

    assert.equal(feed.ended.slow_consumer, before.slow + 1)
    const text = await response.text()
    assert.match(text, /event: bye\ndata: \{"reason":"slow_consumer"\}\n\n$/)
    assert.ok(text.length < 200_000, `${text.length} bytes were kept for it`)
    assert.equal(feed.listeners.size, before.listeners + 1, 'the one that reads stays')
    assert.ok(!reader.isOver())
  })

  test('goes on for as long as its API key does', async () => {
    const listeners = server.app.feed.listeners.size
    const [key, other] = [await createApiKey(server.app, 'Feed'), await createApiKey(server.app, 'Other')]
    await using feed = await followFeed(server.request, { apiKey: key.value })
    await using unconcerned = await followFeed(server.request, { apiKey: other.value })
    const { id } = await feed.heartbeat()
    const poll = pollFeed(server.request, `after=${id}&wait_seconds=30`, key.value)
    await untilListeners(server, listeners + 3)
    await endStreamsOfRevokedKeys(server.app)
    assert.ok(!feed.isOver())

    await inTransaction(server.app, (tx) => markApiKeyRevoked(tx.db, key.id, server.app.clock.now()))
    await endStreamsOfRevokedKeys(server.app)
    const bye = await feed.find(({ event }) => event === 'bye')

    assert.deepEqual(bye.data, { reason: 'key_revoked' })
    assert.deepEqual((await poll).data, [])
    await unconcerned.heartbeat()
    assert.ok(!unconcerned.isOver())
    assert.equal((await server.request(PATH, { headers: { authorization: `Bearer ${key.value}` } })).status, 401)
  })

  test('says goodbye when the server stops, and to whoever comes after that; nobody waits in vain', async () => {
    await using own = await startServer(database)
    await using feed = await followFeed(own.request)
    const poll = pollFeed(own.request, 'wait_seconds=30')
    await feed.heartbeat()

    own.app.feed.close()
    await using late = await followFeed(own.request)

    for (const one of [feed, late])
      assert.deepEqual((await one.find(({ event }) => event === 'bye')).data, { reason: 'shutting_down' })
    assert.deepEqual((await poll).data, [])
    assert.equal(own.app.feed.listeners.size, 0)
  })

  test('a node that has as many consumers as it takes answers the next with 503, until one has gone', async () => {
    await using crowded = await startServer(database, { mostFeedConsumers: 2 })
    await using first = await followFeed(crowded.request)
    await using second = await followFeed(crowded.request)
    const headers = { authorization: `Bearer ${API_KEY}` }
    const stream = () => crowded.request(PATH, { headers: { ...headers, accept: 'text/event-stream' } })

    const [streamed, polled] = [await stream(), await crowded.request(PATH, { headers })]
    // Before anything is read: a stream that was let in has no end.
    assert.deepEqual([streamed.status, polled.status], [503, 503])
    const { sessionId } = await crowded.signedIn()
    await crowded.logOut(sessionId)
    await Promise.all([first.heardOf(sessionId), second.heardOf(sessionId)])
    await first.close()
    await untilListeners(crowded, 1)
    await using third = await followFeed(crowded.request)

    for (const response of [streamed, polled]) {
      const { code, message } = await response.json()
      assert.equal(code, 'too_many_consumers')
      assert.match(message, /^This server has 2 consumers .* Ask another node, or later\.$/)
      assert.equal(response.headers.get('retry-after'), '5')
    }
    assert.equal(second.isOver(), false, 'nobody was sent away for them')
    await third.heardOf(sessionId)
  })

  test('of a herd that comes at the same moment no more get in than it takes', async () => {
    await using crowded = await startServer(database, { mostFeedConsumers: 2 })
    const headers = { authorization: `Bearer ${API_KEY}`, accept: 'text/event-stream' }

    const responses = await Promise.all(Array.from({ length: 6 }, () => crowded.request(PATH, { headers })))

    assert.deepEqual(responses.map(({ status }) => status).sort(), [200, 200, 503, 503, 503, 503])
    await Promise.all(responses.map(({ body }) => body?.cancel()))
  })

  test('whoever is refused, asks without reading or has its page takes nobody’s place', async () => {
    await using crowded = await startServer(database, { mostFeedConsumers: 1 })
    const headers = { authorization: `Bearer ${API_KEY}` }
    const stream = { headers: { ...headers, accept: 'text/event-stream' } }

    const statuses: number[] = []
    for (const [query, init] of [
      ['?after=nonsense', stream],
      ['', { ...stream, method: 'HEAD' }],
      ['', { headers }],
    ] as const)
      statuses.push((await crowded.request(`${PATH}${query}`, init)).status)
    await using feed = await followFeed(crowded.request)

    assert.deepEqual(statuses, [422, 200, 200])
    await feed.heartbeat()
  })

  test('a HEAD request leaves no consumer behind, and neither does one that goes away', async () => {
    const before = server.app.feed.listeners.size
    const headers = { authorization: `Bearer ${API_KEY}`, accept: 'text/event-stream' }
    await server.request(PATH, { method: 'HEAD', headers })
    const feed = await followFeed(server.request)
    const during = server.app.feed.listeners.size
    await feed.close()

    assert.equal(during, before + 1)
    await untilListeners(server, before)
  })
})

async function untilListeners({ app }: TestServer, count: number): Promise<void> {
  for (let tries = 0; app.feed.listeners.size !== count; tries++) {
    assert.ok(tries < 200, `${app.feed.listeners.size} listeners are left`)
    await sleep(5)
  }
}
