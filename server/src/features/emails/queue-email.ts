import type { AppContext, TransactionContext } from '../../context.ts'
import type { EmailRow } from '../../database/schema.ts'
import type { Email } from '../../platform/mailer.ts'
import { insertEmail } from './email.queries.ts'

/**
 * Part of the change that the mail tells of: the two commit together or not at all, and `sendEmails` does the rest.
 * Mails hold links that are as good as a password, so they are sealed, and after `expiresAt` nobody wants them any more.
 *
 * Nothing that a person chose, such as a name, belongs in a mail, unless `nameForMail` lets it pass: whoever signs up
 * with somebody else's address would write to them in our name.
 */
export async function queueEmail(tx: TransactionContext, email: Email, expiresAt: Date): Promise<void> {
  const id = tx.ids.next('email')
  const now = tx.clock.now().toISOString()
  await insertEmail(tx.db, {
    id,
    sealed_email: tx.seal.seal(Buffer.from(JSON.stringify(email)), sealedFor(id)),
    attempts: 0,
    next_attempt_at: now,
    expires_at: expiresAt.toISOString(),
    created_at: now,
  })
}

export function openEmail(app: AppContext, row: EmailRow): Email {
  return JSON.parse(app.seal.open(row.sealed_email, sealedFor(row.id)).toString())
}

function sealedFor(id: string): string {
  return `email.${id}`
}
