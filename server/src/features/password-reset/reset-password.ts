import type { AppContext } from '../../context.ts'
import type { PasswordResetRow } from '../../database/schema.ts'
import { inTransaction } from '../../database/transaction.ts'
import { ApiError } from '../../http/errors.ts'
import { type Language, languageForMail } from '../../pages/languages.ts'
import { messages } from '../../pages/messages/messages.ts'
import { hashSecret } from '../../platform/secrets.ts'
import { queueEmail } from '../emails/queue-email.ts'
import { recordEvent } from '../events/record-event.ts'
import { describePasswordMistake, whyPasswordIsRefused } from '../passwords/password-rules.ts'
import { endSessionsOfUser } from '../sessions/end-session.ts'
import type { Actor } from '../sessions/ending.ts'
import { changeUser, holdUser, type User } from '../users/user.queries.ts'
import { toUserObject } from '../users/user.wire.ts'
import { passwordChangedMail } from './mails.ts'
import { findLivePasswordResetByHash, spendPasswordReset } from './password-reset.queries.ts'
import { toPasswordResetEventData } from './password-reset.wire.ts'

/** The news that the password was changed is of use for longer than a link. */
const NOTICE_LIFETIME_MS = 24 * 60 * 60 * 1000

/** The reset that the token opens, as long as it does. Looking at it changes nothing. */
export async function findPasswordReset(app: AppContext, token: string): Promise<PasswordResetRow | undefined> {
  return await findLivePasswordResetByHash(app.db, hashSecret(token), app.clock.now())
}

/**
 * Whoever has the token reads the user's mail: sets the password, verifies the address and ends all sessions. Works
 * once. A password that is too weak leaves the token as it was. `language` is that of the page it happens on.
 */
export async function resetPassword(
  app: AppContext,
  { token, newPassword, language }: { token: string; newPassword: string; language: Language | null },
  actor: Actor,
): Promise<{ user: User; reset: PasswordResetRow }> {
  const found = await findPasswordReset(app, token)
  if (!found) throw invalidToken()
  refuseWeak(newPassword)
  const passwordHash = await app.passwords.hash(newPassword)
  return await inTransaction(app, async (tx) => {
    const now = tx.clock.now()
    const held = await holdUser(tx.db, found.user_id)
    const credentialVersion = held?.credential_version ?? -1
    const reset = await spendPasswordReset(tx.db, { tokenHash: found.token_hash, credentialVersion, now })
    const changes = { password_hash: passwordHash, email_verified: 1, updated_at: now.toISOString() }
    const user = reset && (await changeUser(tx.db, reset.user_id, changes))
    if (!user) throw invalidToken()
    await recordEvent(tx, 'user.updated', toUserObject(user))
    await recordEvent(tx, 'password_reset.succeeded', toPasswordResetEventData(reset))
    await endSessionsOfUser(tx, user.id, { reason: 'password_reset', actor })
    const text = messages[languageForMail(user.locale, language)]
    await queueEmail(tx, passwordChangedMail(text, user.email), new Date(now.getTime() + NOTICE_LIFETIME_MS))
    return { user, reset }
  })
}

function refuseWeak(password: string): void {
  const mistake = whyPasswordIsRefused(password)
  if (mistake) throw refusal(describePasswordMistake(mistake), 'password_strength_error')
}

function invalidToken(): ApiError {
  return refusal(
    'The password reset token is invalid, has expired or was used already.',
    'password_reset_token_invalid',
  )
}

/** The official code for whatever a reset fails of; which it was stands among the errors. */
function refusal(message: string, code: string): ApiError {
  return new ApiError(400, message, { code: 'password_reset_error', errors: [{ code, message }] })
}
