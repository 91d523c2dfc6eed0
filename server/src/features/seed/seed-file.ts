import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { ConfigError } from '../../config.ts'
import { isId } from '../../platform/ids.ts'
import { userFields } from '../users/user-fields.ts'

const seconds = z.int().positive()
const uri = z.union([
  z.string().transform((value) => ({ uri: value, default: undefined })),
  z.strictObject({ uri: z.string(), default: z.boolean().optional() }),
])

/** The keys of workos/emulate's seed file that exist here, and our own for redirects and sessions. */
const seed = z.strictObject({
  users: z
    .array(
      z.strictObject({
        id: z
          .string()
          .refine((id) => isId('user', id), 'must be user_ and a ULID, such as user_01E4ZCR3C56J083X43JQXF3JK5')
          .optional(),
        email: userFields.email,
        password: z.string().min(1).optional(),
        email_verified: userFields.email_verified,
        first_name: userFields.first_name,
        last_name: userFields.last_name,
        external_id: userFields.external_id,
        metadata: userFields.metadata,
      }),
    )
    .default([]),
  redirectUris: z.array(uri).default([]),
  signOutUris: z.array(uri).default([]),
  corsOrigins: z.array(z.string()).default([]),
  backchannelLogoutUris: z
    .array(
      z.union([
        z.string().transform((value) => ({ uri: value, clientId: undefined })),
        z
          .strictObject({ uri: z.string(), client_id: z.string().optional() })
          .transform((entry) => ({ uri: entry.uri, clientId: entry.client_id })),
      ]),
    )
    .default([]),
  session: z
    .strictObject({
      maximumLengthSeconds: seconds.optional(),
      inactivityTimeoutSeconds: seconds.nullable().optional(),
      accessTokenSeconds: seconds.max(24 * 60 * 60).optional(),
      maximumPerUser: z.int().positive().nullable().optional(),
    })
    .default({}),
})

export type Seed = z.output<typeof seed>

/** Every mistake in the file at once, each with its place. */
export async function readSeedFile(path: string): Promise<Seed> {
  const { parse } = await import('yaml')
  const result = seed.safeParse(readYaml(path, parse) ?? {})
  if (result.success) return result.data
  throw new ConfigError(result.error.issues.map((issue) => `${path}: ${describeIssue(issue)}`).join('\n'))
}

function readYaml(path: string, parse: (text: string) => unknown): unknown {
  try {
    return parse(readFileSync(path, 'utf8'))
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error)
    throw new ConfigError(`GATEHOUSE_SEED: cannot read ${path}: ${reason}`)
  }
}

function describeIssue(issue: z.core.$ZodIssue): string {
  const place = issue.path
    .map((part, index) => (typeof part === 'number' ? `[${part}]` : `${index > 0 ? '.' : ''}${String(part)}`))
    .join('')
  if (issue.code === 'unrecognized_keys') {
    const keys = issue.keys.map((key) => (place ? `${place}.${key}` : key)).join(', ')
    return `unknown or not yet supported: ${keys}`
  }
  return `${place}: ${issue.message}`
}
