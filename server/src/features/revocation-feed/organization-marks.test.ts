import assert from 'node:assert/strict'
import { test } from 'node:test'
import { useServer } from '../../../tests/harness.ts'
import { onEachDatabase } from '../../../tests/support/databases.ts'
import { type FeedReader, followFeed } from '../../../tests/support/feed-reader.ts'
import { addMember, createMember, createOrganization } from '../../../tests/support/members.ts'
import { recordRevokedSessions } from '../sessions/revoke-sessions.ts'

const REVOCATIONS = '/user_management/sessions/revocations'
const MEMBERSHIPS = '/user_management/organization_memberships'

onEachDatabase('marks of organizations in the revocation feed', (database) => {
  const server = useServer(database)
  /** Beside the end of sessions: all that the feed has told of until this session is in it. */
  const marksIn = async (feed: FeedReader) => {
    const { sessionId } = await server.signedIn()
    await server.logOut(sessionId)
    await feed.placeOf(sessionId)
    return feed.events.flatMap(({ event, data }) =>
      event === 'revocation' && data.kind === 'not_before' ? [{ ...data, not_before: '', revocation_id: '' }] : [],
    )
  }
  const mark = (fields: object) => ({
    ...{ kind: 'not_before', revocation_id: '', not_before: '', client_id: null, except_session_id: null },
    ...{ user_id: null, organization_id: null },
    ...fields,
  })
  const sessionOf = async ({ sessionId }: { sessionId: string }) =>
    (await server.api('GET', `/user_management/sessions/${sessionId}`)).body
  const follow = async () => {
    // Moves of earlier tests are of no account any more.
    server.passSeconds(server.app.config.session.accessTokenSeconds + 61)
    const feed = await followFeed(server.request)
    await feed.heartbeat()
    return feed
  }

  test('an organization where nobody ever was is deleted without one: there is no token to refuse', async () => {
    await using feed = await follow()
    const { id } = await createOrganization(server)

    await server.api('DELETE', `/organizations/${id}`)
    await recordRevokedSessions(server.app)

    assert.deepEqual(await marksIn(feed), [])
  })

  test('the deletion of an organization names it, so that nobody else has to refresh', async () => {
    const { user, organizations } = await createMember(server, 'Acme')
    await using feed = await follow()
    const { refreshToken, sessionId } = await server.signIn(user.email)
    const organization_id = organizations[0]?.id

    await server.api('DELETE', `/organizations/${organization_id}`)
    const first = await marksIn(feed)
    await recordRevokedSessions(server.app)

    assert.equal((await server.refresh(refreshToken)).status, 400)
    assert.deepEqual(first, [mark({ organization_id, reason: 'organization_deleted' })])
    assert.deepEqual(await marksIn(feed), [first[0], first[0]], 'again once the commit is seen')
    await feed.heardOf(sessionId)
  })

  test('a session that has just moved there may have a token of another organization, so the mark names none', async () => {
    const { user, organizations } = await createMember(server, 'Acme')
    await using feed = await follow()
    const { refreshToken } = await server.signIn(user.email)
    const next = await createOrganization(server, 'Next')
    await addMember(server, user, next)
    await server.refresh(refreshToken, { organization_id: next.id })

    await server.api('POST', REVOCATIONS, { organization_id: next.id })
    await server.api('POST', REVOCATIONS, { organization_id: organizations[0]?.id })

    assert.deepEqual(await marksIn(feed), [
      mark({ reason: 'mass_revoke' }),
      mark({ organization_id: organizations[0]?.id, reason: 'mass_revoke' }),
    ])
  })

  test('the end of a membership refuses tokens that sessions took along from there', async () => {
    const { user, organizations, membershipIds } = await createMember(server, 'Acme')
    await using feed = await follow()
    const { refreshToken, sessionId } = await server.signIn(user.email)
    const next = await createOrganization(server, 'Next')
    await addMember(server, user, next)
    const { body: moved } = await server.refresh(refreshToken, { organization_id: next.id })

    await server.api('PUT', `${MEMBERSHIPS}/${membershipIds[0]}/deactivate`)

    const told = { user_id: user.id, organization_id: organizations[0]?.id, reason: 'membership_deactivated' }
    assert.deepEqual(await marksIn(feed), [mark(told)])
    assert.ok(!feed.events.some(({ data }) => data.session_id === sessionId))
    assert.equal((await server.refresh(moved.refresh_token)).status, 200)
  })

  test('the end of a membership sets none where all tokens are of sessions that it ends', async () => {
    const { user, membershipIds } = await createMember(server, 'Acme')
    await using feed = await follow()
    const { sessionId } = await server.signIn(user.email)

    await server.api('PUT', `${MEMBERSHIPS}/${membershipIds[0]}/deactivate`)

    assert.deepEqual(await marksIn(feed), [])
    await feed.heardOf(sessionId)
  })

  test('a revocation ends the sessions that were in the organization then, however they came there', async () => {
    const { user } = await createMember(server, 'Acme')
    const [before, after] = [await server.signIn(user.email), await server.signIn(user.email)]
    // Long ago, so that no stretch of what is new has them.
    server.passSeconds(600)
    const next = await createOrganization(server, 'Next')
    await addMember(server, user, next)
    const { body: moved } = await server.refresh(before.refreshToken, { organization_id: next.id })

    await server.api('POST', REVOCATIONS, { organization_id: next.id })
    await recordRevokedSessions(server.app)
    server.passSeconds(1)
    const { status, body: entered } = await server.refresh(after.refreshToken, { organization_id: next.id })
    await recordRevokedSessions(server.app)

    assert.equal((await server.refresh(moved.refresh_token)).status, 400)
    assert.equal((await sessionOf(before)).end_reason, 'mass_revoke')
    assert.deepEqual([status, (await sessionOf(after)).ended_at], [200, null])
    assert.equal((await server.refresh(entered.refresh_token)).status, 200)
  })

  test('a move that was under way when the revocation was written is found by the next look, and the session ends', async () => {
    const { user } = await createMember(server, 'Acme')
    const signedIn = await server.signIn(user.email)
    server.passSeconds(600)
    const next = await createOrganization(server, 'Next')
    await addMember(server, user, next)
    await server.api('POST', REVOCATIONS, { organization_id: next.id })
    await recordRevokedSessions(server.app)

    // Dated before the revocation, committed after it.
    server.passSeconds(-5)
    const { body } = await server.refresh(signedIn.refreshToken, { organization_id: next.id })
    server.passSeconds(5)
    assert.equal((await server.refresh(body.refresh_token)).status, 400)
    await recordRevokedSessions(server.app)
    server.passSeconds(61)
    await recordRevokedSessions(server.app)

    assert.equal((await sessionOf(signedIn)).end_reason, 'mass_revoke')
    assert.equal((await server.refresh(body.refresh_token)).status, 400, 'also once it is not in force any more')
  })
})
