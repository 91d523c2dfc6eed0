import type { AppContext, TransactionContext } from '../../context.ts'
import type { PasswordResetRow } from '../../database/schema.ts'
import { languageForMail } from '../../pages/languages.ts'
import { messages } from '../../pages/messages/messages.ts'
import { hashSecret, randomSecret } from '../../platform/secrets.ts'
import { queueEmail } from '../emails/queue-email.ts'
import { recordEvent } from '../events/record-event.ts'
import type { User } from '../users/user.queries.ts'
import { resetMail } from './mails.ts'
import { insertPasswordReset } from './password-reset.queries.ts'
import { passwordResetUrl, toPasswordResetEventData } from './password-reset.wire.ts'

export const LIFETIME_MS = 60 * 60 * 1000

/** For a user whose row this transaction holds: nobody changes the password or the address meanwhile. `from` is the page where it was asked for. */
export async function createPasswordReset(
  tx: TransactionContext,
  user: User,
  from: { authorizationRequestId: string | null; language: string | null },
): Promise<{ reset: PasswordResetRow; token: string }> {
  const now = tx.clock.now()
  const expiresAt = new Date(now.getTime() + LIFETIME_MS)
  const id = tx.ids.next('password_reset')
  const token = randomSecret()
  const reset: PasswordResetRow = {
    id,
    user_id: user.id,
    email: user.email,
    credential_version: user.credential_version,
    token_hash: hashSecret(token),
    sealed_token: tx.seal.seal(Buffer.from(token), sealedFor(id)),
    authorization_request_id: from.authorizationRequestId,
    created_at: now.toISOString(),
    expires_at: expiresAt.toISOString(),
    used_at: null,
  }
  await insertPasswordReset(tx.db, reset)
  await recordEvent(tx, 'password_reset.created', toPasswordResetEventData(reset))
  const text = messages[languageForMail(user.locale, from.language)]
  await queueEmail(tx, resetMail(text, user.email, passwordResetUrl(tx.config, token)), expiresAt)
  return { reset, token }
}

/** The API shows the token again to holders of a key, so the hash alone would not do. */
export function openToken(app: AppContext, reset: PasswordResetRow): string {
  return app.seal.open(reset.sealed_token, sealedFor(reset.id)).toString()
}

function sealedFor(id: string): string {
  return `password_reset.${id}`
}
