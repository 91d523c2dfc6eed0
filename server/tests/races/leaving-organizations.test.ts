import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import type { SessionRow } from '../../src/database/schema.ts'
import { inTransaction } from '../../src/database/transaction.ts'
import { ORGANIZATION_SELECTION } from '../../src/features/authentication/organization-selection.grant.ts'
import { liveLimits } from '../../src/features/sessions/live-limits.ts'
import { openPendingAuthentication } from '../../src/features/sessions/pending-authentication.ts'
import { recordRevokedSessions } from '../../src/features/sessions/revoke-sessions.ts'
import { listLiveSessionsAmong } from '../../src/features/sessions/session.queries.ts'
import type { User } from '../../src/features/users/user.queries.ts'
import { type Answer, API_KEY, authenticate, CLIENT_ID } from '../harness.ts'
import { onEachDatabase } from '../support/databases.ts'
import { addMember, createOrganization, type Organization } from '../support/members.ts'
import { addUserLike, countRevocations, createUser, pause, rounds, startSessions, useNodes } from './nodes.ts'

const RACES = 40
const PATH = '/user_management/organization_memberships'

interface Member {
  user: User
  organization: Organization
  membershipId: string
}

onEachDatabase('leaving an organization', (database) => {
  const nodes = useNodes(database)
  let model: User

  before(async () => {
    model = await createUser(nodes.one)
  })

  const leaving: [string, (member: Member) => Promise<Answer>][] = [
    ['deactivated', ({ membershipId }) => nodes.any().api('PUT', `${PATH}/${membershipId}/deactivate`)],
    ['deleted', ({ membershipId }) => nodes.any().api('DELETE', `${PATH}/${membershipId}`)],
    [
      'deleted with its organization',
      ({ organization }) => nodes.any().api('DELETE', `/organizations/${organization.id}`),
    ],
  ]
  /** What is prepared before, and then done at once with the other. */
  const entering: [string, (member: Member) => Promise<() => Promise<Answer>>][] = [
    ['a sign-in', prepareSignIn],
    ['a refresh into the organization', prepareRefresh],
  ]
  for (const [how, leave] of leaving) {
    for (const [what, prepare] of entering) {
      test(`${what} and a membership ${how} at once: no session is left alive in the organization`, async () => {
        const met = { entered: 0, refused: 0 }

        await nodes.runRaces(Array(rounds(RACES)), async () => {
          const member = await createMember()
          const enter = await prepare(member)
          let entered = {} as Answer
          let left = {} as Answer

          await nodes.atOnce([
            async () => {
              entered = await enter()
            },
            async () => {
              // To enter takes more turns than to leave.
              await pause(3)
              left = await leave(member)
            },
          ])

          assert.equal(left.status, 200)
          assert.ok([200, 400].includes(entered.status), JSON.stringify(entered.body))
          met[entered.status === 200 ? 'entered' : 'refused']++
          const inside = await sessionsIn(member.organization)
          const { app } = nodes.any()
          const ids = inside.map(({ id }) => id)
          if (ids.length > 0)
            assert.deepEqual(
              await listLiveSessionsAmong(app.db, ids, liveLimits(app.config.session, app.clock.now())),
              [],
            )
          if (entered.status === 200) assert.equal((await nodes.any().refresh(entered.body.refresh_token)).status, 400)
        })

        await recordRevokedSessions(nodes.one.app)
        const told = await countRevocations(nodes.one.app)
        assert.ok([...told.values()].every((times) => times === 1))
        assert.ok(met.entered > 0 && met.refused > 0, JSON.stringify(met))
      })
    }
  }

  const createMember = async (): Promise<Member> => {
    const user = await addUserLike(nodes.one.app, model)
    const organization = await createOrganization(nodes.one)
    return { user, organization, membershipId: await addMember(nodes.one, user, organization) }
  }

  /** With a token of somebody who had several to choose from, which spares the cost of a password. */
  async function prepareSignIn({ user, organization }: Member): Promise<() => Promise<Answer>> {
    const { app } = nodes.one
    const token = await inTransaction(app, (tx) =>
      openPendingAuthentication(tx, {
        userId: user.id,
        applicationId: CLIENT_ID,
        authMethod: 'password',
        authenticatedAt: tx.clock.now().toISOString(),
        ipAddress: null,
        userAgent: null,
      }),
    )
    const choice = { pending_authentication_token: token, organization_id: organization.id }
    return () => authenticate(nodes.any(), { grant_type: ORGANIZATION_SELECTION, client_secret: API_KEY, ...choice })
  }

  /** Of a session that is in no organization yet. */
  async function prepareRefresh({ user, organization }: Member): Promise<() => Promise<Answer>> {
    const [started] = await startSessions(nodes.one.app, user.id, 1)
    return () => nodes.any().refresh(started?.refreshToken ?? '', { organization_id: organization.id })
  }

  const sessionsIn = (organization: Organization): Promise<SessionRow[]> =>
    nodes.one.app.db.selectFrom('session').selectAll().where('organization_id', '=', organization.id).execute()
})
