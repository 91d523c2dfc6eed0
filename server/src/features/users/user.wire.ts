import { z } from 'zod'
import { instant } from '../../http/instant.ts'
import type { User } from './user.queries.ts'

const text = z.string().nullable()

/** The official user object, every key present: the Python and Java SDKs refuse an object without them. */
export const userObject = z
  .object({
    object: z.literal('user'),
    id: z.string(),
    email: z.string(),
    email_verified: z.boolean(),
    first_name: text,
    last_name: text,
    name: text,
    profile_picture_url: text,
    external_id: text,
    metadata: z.record(z.string(), z.string()),
    last_sign_in_at: instant.nullable(),
    locale: text,
    created_at: instant,
    updated_at: instant,
  })
  .meta({ id: 'User' })

export type UserObject = z.infer<typeof userObject>

export function toUserObject(user: User): UserObject {
  return {
    object: 'user',
    id: user.id,
    email: user.email,
    email_verified: user.email_verified === 1,
    first_name: user.first_name,
    last_name: user.last_name,
    name: user.full_name ?? ([user.first_name, user.last_name].filter(Boolean).join(' ') || null),
    profile_picture_url: user.profile_picture_url,
    external_id: user.external_id,
    metadata: user.metadata,
    last_sign_in_at: user.last_sign_in_at,
    locale: user.locale,
    created_at: user.created_at,
    updated_at: user.updated_at,
  }
}
