import type { Operations } from './build-operations.ts'
import type { Schemas } from './call.ts'

/**
 * What each event carries: the objects of the API, in some without what only the answer to a request shows. A later server may
 * have more events than these.
 */
export interface EventData {
  'api_key.created': Schemas['ApiKey']
  'api_key.revoked': Schemas['ApiKey']
  'api_key.updated': Schemas['ApiKey'] & { previousAttributes: { expiresAt: string | null } }
  'authentication.password_failed': AuthenticationAttempt
  'authentication.password_succeeded': AuthenticationAttempt
  'authentication.reauthentication_succeeded': AuthenticationAttempt
  'group.created': Schemas['Group']
  'group.deleted': Schemas['Group']
  'group.member_added': GroupMembership
  'group.member_removed': GroupMembership
  'group.updated': Schemas['Group']
  'invitation.accepted': InvitationOfEvents
  'invitation.created': InvitationOfEvents
  'invitation.resent': InvitationOfEvents
  'invitation.revoked': InvitationOfEvents
  'organization.created': Schemas['Organization']
  'organization.deleted': Schemas['Organization']
  'organization.updated': Schemas['Organization']
  'organization_domain.created': Schemas['OrganizationDomain']
  'organization_domain.deleted': Schemas['OrganizationDomain']
  'organization_domain.updated': Schemas['OrganizationDomain']
  'organization_domain.verification_failed': {
    reason: 'domain_verification_period_expired' | 'domain_verified_by_other_organization'
    organizationDomain: Schemas['OrganizationDomain']
  }
  'organization_domain.verified': Schemas['OrganizationDomain']
  'organization_membership.created': MembershipOfEvents
  'organization_membership.deleted': MembershipOfEvents
  'organization_membership.updated': MembershipOfEvents
  'organization_role.created': OrganizationRole
  'organization_role.deleted': OrganizationRole
  'organization_role.updated': OrganizationRole
  'password_reset.created': PasswordResetOfEvents
  'password_reset.succeeded': PasswordResetOfEvents
  'permission.created': Schemas['Permission']
  'permission.deleted': Schemas['Permission']
  'permission.updated': Schemas['Permission']
  'role.created': RoleOfEvents
  'role.updated': RoleOfEvents
  'session.created': Schemas['Session']
  'session.revoked': Schemas['Session']
  'user.created': Schemas['User']
  'user.deleted': Schemas['User']
  'user.updated': Schemas['User']
}

type InvitationOfEvents = Omit<Schemas['Invitation'], 'token' | 'acceptInvitationUrl'>
type MembershipOfEvents = Omit<Schemas['OrganizationMembership'], 'user' | 'organizationName'>
type PasswordResetOfEvents = Omit<Schemas['PasswordReset'], 'passwordResetToken' | 'passwordResetUrl'>

interface AuthenticationAttempt {
  type: 'password' | 'reauthentication'
  status: 'succeeded' | 'failed'
  ipAddress: string | null
  userAgent: string | null
  /** Null when no account has the address. */
  userId: string | null
  email: string
  error?: { code: string; message: string }
}

interface GroupMembership {
  groupId: string
  organizationMembershipId: string
}

interface RoleOfEvents {
  object: 'role'
  slug: string
  resourceTypeSlug: string
  permissions: string[]
  createdAt: string
  updatedAt: string
}

interface OrganizationRole extends Omit<RoleOfEvents, 'object'> {
  object: 'organization_role'
  organizationId: string
  name: string
  description: string | null
}

/** One of them; `event` says which, and so what its `data` is. */
export type GatehouseEvent = {
  [Name in keyof EventData]: Omit<Schemas['Event'], 'event' | 'data'> & { event: Name; data: EventData[Name] }
}[keyof EventData]

type Requests = Operations['events']
type EventList = Omit<Schemas['EventList'], 'data'> & { data: GatehouseEvent[] }

/** The requests of the table; what they find is typed as what webhooks tell. */
export interface Events extends Omit<Requests, 'listEvents'> {
  listEvents(...given: Parameters<Requests['listEvents']>): Promise<EventList> & AsyncIterable<GatehouseEvent>
}
