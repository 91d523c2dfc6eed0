import { z } from 'zod'

const name = z.string().trim().max(255).nullable()
const METADATA_KEYS = 50

/** ASCII, at most 128 characters, as the official specification has it. */
const externalId = z
  .string()
  .min(1)
  .max(128)
  .regex(/^[\x20-\x7e]+$/, 'must be printable ASCII')
  .nullable()

/** Sending null for a key removes it. */
const metadata = z
  .record(z.string().min(1).max(40), z.string().max(600).nullable())
  .refine((value) => Object.keys(value).length <= METADATA_KEYS, `may have at most ${METADATA_KEYS} keys`)

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

/** What remains of the metadata after a change; keys set to null are gone. */
export function mergeMetadata(
  before: Record<string, string>,
  change: Record<string, string | null> | null,
): Record<string, string> {
  const merged = Object.entries({ ...before, ...change })
  return Object.fromEntries(merged.filter((entry): entry is [string, string] => entry[1] !== null))
}
