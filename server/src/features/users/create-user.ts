import type { AppContext, TransactionContext } from '../../context.ts'
import { inTransaction } from '../../database/transaction.ts'
import { ApiError, type FieldError } from '../../http/errors.ts'
import { mergeMetadata } from '../../http/metadata.ts'
import { recordEvent } from '../events/record-event.ts'
import { refusePasswordHash, refuseWeakPassword } from '../passwords/password-rules.ts'
import { emailKey, findUser, findUserByEmail, insertUser, type User } from './user.queries.ts'
import { toUserObject } from './user.wire.ts'
import type { UserFields } from './user-fields.ts'

/** Refuses weak passwords and addresses or external ids that are taken. */
export async function createUser(app: AppContext, fields: UserFields): Promise<User> {
  refusePasswordHash(fields.password_hash)
  if (typeof fields.password === 'string') refuseWeakPassword(fields.password)
  return await addUser(app, fields)
}

/** Without the rules for passwords, which do not bind the operator who writes the seed file, and with an id of their choice. */
export async function addUser(app: AppContext, fields: UserFields & { id?: string | undefined }): Promise<User> {
  const passwordHash = typeof fields.password === 'string' ? await app.passwords.hash(fields.password) : null
  return await inTransaction(app, async (tx) => {
    const user = await insertUser(tx.db, newUser(tx, fields, passwordHash))
    if (!user) throw await describeConflict(tx, fields)
    await recordEvent(tx, 'user.created', toUserObject(user))
    return user
  })
}

function newUser(app: AppContext, fields: UserFields & { id?: string | undefined }, passwordHash: string | null): User {
  const time = app.clock.now().toISOString()
  return {
    id: fields.id ?? app.ids.next('user'),
    email: fields.email,
    email_key: emailKey(fields.email),
    email_verified: fields.email_verified ? 1 : 0,
    password_hash: passwordHash,
    credential_version: 0,
    first_name: fields.first_name ?? null,
    last_name: fields.last_name ?? null,
    full_name: fields.name || null,
    profile_picture_url: null,
    external_id: fields.external_id ?? null,
    metadata: mergeMetadata({}, fields.metadata ?? {}),
    locale: fields.locale ?? null,
    last_sign_in_at: null,
    suspended_at: null,
    suspension_reason: null,
    suspended_by: null,
    created_at: time,
    updated_at: time,
  }
}

async function describeConflict(
  tx: TransactionContext,
  fields: UserFields & { id?: string | undefined },
): Promise<ApiError> {
  const error = await findConflict(tx, fields)
  return new ApiError(400, `Could not create user. ${error.message}`, {
    code: 'user_creation_error',
    errors: [error],
  })
}

async function findConflict(
  tx: TransactionContext,
  fields: UserFields & { id?: string | undefined },
): Promise<FieldError> {
  if (await findUserByEmail(tx.db, fields.email))
    return { code: 'email_not_available', field: 'email', message: 'This email is not available.' }
  if (fields.id !== undefined && (await findUser(tx.db, fields.id)))
    return { code: 'id_already_used', field: 'id', message: 'This ID is already used.' }
  return { code: 'external_id_already_used', field: 'external_id', message: 'This external ID is already used.' }
}
