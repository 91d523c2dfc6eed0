import type { AppContext } from '../../context.ts'
import { inTransaction } from '../../database/transaction.ts'
import { ApiError, notFound } from '../../http/errors.ts'
import { mergeMetadata } from '../../http/metadata.ts'
import { recordEvent } from '../events/record-event.ts'
import { refusePasswordHash, refuseWeakPassword } from '../passwords/password-rules.ts'
import { endSessionsOfUser } from '../sessions/end-session.ts'
import type { Actor } from '../sessions/ending.ts'
import { changeUser, emailKey, findUser, findUserByEmail, findUserByExternalId, type User } from './user.queries.ts'
import { toUserObject } from './user.wire.ts'
import type { UserChanges } from './user-fields.ts'

/** Changes what is named and leaves the rest. A new password ends the sessions that began with the old one. */
export async function updateUser(app: AppContext, id: string, fields: UserChanges, actor: Actor): Promise<User> {
  refusePasswordHash(fields.password_hash)
  if (typeof fields.password === 'string') refuseWeakPassword(fields.password)
  const passwordHash = typeof fields.password === 'string' ? await app.passwords.hash(fields.password) : undefined
  return await inTransaction(app, async (tx) => {
    const before = await findUser(tx.db, id)
    if (!before) throw notFound('User', id)
    await refuseTaken(tx, before, fields)
    const changes = toChanges(before, fields, passwordHash)
    const user = await changeUser(tx.db, id, {
      ...changes,
      updated_at: tx.clock.now().toISOString(),
    })
    if (!user) throw notFound('User', id)
    await recordEvent(tx, 'user.updated', toUserObject(user))
    if (passwordHash !== undefined) await endSessionsOfUser(tx, id, { reason: 'password_change', actor })
    return user
  })
}

function toChanges(before: User, fields: UserChanges, passwordHash: string | undefined): Partial<User> {
  const { email, email_verified, first_name, last_name, name, external_id, locale, metadata } = fields
  return {
    ...(email === undefined ? {} : { email, email_key: emailKey(email) }),
    ...(typeof email_verified === 'boolean' ? { email_verified: email_verified ? 1 : 0 } : {}),
    ...(first_name === undefined ? {} : { first_name }),
    ...(last_name === undefined ? {} : { last_name }),
    ...(name === undefined ? {} : { full_name: name || null }),
    ...(external_id === undefined ? {} : { external_id }),
    ...(locale === undefined ? {} : { locale }),
    ...(metadata === undefined
      ? {}
      : {
          metadata: metadata === null ? {} : mergeMetadata(before.metadata, metadata),
        }),
    ...(passwordHash === undefined ? {} : { password_hash: passwordHash }),
  }
}

/** The unique indexes decide; this names the field before they do. */
async function refuseTaken(app: AppContext, before: User, fields: UserChanges): Promise<void> {
  const byEmail = fields.email === undefined ? undefined : await findUserByEmail(app.db, fields.email)
  if (byEmail && byEmail.id !== before.id) {
    throw new ApiError(400, 'This email is not available.', {
      code: 'email_not_available',
    })
  }
  const byExternalId = fields.external_id ? await findUserByExternalId(app.db, fields.external_id) : undefined
  if (byExternalId && byExternalId.id !== before.id) {
    throw new ApiError(400, 'This external ID is already used.', {
      code: 'external_id_already_used',
    })
  }
}
