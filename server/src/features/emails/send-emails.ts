import type { AppContext } from '../../context.ts'
import type { EmailRow } from '../../database/schema.ts'
import { inTransaction } from '../../database/transaction.ts'
import type { LogFields } from '../../platform/logger.ts'
import type { Mailer } from '../../platform/mailer.ts'
import { claimDueEmails, postponeEmail, removeEmail, removeExpiredEmails } from './email.queries.ts'
import { openEmail } from './queue-email.ts'

const AT_ONCE = 5
const SWEEP_BATCH = 500
/** Longer than an attempt can take: a mail is sent twice only when its sender died between sending it and saying so. */
const LEASE_MS = 2 * 60_000
export const MOST_ATTEMPTS = 8
/** After the first failure; twice as long after each further one, so that all attempts span about an hour. */
const FIRST_PAUSE_MS = 30_000

/** Sends what is due. Without a mailer the queue keeps it. */
export async function sendEmails(app: AppContext): Promise<void> {
  const { mailer } = app
  if (!mailer) return
  for (;;) {
    const now = app.clock.now()
    const leasedUntil = new Date(now.getTime() + LEASE_MS)
    const claimed = await inTransaction(app, (tx) => claimDueEmails(tx.db, { now, leasedUntil, most: AT_ONCE }))
    await Promise.all(claimed.map((email) => sendEmail(app, mailer, email)))
    if (claimed.length < AT_ONCE) return
  }
}

async function sendEmail(app: AppContext, mailer: Mailer, claimed: EmailRow): Promise<void> {
  try {
    await mailer.send(claimed.id, openEmail(app, claimed))
  } catch (error) {
    return await noteFailure(app, claimed, error)
  }
  await inTransaction(app, (tx) => removeEmail(tx.db, claimed.id))
}

async function noteFailure(app: AppContext, claimed: EmailRow, error: unknown): Promise<void> {
  const { id, attempts } = claimed
  const fields = { email_id: id, attempts, ...describeFailure(error) }
  if (attempts >= MOST_ATTEMPTS) {
    app.log.warn('An e-mail could not be sent and is given up.', fields)
    return await inTransaction(app, (tx) => removeEmail(tx.db, id))
  }
  app.log.warn('An e-mail could not be sent; it is tried again.', fields)
  const until = new Date(app.clock.now().getTime() + FIRST_PAUSE_MS * 2 ** (attempts - 1))
  await inTransaction(app, (tx) => postponeEmail(tx.db, claimed, until))
}

/** Not its message: servers that refuse a mail for what is in it quote it, and what is in it is a link like a password. */
function describeFailure(error: unknown): LogFields {
  if (!(error instanceof Error)) return {}
  const { code, command, responseCode } = error as { code?: unknown; command?: unknown; responseCode?: unknown }
  return {
    error: error.name,
    ...(typeof code === 'string' ? { code } : {}),
    ...(typeof command === 'string' ? { command } : {}),
    ...(typeof responseCode === 'number' ? { response_code: responseCode } : {}),
  }
}

/** Whose time is over before anybody could send them; in batches, so that nobody waits behind a long delete. */
export async function dropExpiredEmails(app: AppContext): Promise<void> {
  for (;;) {
    const dropped = await inTransaction(app, (tx) => removeExpiredEmails(tx.db, app.clock.now(), SWEEP_BATCH))
    if (dropped > 0) app.log.warn('E-mails were dropped: they were too old to be of use.', { count: dropped })
    if (dropped < SWEEP_BATCH) return
  }
}
