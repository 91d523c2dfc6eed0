import { z } from 'zod'
import { externalId } from '../../http/external-id.ts'
import { metadata } from '../../http/metadata.ts'

const name = z.string().trim().max(255).nullable()
/**
 * What a caller may set on a user, on create and on update. Whatever else a body names is ignored. The Python and Go
 * SDKs write null where there is nothing.
 */
export const userFields = {
  email: z.email().max(254),
  email_verified: z.boolean().nullable().optional(),
  password: z.string().nullable().optional().meta({ description: 'At least ten characters.' }),
  first_name: name.optional(),
  last_name: name.optional(),
  name: name.optional(),
  external_id: externalId.optional(),
  metadata: metadata.nullable().optional().meta({ description: 'Changes the keys it names; null removes one.' }),
  locale: z.string().max(35).nullable().optional(),
  password_hash: z.string().optional().meta({ description: 'Not supported yet: refused.' }),
}

export type UserFields = z.output<z.ZodObject<typeof userFields>>

export const userChanges = z.object(userFields).partial()
export type UserChanges = z.output<typeof userChanges>
