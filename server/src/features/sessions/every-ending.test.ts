import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startServer, type TestServer, useServer } from '../../../tests/harness.ts'
import { onEachDatabase } from '../../../tests/support/databases.ts'
import {
  EVERY_USE,
  exchange,
  signInWhole,
  usesThatWork,
  type WholeSignIn,
} from '../../../tests/support/whole-sign-in.ts'
import type { SessionEndReason } from '../../database/schema.ts'
import { recordExpiredSessions, recordInactiveSessions } from './record-expired-sessions.ts'

const MOST_SESSIONS = 2
const NEW_PASSWORD = 'a brand new password'

interface Way {
  what: string
  end(server: TestServer, whole: WholeSignIn): Promise<unknown>
  /** What applications are told, in this order. */
  events: string[]
}

/** Each reason but those of time; one without a way does not compile. */
const WAYS: Record<Exclude<SessionEndReason, 'expired' | 'inactive'>, Way> = {
  sign_out: {
    what: 'a sign-out',
    end: (server, { sessionId }) => server.logOut(sessionId),
    events: ['session.revoked'],
  },
  api_revoke: {
    what: 'a revocation by API',
    end: (server, { sessionId }) => server.api('POST', '/user_management/sessions/revoke', { session_id: sessionId }),
    events: ['session.revoked'],
  },
  mass_revoke: {
    what: 'a revocation by filter',
    end: (server, { user }) => server.api('POST', '/user_management/sessions/revocations', { user_id: user.id }),
    events: [],
  },
  password_change: {
    what: 'a new password',
    end: (server, { user }) => server.api('PUT', `/user_management/users/${user.id}`, { password: NEW_PASSWORD }),
    events: ['user.updated', 'session.revoked'],
  },
  password_reset: {
    what: 'a password reset',
    async end(server, { user }) {
      const { body: reset } = await server.api('POST', '/user_management/password_reset', { email: user.email })
      const given = { token: reset.password_reset_token, new_password: NEW_PASSWORD }
      await server.api('POST', '/user_management/password_reset/confirm', given)
    },
    events: ['password_reset.created', 'user.updated', 'password_reset.succeeded', 'session.revoked'],
  },
  user_deleted: {
    what: 'the deletion of the user',
    end: (server, { user }) => server.api('DELETE', `/user_management/users/${user.id}`),
    events: ['session.revoked', 'organization_membership.deleted', 'user.deleted'],
  },
  user_suspended: {
    what: 'the suspension of the user',
    end: (server, { user }) => server.api('POST', `/user_management/users/${user.id}/suspend`, {}),
    events: ['session.revoked', 'user.updated'],
  },
  user_revoke: {
    what: 'the person’s own act on the page of their sessions',
    async end(_server, { browser, sessionId }) {
      const { html } = await browser.open('/sessions')
      const [, csrf_token = ''] = /name="csrf_token" value="([^"]+)"/.exec(html) ?? []
      await browser.submit('<form action="/sessions">', { csrf_token, end: sessionId })
    },
    events: ['session.revoked'],
  },
  membership_deactivated: {
    what: 'the deactivation of the membership',
    end: (server, { membershipId }) =>
      server.api('PUT', `/user_management/organization_memberships/${membershipId}/deactivate`),
    events: ['session.revoked', 'organization_membership.updated'],
  },
  membership_deleted: {
    what: 'the deletion of the membership',
    end: (server, { membershipId }) =>
      server.api('DELETE', `/user_management/organization_memberships/${membershipId}`),
    events: ['session.revoked', 'organization_membership.deleted'],
  },
  organization_deleted: {
    what: 'the deletion of the organization',
    end: (server, { organizationId }) => server.api('DELETE', `/organizations/${organizationId}`),
    events: ['organization.deleted'],
  },
  session_limit: {
    what: 'one session more than there may be',
    async end(server, { user }) {
      for (let count = 0; count < MOST_SESSIONS; count++) await server.signIn(user.email)
    },
    events: [
      'authentication.password_succeeded',
      'session.created',
      'authentication.password_succeeded',
      'session.revoked',
      'session.created',
    ],
  },
  refresh_token_reuse: {
    what: 'the theft of a refresh token',
    end: (server, { ancientToken }) => server.refresh(ancientToken),
    events: ['session.revoked'],
  },
  code_reuse: {
    what: 'a code used twice',
    end: (server, { spentCode }) => exchange(server, spentCode),
    events: ['session.revoked'],
  },
}

onEachDatabase('whatever the reason', (database) => {
  const server = useServer(database, { session: { maximumPerUser: MOST_SESSIONS } })

  for (const [reason, { what, end, events }] of Object.entries(WAYS)) {
    test(`T19: after ${what} no token, code or cookie of it works in any way, and the reason is kept`, async () => {
      const whole = await signInWhole(server)
      const bystander = await signInWhole(server)
      await server.newEvents()

      await end(server, whole)

      assert.deepEqual(await server.newEvents(), events)
      assert.deepEqual(await usesThatWork(server, whole), [])
      const { body } = await server.api('GET', `/user_management/sessions/${whole.sessionId}`)
      assert.deepEqual([body.status, body.end_reason], ['revoked', reason])
      assert.deepEqual(await usesThatWork(server, bystander), EVERY_USE, 'nobody else is touched')
    })
  }

  for (const [reason, setting, record] of [
    ['expired', 'maximumLengthSeconds', recordExpiredSessions],
    ['inactive', 'inactivityTimeoutSeconds', recordInactiveSessions],
  ] as const) {
    test(`T19: past ${setting} nothing of it works in any way, before that is recorded and afterwards`, async () => {
      await using own = await startServer(database, { session: { [setting]: 200 } })
      const whole = await signInWhole(own)
      own.passSeconds(201)
      const bystander = await signInWhole(own)

      assert.deepEqual(await usesThatWork(own, whole), [])
      await own.newEvents()
      await record(own.app)

      assert.deepEqual(await own.newEvents(), [], 'applications are told of no expiry')
      assert.deepEqual(await usesThatWork(own, whole), [])
      const { body } = await own.api('GET', `/user_management/sessions/${whole.sessionId}`)
      assert.deepEqual([body.status, body.end_reason], ['expired', reason])
      assert.deepEqual(await usesThatWork(own, bystander), EVERY_USE)
    })
  }
})
