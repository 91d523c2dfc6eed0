import type { GroupMemberEventData, GroupObject } from '../groups/group.wire.ts'
import type { InvitationEventData } from '../invitations/invitation.wire.ts'
import type { MembershipEventData } from '../memberships/membership.wire.ts'
import type { OrganizationDomainObject, OrganizationObject } from '../organizations/organization.wire.ts'
import type { ApiKeyObject, ChangedApiKeyEventData } from '../owned-api-keys/owned-api-key.wire.ts'
import type { PasswordResetEventData } from '../password-reset/password-reset.wire.ts'
import type { PermissionObject } from '../roles/permission.wire.ts'
import type { OrganizationRoleEventData, RoleEventData } from '../roles/role.wire.ts'
import type { Actor } from '../sessions/ending.ts'
import type { SessionObject } from '../sessions/session.wire.ts'
import type { UserObject } from '../users/user.wire.ts'

/** An attempt to sign in. `user_id` is null when no account has the address. */
export interface AuthenticationEventData {
  type: 'password' | 'reauthentication'
  status: 'succeeded' | 'failed'
  ip_address: string | null
  user_agent: string | null
  user_id: string | null
  email: string
  error?: { code: string; message: string }
}

/** Every event and what it carries: names and shapes of the official API. */
export interface EventCatalogue {
  'api_key.created': ApiKeyObject
  'api_key.revoked': ApiKeyObject
  'api_key.updated': ChangedApiKeyEventData
  'authentication.password_failed': AuthenticationEventData
  'authentication.password_succeeded': AuthenticationEventData
  'authentication.reauthentication_succeeded': AuthenticationEventData
  'group.created': GroupObject
  'group.deleted': GroupObject
  'group.member_added': GroupMemberEventData
  'group.member_removed': GroupMemberEventData
  'group.updated': GroupObject
  'invitation.accepted': InvitationEventData
  'invitation.created': InvitationEventData
  'invitation.resent': InvitationEventData
  'invitation.revoked': InvitationEventData
  'organization.created': OrganizationObject
  'organization.deleted': OrganizationObject
  'organization.updated': OrganizationObject
  'organization_domain.created': OrganizationDomainObject
  'organization_domain.deleted': OrganizationDomainObject
  'organization_domain.updated': OrganizationDomainObject
  'organization_domain.verification_failed': {
    reason: 'domain_verification_period_expired' | 'domain_verified_by_other_organization'
    organization_domain: OrganizationDomainObject
  }
  'organization_domain.verified': OrganizationDomainObject
  'organization_membership.created': MembershipEventData
  'organization_membership.deleted': MembershipEventData
  'organization_membership.updated': MembershipEventData
  'organization_role.created': OrganizationRoleEventData
  'organization_role.deleted': OrganizationRoleEventData
  'organization_role.updated': OrganizationRoleEventData
  'password_reset.created': PasswordResetEventData
  'password_reset.succeeded': PasswordResetEventData
  'permission.created': PermissionObject
  'permission.deleted': PermissionObject
  'permission.updated': PermissionObject
  'role.created': RoleEventData
  'role.updated': RoleEventData
  'session.created': SessionObject
  'session.revoked': SessionObject
  'user.created': UserObject
  'user.deleted': UserObject
  'user.updated': UserObject
}

/** What the filter of a mass revocation says about the claims of a token. */
export interface SessionsRevokedEventData {
  revocation_id: string
  not_before: string
  user_id: string | null
  client_id: string | null
  organization_id: string | null
  except_session_id: string | null
}

/** For the revocation feed alone: the official API has no such events, and `GET /events` does not show them. */
export interface InternalEventCatalogue {
  /** Of a session that nobody signed in to: see `watchCanary`. */
  'gatehouse.canary_ended': SessionObject
  'gatehouse.session_expired': SessionObject
  'gatehouse.sessions_revoked': SessionsRevokedEventData
}

export const INTERNAL_EVENTS: (keyof InternalEventCatalogue)[] = [
  'gatehouse.canary_ended',
  'gatehouse.session_expired',
  'gatehouse.sessions_revoked',
]

/** After these some access token that has not expired may have to be refused. */
export const REVOKING_EVENTS: EventName[] = ['session.revoked', ...INTERNAL_EVENTS]

type WholeCatalogue = EventCatalogue & InternalEventCatalogue
export type EventName = keyof WholeCatalogue
export type EventData<Name extends EventName> = WholeCatalogue[Name]

/** Beside the official members, `reason` tells why a session ended. */
export interface EventContext {
  client_id?: string
  actor?: Actor
  reason?: string
}
