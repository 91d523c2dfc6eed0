import { z } from 'zod'
import type { SessionRow } from '../../database/schema.ts'
import { instant } from '../../http/instant.ts'
import { isExpiry } from './ending.ts'

/** The official session object. Every key is present: the Python SDK refuses an object without them. */
export const sessionObject = z
  .object({
    object: z.literal('session'),
    id: z.string(),
    user_id: z.string(),
    organization_id: z.string().optional(),
    ip_address: z.string().nullable(),
    user_agent: z.string().nullable(),
    auth_method: z.enum(['password']),
    status: z.enum(['active', 'expired', 'revoked']),
    expires_at: instant,
    ended_at: instant.nullable(),
    created_at: instant,
    updated_at: instant,
  })
  .meta({ id: 'Session' })

export type SessionObject = z.infer<typeof sessionObject>

export function toSessionObject(row: SessionRow, now: Date): SessionObject {
  return {
    object: 'session',
    id: row.id,
    user_id: row.user_id,
    ...(row.organization_id === null ? {} : { organization_id: row.organization_id }),
    ip_address: row.ip_address,
    user_agent: row.user_agent,
    auth_method: row.auth_method,
    status: statusOf(row, now),
    expires_at: row.expires_at,
    ended_at: row.ended_at,
    created_at: row.created_at,
    updated_at: row.updated_at,
  }
}

function statusOf(row: SessionRow, now: Date): SessionObject['status'] {
  if (isExpiry(row.end_reason)) return 'expired'
  if (row.ended_at !== null) return 'revoked'
  return row.expires_at <= now.toISOString() ? 'expired' : 'active'
}
