import { z } from 'zod'
import { containsPattern } from '../../database/contains-pattern.ts'
import type { RevocationRow } from '../../database/schema.ts'
import { readIpRange } from '../../platform/ip-range.ts'

const SESSION_AUTH_METHODS = ['password'] as const

const ipRange = z.string().transform((text, context) => {
  const range = readIpRange(text)
  if (range) return range
  context.addIssue({ code: 'custom', message: 'must be an address or a range such as 203.0.113.0/24 or 2001:db8::/32' })
  return z.NEVER
})

const time = z.iso.datetime({ offset: true }).transform((text) => new Date(text).toISOString())

/** What sessions can be found and revoked by. All that are given must hold. */
export const sessionFilter = {
  user_id: z.string().optional().meta({ description: 'Sessions of this user.' }),
  except_session_id: z.string().optional().meta({ description: 'All but this one: with `user_id`, everywhere else.' }),
  organization_id: z.string().optional().meta({ description: 'Sessions in this organization.' }),
  client_id: z.string().optional().meta({ description: 'Sessions of this application.' }),
  auth_method: z.enum(SESSION_AUTH_METHODS).optional().meta({ description: 'Sessions that began in this way.' }),
  ip_range: ipRange.optional().meta({ description: 'Sessions that began at an address of this range (CIDR).' }),
  user_agent: z
    .string()
    .min(1)
    .max(512)
    .optional()
    .meta({ description: 'Sessions whose user agent contains this text, in any case.' }),
  created_before: time.optional().meta({ description: 'Sessions that began at this time or before (ISO 8601).' }),
}

export type SessionFilter = z.output<z.ZodObject<typeof sessionFilter>>

/** The columns of a `revocation` that say what it covers. */
export type FilterColumns = Pick<
  RevocationRow,
  | 'user_id'
  | 'except_session_id'
  | 'organization_id'
  | 'application_id'
  | 'auth_method'
  | 'ip_from'
  | 'ip_to'
  | 'user_agent_pattern'
  | 'created_before'
>

export function toFilterColumns(filter: SessionFilter, now: Date): FilterColumns {
  return {
    user_id: filter.user_id ?? null,
    except_session_id: filter.except_session_id ?? null,
    organization_id: filter.organization_id ?? null,
    application_id: filter.client_id ?? null,
    auth_method: filter.auth_method ?? null,
    ip_from: filter.ip_range?.from ?? null,
    ip_to: filter.ip_range?.to ?? null,
    user_agent_pattern: filter.user_agent === undefined ? null : containsPattern(filter.user_agent),
    created_before: filter.created_before ?? now.toISOString(),
  }
}
