import { z } from 'zod'
import type { AppContext } from '../../context.ts'
import type { InvitationRow } from '../../database/schema.ts'
import { instant } from '../../http/instant.ts'
import { acceptInvitationUrl, openToken } from './invitation-token.ts'

const text = z.string().nullable()

/** The official object. */
export const invitationObject = z
  .object({
    object: z.literal('invitation'),
    id: z.string(),
    email: z.string(),
    state: z.enum(['pending', 'accepted', 'expired', 'revoked']),
    accepted_at: instant.nullable(),
    revoked_at: instant.nullable(),
    expires_at: instant,
    organization_id: text,
    inviter_user_id: text,
    accepted_user_id: text,
    role_slug: text,
    created_at: instant,
    updated_at: instant,
    token: z.string(),
    accept_invitation_url: z.string(),
  })
  .meta({ id: 'Invitation' })

export type InvitationObject = z.infer<typeof invitationObject>

/** In events the token and the link are left out, as in the official ones: whoever reads the log is not invited. */
export type InvitationEventData = Omit<InvitationObject, 'token' | 'accept_invitation_url'>

export function toInvitationEventData(row: InvitationRow, now: Date): InvitationEventData {
  return {
    object: 'invitation',
    id: row.id,
    email: row.email,
    state: stateOf(row, now),
    accepted_at: row.accepted_at,
    revoked_at: row.revoked_at,
    expires_at: row.expires_at,
    organization_id: row.organization_id,
    inviter_user_id: row.inviter_user_id,
    accepted_user_id: row.accepted_user_id,
    role_slug: row.role_slug,
    created_at: row.created_at,
    updated_at: row.updated_at,
  }
}

export function toInvitationObject(app: AppContext, row: InvitationRow): InvitationObject {
  const token = openToken(app, row)
  return {
    ...toInvitationEventData(row, app.clock.now()),
    token,
    accept_invitation_url: acceptInvitationUrl(app.config, token),
  }
}

/** Nothing happens when one expires: it is the time that has passed. */
export function stateOf(row: InvitationRow, now: Date): InvitationObject['state'] {
  if (row.accepted_at !== null) return 'accepted'
  if (row.revoked_at !== null) return 'revoked'
  return row.expires_at > now.toISOString() ? 'pending' : 'expired'
}
