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

/** What goes on beside the requests. Each job is a function that tests call directly; only the timers are here. */
export function startBackgroundJobs(app: AppContext): { stop(): Promise<void> } {
  const logouts = createLogoutDeliveries(app)
  const webhooks = createWebhookDeliveries(app)
  const listening = app.database.signals?.listen(app.feed.hear)
  const timers = [
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
      timers.forEach(clearInterval)
      app.feed.close()
      await Promise.all([logouts.close(), webhooks.close(), listening?.close()])
      await writeApiKeyUses(app)
    },
  }
}

function every(app: AppContext, interval: number, name: string, job: () => Promise<void>): NodeJS.Timeout {
  let isRunning = false
  const run = async () => {
    if (isRunning) return
    isRunning = true
    try {
      await job()
    } catch (error) {
      app.log.error(`The background job "${name}" failed; it is tried again.`, error)
    }
    isRunning = false
  }
  return setInterval(() => void run(), interval).unref()
}
