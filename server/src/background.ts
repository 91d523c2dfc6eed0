import { setTimeout as wait } from 'node:timers/promises'
import type { AppContext } from './context.ts'
import { removeExpiredSignIns } from './features/authentication/remove-expired-sign-ins.ts'
import { createLogoutDeliveries } from './features/backchannel-logout/deliver-backchannel-logouts.ts'
import { removeOldBackchannelLogouts } from './features/backchannel-logout/remove-old-backchannel-logouts.ts'
import { watchCanary } from './features/canary/watch-canary.ts'
import { dropWhatIsLeft } from './features/deletion/drop-what-is-left.ts'
import { dropExpiredEmails, sendEmails } from './features/emails/send-emails.ts'
import { removeOldAnswers } from './features/idempotency/remove-old-answers.ts'
import { checkDueDomains } from './features/organizations/verify-organization-domain.ts'
import { writeApiKeyUses } from './features/owned-api-keys/write-api-key-uses.ts'
import { mailWantedResets } from './features/password-reset/mail-wanted-resets.ts'
import { removeOldPasswordResets } from './features/password-reset/remove-old-password-resets.ts'
import { removeFullSignInBudgets } from './features/rate-limits/pace-sign-in.ts'
import { endStreamsOfRevokedKeys } from './features/revocation-feed/end-streams-of-revoked-keys.ts'
import { removeOldAcknowledgements, writeAcknowledgements } from './features/revocation-feed/write-acknowledgements.ts'
import { recordExpiredSessions, recordInactiveSessions } from './features/sessions/record-expired-sessions.ts'
import { recordRevokedSessions } from './features/sessions/revoke-sessions.ts'
import { createWebhookDeliveries } from './features/webhooks/deliver-webhooks.ts'
import { fanOutEvents } from './features/webhooks/fan-out-events.ts'
import { removeOldWebhookDeliveries } from './features/webhooks/remove-old-webhook-deliveries.ts'

const KEY_RELOAD_INTERVAL_MS = 30_000
const TEMPLATE_INTERVAL_MS = 1_000
const SWEEP_INTERVAL_MS = 60_000
const EXPIRY_INTERVAL_MS = 15_000
const INACTIVITY_INTERVAL_MS = 5 * 60_000
const REVOCATION_INTERVAL_MS = 1_000
const DELETION_INTERVAL_MS = 1_000
const MAIL_INTERVAL_MS = 1_000
const CANARY_INTERVAL_MS = 60_000
const DOMAIN_INTERVAL_MS = 1_000
const BACKCHANNEL_INTERVAL_MS = 250
const KEY_CHECK_INTERVAL_MS = 1_000
const ACKNOWLEDGEMENT_INTERVAL_MS = 250
/** Repairs what a lost word of another node left out: half of the second that is promised. */
const FEED_INTERVAL_MS = 500
const WEBHOOK_INTERVAL_MS = 500
/** So late at most does a key say when it was used last. */
const KEY_USE_INTERVAL_MS = 5_000
/** What is under way at a stop is finished, or a mail that has been taken would be sent again. What takes longer another start goes on with. */
const STOP_LIMIT_MS = 5_000

/** What goes on beside the requests. Each job is a function that tests call directly; only the timers are here. */
export function startBackgroundJobs(app: AppContext): { stop(): Promise<void> } {
  const logouts = createLogoutDeliveries(app)
  const webhooks = createWebhookDeliveries(app)
  const listening = app.database.signals?.listen(app.feed.hear)
  const jobs = [
    every(app, FEED_INTERVAL_MS, 'compare the revocation feed with the database', () => app.feed.beat()),
    every(app, KEY_CHECK_INTERVAL_MS, 'end streams of revoked API keys', () => endStreamsOfRevokedKeys(app)),
    every(app, ACKNOWLEDGEMENT_INTERVAL_MS, 'write down acknowledgements', () => writeAcknowledgements(app)),
    every(app, SWEEP_INTERVAL_MS, 'remove old acknowledgements', () => removeOldAcknowledgements(app)),
    every(app, KEY_RELOAD_INTERVAL_MS, 'reload signing keys', () => app.keys.reload()),
    every(app, TEMPLATE_INTERVAL_MS, 'reload the JWT template', () => app.jwtTemplate.reload()),
    every(app, SWEEP_INTERVAL_MS, 'remove expired sign-ins', () => removeExpiredSignIns(app)),
    every(app, EXPIRY_INTERVAL_MS, 'record expired sessions', () => recordExpiredSessions(app)),
    every(app, INACTIVITY_INTERVAL_MS, 'record inactive sessions', () => recordInactiveSessions(app)),
    every(app, REVOCATION_INTERVAL_MS, 'record revoked sessions', () => recordRevokedSessions(app)),
    every(app, BACKCHANNEL_INTERVAL_MS, 'deliver back-channel logouts', () => logouts.begin()),
    every(app, SWEEP_INTERVAL_MS, 'remove old back-channel logouts', () => removeOldBackchannelLogouts(app)),
    every(app, WEBHOOK_INTERVAL_MS, 'make deliveries of events', () => fanOutEvents(app)),
    every(app, WEBHOOK_INTERVAL_MS, 'deliver webhooks', () => webhooks.begin()),
    every(app, SWEEP_INTERVAL_MS, 'remove old webhook deliveries', () => removeOldWebhookDeliveries(app)),
    every(app, DELETION_INTERVAL_MS, 'drop what is left of deleted organizations', () => dropWhatIsLeft(app)),
    ...(app.config.isCanaryOn
      ? [every(app, CANARY_INTERVAL_MS, 'watch a canary session', () => watchCanary(app))]
      : []),
    every(app, MAIL_INTERVAL_MS, 'mail password resets', () => mailWantedResets(app)),
    every(app, MAIL_INTERVAL_MS, 'send e-mails', () => sendEmails(app)),
    every(app, DOMAIN_INTERVAL_MS, 'look for domain records', () => checkDueDomains(app)),
    every(app, KEY_USE_INTERVAL_MS, 'write down when API keys were used', () => writeApiKeyUses(app)),
    every(app, SWEEP_INTERVAL_MS, 'remove full budgets of attempts', () => removeFullSignInBudgets(app)),
    every(app, SWEEP_INTERVAL_MS, 'drop expired e-mails', () => dropExpiredEmails(app)),
    every(app, SWEEP_INTERVAL_MS, 'remove old answers to repeated requests', () => removeOldAnswers(app)),
    every(app, SWEEP_INTERVAL_MS, 'remove old password resets', () => removeOldPasswordResets(app)),
  ]
  return {
    async stop() {
      const finished = Promise.all(jobs.map((job) => job.stop()))
      app.feed.close()
      await Promise.all([logouts.close(), webhooks.close(), listening?.close()])
      await Promise.race([finished, wait(STOP_LIMIT_MS, undefined, { ref: false })])
      await writeApiKeyUses(app)
    },
  }
}

interface Job {
  /** Begins no more, and resolves when what is under way is over. */
  stop(): Promise<void>
}

function every(app: AppContext, interval: number, name: string, work: () => Promise<void>): Job {
  let underWay: Promise<void> | undefined
  const run = async () => {
    try {
      await work()
    } catch (error) {
      app.log.error(`The background job "${name}" failed; it is tried again.`, error)
    }
    underWay = undefined
  }
  const timer = setInterval(() => {
    underWay ??= run()
  }, interval).unref()
  return {
    async stop() {
      clearInterval(timer)
      await underWay
    },
  }
}
