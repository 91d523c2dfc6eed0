import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { useServer } from '../../../tests/harness.ts'
import { onEachDatabase } from '../../../tests/support/databases.ts'
import { inTransaction } from '../../database/transaction.ts'
import { recordEvent } from './record-event.ts'

onEachDatabase('the event log', (database) => {
  const server = useServer(database)

  test('tells of a session in the official shape, with who and why beside it', async () => {
    const { sessionId, user } = await server.signedIn()
    await server.api('POST', '/user_management/sessions/revoke', { session_id: sessionId })
    await server.newEvents()

    const { body } = await server.api('GET', '/events?events=session.created,session.revoked&order=desc&limit=2')

    const [revoked, created] = body.data
    assert.deepEqual(Object.keys(revoked).sort(), ['context', 'created_at', 'data', 'event', 'id', 'object'])
    assert.match(revoked.id, /^event_[0-9A-Z]{26}$/)
    assert.equal(created.event, 'session.created')
    assert.deepEqual(created.context, { client_id: 'client_local' })
    assert.equal(created.data.status, 'active')
    assert.equal(revoked.event, 'session.revoked')
    assert.equal(revoked.data.id, sessionId)
    assert.equal(revoked.data.user_id, user.id)
    assert.equal(revoked.data.status, 'revoked')
    assert.ok(revoked.data.ended_at)
    assert.deepEqual(revoked.context, {
      client_id: 'client_local',
      actor: { id: 'api_key_development', source: 'api', name: 'Development' },
      reason: 'api_revoke',
    })
  })

  test('has an id for the actor also where nobody in particular acted, as the official shape wants', async () => {
    const { sessionId } = await server.signedIn()
    await server.logOut(sessionId)
    await server.newEvents()

    const { body } = await server.api('GET', '/events?events=session.revoked&order=desc&limit=1')

    assert.equal(body.data[0].data.id, sessionId)
    assert.deepEqual(body.data[0].context.actor, { id: 'system', source: 'system', name: 'sign-out link' })
  })

  test('a consumer that follows `after` sees every event once, although many are written at once', async () => {
    const before = await server.newEvents().then(() => server.api('GET', '/events?order=desc&limit=1'))
    const cursor = before.body.data[0].id
    const seen: string[] = []
    let last = cursor
    const writers = Promise.all(Array.from({ length: 60 }, () => server.createUser({ password: undefined })))
    // Settled too: any transaction of the cluster that is still open keeps the newest events back.
    let isSettled = false
    const settled = writers
      .then(() => server.newEvents())
      .finally(() => {
        isSettled = true
      })
    for (let isOver = false; !isOver; ) {
      await setTimeout(1)
      const isLast = isSettled
      const { body } = await server.api('GET', `/events?after=${last}&limit=7`)
      seen.push(...body.data.map((event: { id: string }) => event.id))
      last = body.data.at(-1)?.id ?? last
      isOver = isLast && body.data.length === 0
    }
    await settled
    const { body } = await server.api('GET', `/events?after=${cursor}&limit=100`)

    assert.equal(body.data.length, 60)
    assert.deepEqual(
      seen,
      body.data.map((event: { id: string }) => event.id),
    )
  })

  test('a change that fails leaves no event behind', async () => {
    await server.newEvents()
    const failing = inTransaction(server.app, async (tx) => {
      await recordEvent(tx, 'authentication.password_failed', {
        type: 'password',
        status: 'failed',
        ip_address: null,
        user_agent: null,
        user_id: null,
        email: 'a@example.com',
      })
      throw new Error('and then it failed')
    })

    await assert.rejects(failing, /and then it failed/)

    assert.deepEqual(await server.newEvents(), [])
  })

  test('inside a transaction the outer database is refused, and so is a second transaction', async () => {
    await assert.rejects(
      inTransaction(server.app, async () => await server.app.db.selectFrom('user').selectAll().execute()),
      /use its own `tx\.db`/,
    )
    await assert.rejects(
      inTransaction(server.app, async () => await inTransaction(server.app, async () => {})),
      /A transaction is open already/,
    )
  })

  test('names may be written a,b or repeated or with brackets; ranges limit by time', async () => {
    await server.signedIn()
    await server.newEvents()
    for (const query of [
      'events=user.created,session.created',
      'events=user.created&events=session.created',
      'events[]=user.created&events[]=session.created',
    ]) {
      const { body } = await server.api('GET', `/events?limit=100&${query}`)
      const names = new Set(body.data.map((event: { event: string }) => event.event))
      assert.deepEqual([...names].sort(), ['session.created', 'user.created'])
    }
    const future = await server.api('GET', '/events?range_start=2999-01-01T00:00:00Z')
    const past = await server.api('GET', '/events?range_end=2000-01-01T00:00:00%2B02:00')
    assert.deepEqual([future.body.data, past.body.data], [[], []])
    assert.equal((await server.api('GET', '/events?range_start=yesterday')).status, 422)
    assert.equal((await server.api('GET', '/events?after=event_nonsense')).status, 422)
  })

  test('as many names as are allowed, with a range and a cursor, are one page like any other; one more is refused', async () => {
    const { id } = await server.createUser({ password: undefined })
    await server.newEvents()
    const made = Array.from({ length: 199 }, (_, index) => `made.up_${index}`)
    const query = `range_start=2026-01-01T00:00:00Z&range_end=2999-01-01T00:00:00Z&order=desc&limit=1`

    const first = await server.api('GET', `/events?${query}&events=${['user.created', ...made].join(',')}`)
    assert.equal(first.status, 200, JSON.stringify(first.body))
    assert.equal(first.body.data[0].data.id, id)
    const { after } = first.body.list_metadata
    const next = await server.api(
      'GET',
      `/events?${query}&after=${after}&events=${['user.created', ...made].join(',')}`,
    )
    assert.deepEqual([next.status, next.body.data[0]?.event], [200, 'user.created'])

    const more = await server.api('GET', `/events?events=${['user.created', 'one.more', ...made].join(',')}`)
    assert.equal(more.status, 422)
  })

  test('an organization has the events of whatever belongs to it, also after its deletion, and of nothing else', async () => {
    const create = async (path: string, body: object) => {
      const answer = await server.api('POST', path, body)
      assert.ok([200, 201].includes(answer.status), JSON.stringify(answer.body))
      return answer.body
    }
    const [ours, other] = [
      await create('/organizations', { name: 'Ours' }),
      await create('/organizations', { name: 'Other' }),
    ]
    const at = `/organizations/${ours.id}`
    const { email, id: userId } = await server.createUser()
    const member = await create('/user_management/organization_memberships', {
      user_id: userId,
      organization_id: ours.id,
    })
    await create('/organization_domains', { organization_id: ours.id, domain: 'ours.example' })
    await create('/organization_domains', { organization_id: other.id, domain: 'other.example' })
    await create(`/authorization${at}/roles`, { slug: 'org-guest', name: 'Guest' })
    await create('/user_management/invitations', { email: 'guest@example.com', organization_id: ours.id })
    await create(`${at}/api_keys`, { name: 'Key' })
    await create(`/user_management/users/${userId}/api_keys`, { name: 'Own key', organization_id: ours.id })
    const group = await create(`${at}/groups`, { name: 'Group' })
    await create(`${at}/groups/${group.id}/organization-memberships`, { organization_membership_id: member.id })
    const { sessionId } = await server.signIn(email)
    await server.logOut(sessionId)
    await server.api('DELETE', at)
    await server.newEvents()

    const { body } = await server.api('GET', `/events?limit=100&organization_id=${ours.id}`)
    const names = body.data.map((event: { event: string }) => event.event)
    assert.deepEqual(names.slice(0, 13), [
      'organization.created',
      'organization_membership.created',
      'organization_domain.created',
      'organization_role.created',
      'invitation.created',
      'api_key.created',
      'api_key.created',
      'group.created',
      'group.member_added',
      'session.created',
      'session.revoked',
      'organization_domain.deleted',
      'organization.deleted',
    ])
    assert.ok(!JSON.stringify(body.data).includes(other.id))
    const some = await server.api('GET', `/events?events=session.revoked,group.created&organization_id=${ours.id}`)
    assert.deepEqual(
      some.body.data.map((event: { event: string }) => event.event),
      ['group.created', 'session.revoked'],
    )
  })

  test('an organization without such events has an empty list, and one that never was is told from it', async () => {
    const { body: organization } = await server.api('POST', '/organizations', { name: 'Quiet' })

    const atOnce = await server.api('GET', `/events?organization_id=${organization.id}&events=session.revoked`)
    const later = await server.api('GET', `/events?organization_id=${organization.id}&range_start=2999-01-01T00:00:00Z`)
    const unknown = await server.api('GET', '/events?organization_id=org_nobody')

    assert.deepEqual([atOnce.status, atOnce.body.data], [200, []])
    assert.deepEqual([later.status, later.body.data], [200, []])
    assert.deepEqual([unknown.status, unknown.body.message], [400, "Organization not found: 'org_nobody'."])
  })

  test('a range finds what lies in it, whatever its names and order, and whatever came before and after', async () => {
    const times: number[] = []
    const ids: string[] = []
    // Not in the order of time: clocks of nodes differ, and a slow transaction comes late.
    for (const seconds of [600, 600, -20, 40, 600, 600]) {
      server.passSeconds(seconds)
      const user = await server.createUser({ password: undefined })
      times.push(server.app.clock.now().getTime())
      ids.push(user.id)
    }
    await server.newEvents()
    const list = async (query: string) => {
      const { status, body } = await server.api('GET', `/events?limit=100&${query}`)
      assert.equal(status, 200, JSON.stringify(body))
      return body.data.map((event: { data: { id: string } }) => event.data.id) as string[]
    }
    const isoOf = (index: number, laterMs: number) => new Date((times[index] ?? 0) + laterMs).toISOString()
    const inside = `range_start=${isoOf(2, -2_000)}&range_end=${isoOf(3, 2_000)}`

    for (const names of ['', '&events=user.created', '&events=user.created,session.created,user.created']) {
      assert.deepEqual(await list(`${inside}${names}`), ids.slice(1, 4))
      assert.deepEqual(await list(`${inside}${names}&order=desc`), ids.slice(1, 4).reverse())
      assert.deepEqual(await list(`range_start=${isoOf(4, -2_000)}${names}`), ids.slice(4))
      assert.deepEqual((await list(`range_end=${isoOf(0, 2_000)}${names}&order=desc`)).slice(0, 1), ids.slice(0, 1))
    }
    assert.deepEqual(await list(`${inside}&events=gatehouse.canary_ended`), [])
    assert.deepEqual(await list('range_end=0001-01-01T00:00:00Z'), [])

    const { body: page } = await server.api('GET', `/events?limit=2&${inside}`)
    assert.deepEqual(await list(`${inside}&after=${page.list_metadata.after}`), ids.slice(3, 4))
  })
})
