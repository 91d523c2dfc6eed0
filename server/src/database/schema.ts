import type { Generated, Selectable } from 'kysely'

/**
 * Every table, one type each. Portable subset of SQL: ids, JSON and times (ISO 8601 UTC with milliseconds) are text,
 * booleans are 0 or 1. JSON is encoded and decoded in the feature's queries file and nowhere else.
 */
export interface Schema {
  api_key: ApiKeyRow
  application: ApplicationRow
  authorization_code: AuthorizationCodeRow
  authorization_request: AuthorizationRequestRow
  backchannel_logout: BackchannelLogoutRow
  backchannel_logout_uri: BackchannelLogoutUriRow
  browser_session: BrowserSessionRow
  canary_turn: CanaryTurnRow
  cors_origin: CorsOriginRow
  deleted_organization: DeletedOrganizationRow
  email: EmailRow
  environment: EnvironmentRow
  event: EventRow
  expiry_progress: ExpiryProgressRow
  group_member: GroupMemberRow
  idempotent_request: IdempotentRequestRow
  invitation: InvitationRow
  /** The events that a consumer may go past: a view of `event`, in the order of (transaction_id, position). */
  settled_event: SettledEventRow
  /** The others: they have been committed, and older ones may still come before them. */
  unsettled_event: SettledEventRow
  jwt_template: JwtTemplateRow
  membership_role: MembershipRoleRow
  organization: OrganizationRow
  organization_domain: OrganizationDomainRow
  organization_group: OrganizationGroupRow
  organization_membership: OrganizationMembershipRow
  owned_api_key: OwnedApiKeyRow
  owned_api_key_permission: OwnedApiKeyPermissionRow
  pace: PaceRow
  password_reset: PasswordResetRow
  password_reset_request: PasswordResetRequestRow
  pending_authentication: PendingAuthenticationRow
  permission: PermissionRow
  redirect_uri: RegisteredUriRow
  revocation: RevocationRow
  role: RoleRow
  role_permission: RolePermissionRow
  seeding_turn: SeedingTurnRow
  session: SessionRow
  sign_out_uri: RegisteredUriRow
  signing_key: SigningKeyRow
  user: UserRow
  verified_domain: VerifiedDomainRow
  verifier: VerifierRow
  verifier_acknowledgement: VerifierAcknowledgementRow
  webhook_cursor: WebhookCursorRow
  webhook_delivery: WebhookDeliveryRow
  webhook_endpoint: WebhookEndpointRow
}

/** One row: what this database was created for. A development database holds well-known passwords and is refused by `gatehouse serve`. */
export interface EnvironmentRow {
  id: 1
  mode: 'development' | 'production'
  /** Key of the refresh tokens' authentication codes, sealed with the configured secret. */
  sealed_token_key: string
  created_at: string
}

export interface UserRow {
  id: string
  email: string
  /** Lower-cased, for look-ups and uniqueness; `email` keeps what was given. */
  email_key: string
  email_verified: number
  password_hash: string | null
  /** Grows with every change of the password or the address: a link that was mailed before is good no more. */
  credential_version: number
  first_name: string | null
  last_name: string | null
  /** As somebody gave it; without it the name is made of the two above. */
  full_name: string | null
  profile_picture_url: string | null
  external_id: string | null
  metadata: string
  locale: string | null
  last_sign_in_at: string | null
  /** Since when this user is kept out; null: is not. */
  suspended_at: string | null
  /** In the words of whoever suspended them. */
  suspension_reason: string | null
  /** An `Actor` as JSON. */
  suspended_by: string | null
  created_at: string
  updated_at: string
}

export interface OrganizationRow {
  id: string
  name: string
  external_id: string | null
  stripe_customer_id: string | null
  allow_profiles_outside_organization: number
  metadata: string
  /** A JSON list of slugs. */
  entitlements: string
  created_at: string
  updated_at: string
}

/** Any number of organizations may claim a domain; one of them can have verified it. */
export interface OrganizationDomainRow {
  id: string
  organization_id: string
  /** Lower case, in the ASCII form. */
  domain: string
  state: DomainState
  /** `manual`: whoever has an API key said so. */
  verification_strategy: 'dns' | 'manual'
  /** A TXT record of the domain must be `<prefix>=<token>`. */
  verification_prefix: string
  verification_token: string
  /** When it is looked up next; null while nobody waits for it. */
  next_check_at: string | null
  /** From then on the verification has failed. */
  check_until: string | null
  created_at: string
  updated_at: string
}

/** What a member of an organization may do there: of the whole environment, or of one organization's own making. */
export interface RoleRow {
  id: string
  slug: string
  name: string
  description: string | null
  /** Empty for a role of the environment: null would be no part of a unique key. */
  organization_id: string
  /** Of several roles the one with the smallest number is what the `role` claim says. */
  priority: number
  created_at: string
  updated_at: string
}

export interface PermissionRow {
  id: string
  slug: string
  name: string
  description: string | null
  resource_type_slug: string
  created_at: string
  updated_at: string
}

export interface RolePermissionRow {
  role_id: string
  permission_slug: string
}

/** A user in an organization. `pending`: invited, and has not accepted yet. */
export interface OrganizationMembershipRow {
  id: string
  user_id: string
  /** When the user came into being, which never changes: the users of an organization are listed in this order. */
  user_created_at: string
  organization_id: string
  status: 'active' | 'inactive' | 'pending'
  created_at: string
  updated_at: string
}

/**
 * An API key that an organization or a member of it has, for the application's own API. Those of the server's management
 * API are in `api_key`, so that neither kind is ever good as the other.
 */
/** A request with an `Idempotency-Key`, kept for a day. */
export interface IdempotentRequestRow {
  /** The API key that sent it. */
  caller_id: string
  key_hash: string
  /** Of method, path and body. */
  fingerprint: string
  /** Null while the first request is under way. */
  sealed_answer: string | null
  created_at: string
}

export interface OwnedApiKeyRow {
  id: string
  name: string
  key_hash: string
  /** The last four characters, to tell keys apart. */
  hint: string
  /** The owner, or for a user's key the organization that it is for. */
  organization_id: string
  user_id: string | null
  /** A user's key is one membership's: who leaves and joins again has another. */
  membership_id: string | null
  last_used_at: string | null
  expires_at: string | null
  /** Since when somebody wanted it to have expired; then no clock decides. */
  expired_at: string | null
  created_at: string
  updated_at: string
}

export interface OwnedApiKeyPermissionRow {
  api_key_id: string
  permission_slug: string
}

/** Work that is left of a deletion: its memberships go one batch after another. */
export interface DeletedOrganizationRow {
  id: string
}

export interface MembershipRoleRow {
  membership_id: string
  role_id: string
}

/** Whose a domain is. The primary key decides between two organizations that verify it at the same moment. */
export interface VerifiedDomainRow {
  domain: string
  organization_domain_id: string
}

export type DomainState = 'failed' | 'legacy_verified' | 'pending' | 'verified'

/**
 * A session only ever moves from alive (`ended_at` null) to ended; every write is conditional on its being alive.
 * Refresh tokens are not rows: see `features/sessions/refresh-token.ts`.
 */
export interface SessionRow {
  id: string
  user_id: string
  application_id: string
  /** The hosted sign-in it came from, if any; both end together, unless only the session's time is over. */
  browser_session_id: string | null
  organization_id: string | null
  /** When it moved to this organization; null: it began in it, or is in none. */
  moved_at: string | null
  auth_method: SessionAuthMethod
  ip_address: string | null
  /** The same as `ipKey` has it, so that ranges can be compared. */
  ip_key: string | null
  user_agent: string | null
  authenticated_at: string
  /** How often the refresh token has been rotated; the token carries the same number. */
  refresh_count: number
  /** When it was last refreshed, or else started: the inactivity timeout counts from here. */
  refreshed_at: string
  /** Marks of the rotations of the last seconds, newest first: a time and the count that was exchanged (`rotation-times.ts`). */
  rotation_times: string
  expires_at: string
  ended_at: string | null
  end_reason: SessionEndReason | null
  /** Who ended it: an `Actor` as JSON. */
  end_actor: string | null
  created_at: string
  updated_at: string
}

/** Closed on the wire: the PHP SDK refuses any other value. */
export type SessionAuthMethod = 'password'

export type SessionEndReason =
  | 'sign_out'
  | 'api_revoke'
  | 'mass_revoke'
  | 'password_change'
  | 'password_reset'
  | 'user_deleted'
  | 'membership_deactivated'
  | 'membership_deleted'
  | 'organization_deleted'
  | 'user_suspended'
  | 'session_limit'
  | 'user_revoke'
  | 'refresh_token_reuse'
  | 'code_reuse'
  | 'expired'
  | 'inactive'

/** One row, once there is one: every session that expired before this time has been recorded as ended. */
export interface ExpiryProgressRow {
  id: 1
  recorded_until: string
}

/**
 * Sessions revoked by a filter, all at once: while the row is open, every check of a session asks whether it is covered.
 * Null in a filter column covers everything.
 */
export interface RevocationRow {
  id: string
  user_id: string | null
  except_session_id: string | null
  organization_id: string | null
  application_id: string | null
  auth_method: SessionAuthMethod | null
  ip_from: string | null
  ip_to: string | null
  /** Lower-cased, for `like`. */
  user_agent_pattern: string | null
  created_before: string
  /** What each session is recorded to have ended for. */
  reason: SessionEndReason
  actor: string
  /** How many sessions have been recorded as ended so far. */
  ended_count: number
  /** Every session it covers that began before this time has been recorded; null: none has been looked at. */
  recorded_until: string | null
  created_at: string
  /** When every session it covers had been recorded as ended; until then it is in force. */
  completed_at: string | null
}

/** At most one row: the node that is adding what its seed file has. The others wait until it is done, or is too late. */
export interface SeedingTurnRow {
  id: 1
  taken_by: string
  good_until: string
}

/** One row: whose turn it is to watch a canary session is decided by moving the time on. */
export interface CanaryTurnRow {
  id: 1
  next_at: string
}

/** A browser that is signed in to the hosted pages. Its cookie holds a secret of which only the hash is here. */
export interface BrowserSessionRow {
  id: string
  cookie_hash: string
  user_id: string
  auth_method: SessionAuthMethod
  ip_address: string | null
  /** The same as `ipKey` has it, so that ranges can be compared. */
  ip_key: string | null
  user_agent: string | null
  authenticated_at: string
  last_used_at: string
  expires_at: string
  ended_at: string | null
  created_at: string
}

/** A sign-in on the hosted pages: what `GET /user_management/authorize` asked for. */
export interface AuthorizationRequestRow {
  id: string
  /** The browser that may continue it. */
  browser_hash: string
  /** Null, like the redirect URI, where it leads to a page of our own. */
  application_id: string | null
  redirect_uri: string | null
  state: string | null
  code_challenge: string | null
  /** For the ID token; null: the application gave none. */
  nonce: string | null
  /** Whether it came in by OpenID Connect: its answer then names the issuer. */
  is_openid: number
  /** For the email field: what the application hinted at, later what was typed there. */
  login_hint: string | null
  /** What was typed on the sign-up page, to be shown there again. */
  typed_first_name: string | null
  typed_last_name: string | null
  /** The first of the application's `ui_locales` that the pages are written in. */
  language: string | null
  /** The one that the application wants the person to be in; null: whichever. */
  organization_id: string | null
  /** Whether the person was asked to choose one, and has; null: nobody was asked. */
  organization_selection: 'open' | 'done' | null
  /** Whose address signs in, and what is accepted by it. */
  invitation_id: string | null
  /** What it ended in; null while nobody has signed in yet. */
  browser_session_id: string | null
  created_at: string
  expires_at: string
}

export interface AuthorizationCodeRow {
  code_hash: string
  application_id: string
  redirect_uri: string
  code_challenge: string | null
  nonce: string | null
  /** That the session will be in; null: in none. */
  organization_id: string | null
  browser_session_id: string
  created_at: string
  expires_at: string
  used_at: string | null
  /** What it was exchanged for; ended when the code is seen again (RFC 6749, 4.1.2). */
  session_id: string | null
}

/** Somebody proved to an application who they are, and has to choose an organization before a session starts. */
export interface PendingAuthenticationRow {
  token_hash: string
  user_id: string
  application_id: string
  auth_method: SessionAuthMethod
  ip_address: string | null
  /** The same as `ipKey` has it, so that ranges can be compared. */
  ip_key: string | null
  user_agent: string | null
  authenticated_at: string
  expires_at: string
}

/** An application is owed the news that a session ended. Afterwards the row says how that went. */
export interface BackchannelLogoutRow {
  session_id: string
  uri_id: string
  /** As it was when the session ended. */
  uri: string
  user_id: string
  application_id: string
  /** How many times somebody has set about it. */
  attempts: number
  /** Also keeps others away while somebody is at it; null: delivered, or given up. */
  next_attempt_at: string | null
  last_attempt_at: string | null
  /** Why the latest attempt failed. */
  last_error: string | null
  delivered_at: string | null
  created_at: string
  updated_at: string
}

/** Where an application wants to hear of sessions that ended. */
export interface BackchannelLogoutUriRow {
  id: string
  application_id: string
  uri: string
  created_at: string
  updated_at: string
}

/** How much of a budget of attempts is used up: it fills again at a steady rate, and is full at `full_at` (ms since 1970). */
export interface PaceRow {
  key: string
  full_at: number
}

export interface OrganizationGroupRow {
  id: string
  organization_id: string
  name: string
  description: string | null
  created_at: string
  updated_at: string
}

export interface GroupMemberRow {
  group_id: string
  membership_id: string
  /** Never changes; here too, so that the members of a group are in the order of pages. */
  membership_created_at: string
}

/** Of a person, by mail, to the server or to an organization on it. One that is over stays, to be read. */
export interface InvitationRow {
  id: string
  email: string
  email_key: string
  /** Null, like the role: to no organization. */
  organization_id: string | null
  role_slug: string | null
  inviter_user_id: string | null
  /** What the mail is written in; null: the fallback. */
  language: string | null
  /** Names organization and address while it can be accepted, so that there is one; null once it is accepted or revoked. */
  open_key: string | null
  token_hash: string
  /** For the API, which promises to show the token again; the server itself looks it up by its hash. */
  sealed_token: string
  accepted_at: string | null
  accepted_user_id: string | null
  revoked_at: string | null
  expires_at: string
  created_at: string
  updated_at: string
}

/** A link to set a new password. The token works once, until `expires_at`, and while the user's credentials stay as they were. */
export interface PasswordResetRow {
  id: string
  user_id: string
  /** The user's address at the time. */
  email: string
  credential_version: number
  token_hash: string
  /** For the API only, which promises to show the token again; the server itself looks it up by its hash. */
  sealed_token: string
  /** The sign-in that the person was at when they asked for it. */
  authorization_request_id: string | null
  created_at: string
  expires_at: string
  used_at: string | null
}

/** What was asked for an address, whether or not somebody has it: paces the mails, and is the wish for one until it is looked at. */
export interface PasswordResetRequestRow {
  email_key: string
  /** The last three times, newest first; an empty text is before all times. */
  latest_at: string
  second_at: string
  third_at: string
  /** Since when somebody on the hosted pages waits for a mail; null if nobody does. */
  wanted_at: string | null
  authorization_request_id: string | null
  /** Of the page that it was wanted on, and so of the mail; null if nobody waits. */
  language: string | null
}

/** A mail that has not been sent yet; afterwards the row is gone. */
export interface EmailRow {
  id: string
  /** An `Email` as JSON, sealed with the configured secret. */
  sealed_email: string
  /** How many times somebody has set about sending it. */
  attempts: number
  /** Also keeps others away while somebody is sending it. */
  next_attempt_at: string
  /** From then on it is of no use. */
  expires_at: string
  created_at: string
}

export interface ApplicationRow {
  id: string
  name: string
  created_at: string
}

export interface ApiKeyRow {
  id: string
  name: string
  key_hash: string
  /** The last four characters, to tell keys apart. */
  hint: string
  created_at: string
  revoked_at: string | null
}

export interface RegisteredUriRow {
  id: string
  uri: string
  is_default: number
  created_at: string
  updated_at: string
}

/** A page of this origin may call with the browser's cookies and read the answer. */
export interface CorsOriginRow {
  id: string
  /** As browsers write it in the `Origin` header. */
  origin: string
  created_at: string
  updated_at: string
}

/** One row, if there is one: what access tokens say in addition. */
export interface JwtTemplateRow {
  id: 1
  content: string
  created_at: string
  updated_at: string
}

export interface SigningKeyRow {
  id: string
  /** The public key as the JWKS shows it. */
  public_jwk: string
  /** PKCS #8, sealed with the configured secret. */
  sealed_private_key: string
  created_at: string
  /** Tokens are signed with the newest key whose time has come. */
  active_from: string
  /** It stays published until then. */
  retired_at: string | null
}

export interface EventRow {
  position: Generated<number>
  transaction_id: Generated<number>
  id: string
  event: string
  data: string
  context: string
  /** What it is about belongs to it, or is it; null: to none. */
  organization_id: string | null
  created_at: string
}

export type SettledEventRow = Selectable<EventRow>

/** A process that verifies access tokens by itself and follows the revocation feed; what it said last. */
export interface VerifierRow {
  /** Its own choice, random. */
  id: string
  name: string
  api_key_id: string
  staleness_ms: number
  live_revocations: number
  look_ups: number
  refusals: number
  first_seen_at: string
  last_seen_at: string
  /** Its latest word was that it refuses every token from now on. */
  closed_at: string | null
}

/** A verifier refuses everything that the log has up to here, at the latest since `received_at`. */
export interface VerifierAcknowledgementRow {
  verifier_id: string
  transaction_id: number
  position: number
  received_at: string
}

/** Somebody else's server that is told of events. */
export interface WebhookEndpointRow {
  id: string
  endpoint_url: string
  /** What deliveries are signed with, sealed: the API shows it, and the endpoint checks with it. */
  sealed_secret: string
  status: 'enabled' | 'disabled'
  /** The names of the events it wants, as JSON. */
  events: string
  /** Events before that are not for it: nobody is told of what happened while they were switched off. */
  enabled_at: string
  created_at: string
  updated_at: string
}

/** One row: how far in the log deliveries have been made of events. */
export interface WebhookCursorRow {
  id: 1
  transaction_id: number
  position: number
}

/** An event that an endpoint is owed, or has got. */
export interface WebhookDeliveryRow {
  endpoint_id: string
  event_id: string
  event: string
  attempts: number
  /** Also keeps others away while somebody is at it; null: delivered or given up. */
  next_attempt_at: string | null
  last_error: string | null
  delivered_at: string | null
  created_at: string
  updated_at: string
}
