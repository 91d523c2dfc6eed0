import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { ConfigError } from '../../config.ts'
import { entitlements } from '../organizations/entitlements.ts'
import { organizationFields } from '../organizations/organization-fields.ts'
import { permissionFields } from '../roles/role-slug.ts'
import { userFields } from '../users/user-fields.ts'
import { takeUnsupported } from './unsupported-keys.ts'

const seconds = z.int().positive()
const text = z.string().min(1)
const email = z.string().trim().pipe(userFields.email)
const uri = z.union([
  z.string().transform((value) => ({ uri: value, default: undefined })),
  z.strictObject({ uri: z.string(), default: z.boolean().optional() }),
])

/** Those of another environment, so that what refers to them goes on doing so; they stand in paths as they are. */
const pinnedId = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,64}$/, 'must be an id, such as user_01E4ZCR3C56J083X43JQXF3JK5')
  .optional()

const user = z.strictObject({
  id: pinnedId,
  email,
  password: text.optional(),
  email_verified: userFields.email_verified,
  name: userFields.name,
  first_name: userFields.first_name,
  last_name: userFields.last_name,
  external_id: userFields.external_id,
  metadata: userFields.metadata,
})

const organization = z.strictObject({
  id: pinnedId,
  name: organizationFields.shape.name,
  external_id: organizationFields.shape.external_id,
  metadata: organizationFields.shape.metadata,
  allow_profiles_outside_organization: organizationFields.shape.allow_profiles_outside_organization,
  domains: z
    .array(z.strictObject({ domain: z.string(), state: z.enum(['pending', 'verified']).default('pending') }))
    .transform((domains, context) => {
      const result = organizationFields.shape.domain_data.safeParse(domains)
      if (result.success) return result.data
      context.addIssue(result.error.issues[0]?.message ?? 'must be domains')
      return z.NEVER
    })
    .optional(),
  entitlements: entitlements.optional(),
  /** By the address of a user in the file or in the database. */
  memberships: z
    .array(
      z.strictObject({ email, role: text.optional(), status: z.enum(['active', 'inactive', 'pending']).optional() }),
    )
    .default([]),
  groups: z
    .array(
      z.strictObject({
        name: text,
        description: z.string().nullable().optional(),
        members: z.array(email).default([]),
      }),
    )
    .default([]),
})

const role = z.strictObject({
  slug: text,
  name: text,
  description: z.string().nullable().optional(),
  type: z.enum(['EnvironmentRole', 'OrganizationRole']).default('EnvironmentRole'),
  organization_id: text.optional(),
  permissions: z.array(z.string()).default([]),
})

const webhookEndpoint = z
  .strictObject({
    endpoint_url: z.string().optional(),
    url: z.string().optional(),
    /** None: it is told of everything. */
    events: z.array(z.string()).default([]),
    enabled: z.boolean().default(true),
    secret: text.optional(),
  })
  .transform(({ url, endpoint_url, ...rest }) => ({ ...rest, url: endpoint_url ?? url ?? '' }))

const apiKey = z.strictObject({
  name: text,
  /** The name of the organization. */
  organization: text,
  user_id: text.optional(),
  value: z.string().startsWith('sk_').optional(),
  permissions: z.array(z.string()).default([]),
  expires_at: z.iso.datetime().nullable().optional(),
  environment: z.string().optional(),
})

/** Two entries with one id would be one user or organization, of which the file says two things. */
function eachByItself<Entry extends { id?: string | undefined; external_id?: string | null | undefined }>(
  entries: Entry[],
  context: z.RefinementCtx,
): void {
  for (const key of ['id', 'external_id'] as const) {
    const seen = new Set<string>()
    for (const [index, { [key]: value }] of entries.entries()) {
      if (value && seen.has(value))
        context.addIssue({ code: 'custom', path: [index, key], message: `another entry has ${value} already` })
      if (value) seen.add(value)
    }
  }
}

/** Every key of workos/emulate's seed file that has something to stand for here, and five of ours. */
const seed = z.strictObject({
  users: z.array(user).superRefine(eachByItself).default([]),
  organizations: z.array(organization).superRefine(eachByItself).default([]),
  permissions: z
    .array(
      z.strictObject({
        slug: permissionFields.shape.slug,
        name: permissionFields.shape.name,
        description: permissionFields.shape.description,
      }),
    )
    .default([]),
  roles: z.array(role).default([]),
  /** A list is of keys of organizations and users; by value they are keys of the environment, which open this API. */
  apiKeys: z
    .union([
      z.array(apiKey),
      z.record(z.string().startsWith('sk_'), z.strictObject({ environment: z.string().optional() })),
    ])
    .default([]),
  invitations: z
    .array(
      z.strictObject({
        email,
        organization_id: text.optional(),
        inviter_user_id: text.optional(),
        role_slug: text.optional(),
      }),
    )
    .default([]),
  jwtTemplate: z.strictObject({ content: text }).optional(),
  webhookEndpoints: z.array(webhookEndpoint).default([]),
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

/** `unsupported`: what the file has and nothing here can be made of. */
export type Seed = z.output<typeof seed> & { unsupported: string[] }

/** Every mistake in the file at once, each with its place. */
export async function readSeedFile(path: string): Promise<Seed> {
  const { parse } = await import('yaml')
  const { rest, unsupported } = takeUnsupported(readYaml(path, parse) ?? {})
  const result = seed.safeParse(rest)
  if (result.success) return { ...result.data, unsupported }
  throw new ConfigError(result.error.issues.map((issue) => `${path}: ${describeIssue(issue)}`).join('\n'))
}

/** A file that has this and nothing else. */
export function seedOf(content: z.input<typeof seed>): Seed {
  return { ...seed.parse(content), unsupported: [] }
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
