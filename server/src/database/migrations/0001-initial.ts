import { type Kysely, PostgresAdapter, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

export const initial: Migration = {
  async up(db: Kysely<unknown>) {
    const isPostgres = db.getExecutor().adapter instanceof PostgresAdapter
    // Byte order on both databases: SQLite has no other, and ids and times need none.
    const text = isPostgres ? 'text collate "C"' : 'text'
    const others = isPostgres ? [...eventsOnPostgres(text), ...roomToChange] : eventsOnSqlite
    const tables = [configuration, people, organizations, signIns, logouts, mails, verifiers, limits, webhooks].flatMap(
      (list) => list(text),
    )
    for (const statement of [...tables, ...others]) {
      await sql.raw(statement).execute(db)
    }
  },
}

const configuration = (text: string) => [
  `create table environment (
    id integer primary key,
    mode ${text} not null,
    sealed_token_key ${text} not null,
    created_at ${text} not null
  )`,
  `create table seeding_turn (
    id integer primary key,
    taken_by ${text} not null,
    good_until ${text} not null
  )`,
  `create table jwt_template (
    id integer primary key,
    content ${text} not null,
    created_at ${text} not null,
    updated_at ${text} not null
  )`,
  `create table application (
    id ${text} primary key,
    name ${text} not null,
    created_at ${text} not null
  )`,
  `create table api_key (
    id ${text} primary key,
    name ${text} not null,
    key_hash ${text} not null unique,
    hint ${text} not null,
    created_at ${text} not null,
    revoked_at ${text}
  )`,
  ...['redirect_uri', 'sign_out_uri'].flatMap((table) => [
    `create table ${table} (
      id ${text} primary key,
      uri ${text} not null unique,
      is_default integer not null,
      created_at ${text} not null,
      updated_at ${text} not null
    )`,
    `create unique index ${table}_one_default on ${table} (is_default) where is_default = 1`,
  ]),
  `create table cors_origin (
    id ${text} primary key,
    origin ${text} not null unique,
    created_at ${text} not null,
    updated_at ${text} not null
  )`,
  `create table backchannel_logout_uri (
    id ${text} primary key,
    application_id ${text} not null,
    uri ${text} not null,
    created_at ${text} not null,
    updated_at ${text} not null,
    unique (application_id, uri)
  )`,
  `create table signing_key (
    id ${text} primary key,
    public_jwk ${text} not null,
    sealed_private_key ${text} not null,
    created_at ${text} not null,
    active_from ${text} not null,
    retired_at ${text}
  )`,
]

const people = (text: string) => [
  `create table "user" (
    id ${text} primary key,
    email ${text} not null,
    email_key ${text} not null unique,
    email_verified integer not null,
    password_hash ${text},
    credential_version integer not null,
    first_name ${text},
    last_name ${text},
    full_name ${text},
    profile_picture_url ${text},
    external_id ${text} unique,
    metadata ${text} not null,
    locale ${text},
    last_sign_in_at ${text},
    suspended_at ${text},
    suspension_reason ${text},
    suspended_by ${text},
    created_at ${text} not null,
    updated_at ${text} not null
  )`,
  `create index user_by_age on "user" (created_at, id)`,
  `create table browser_session (
    id ${text} primary key,
    cookie_hash ${text} not null unique,
    user_id ${text} not null,
    auth_method ${text} not null,
    ip_address ${text},
    ip_key ${text},
    user_agent ${text},
    authenticated_at ${text} not null,
    last_used_at ${text} not null,
    expires_at ${text} not null,
    ended_at ${text},
    created_at ${text} not null
  )`,
  `create table canary_turn (id integer primary key, next_at ${text} not null)`,
  'create index browser_session_of_user on browser_session (user_id)',
]

const organizations = (text: string) => [
  `create table organization (
    id ${text} primary key,
    name ${text} not null,
    external_id ${text} unique,
    stripe_customer_id ${text} unique,
    allow_profiles_outside_organization integer not null,
    metadata ${text} not null,
    entitlements ${text} not null,
    created_at ${text} not null,
    updated_at ${text} not null
  )`,
  'create index organization_by_age on organization (created_at, id)',
  `create table organization_domain (
    id ${text} primary key,
    organization_id ${text} not null,
    domain ${text} not null,
    state ${text} not null,
    verification_strategy ${text} not null,
    verification_prefix ${text} not null,
    verification_token ${text} not null,
    next_check_at ${text},
    check_until ${text},
    created_at ${text} not null,
    updated_at ${text} not null,
    unique (organization_id, domain)
  )`,
  'create index organization_domain_by_name on organization_domain (domain)',
  'create index organization_domain_due on organization_domain (next_check_at) where next_check_at is not null',
  `create table role (
    id ${text} primary key,
    slug ${text} not null,
    name ${text} not null,
    description ${text},
    organization_id ${text} not null,
    priority integer not null,
    created_at ${text} not null,
    updated_at ${text} not null,
    unique (organization_id, slug)
  )`,
  `create table permission (
    id ${text} primary key,
    slug ${text} not null unique,
    name ${text} not null,
    description ${text},
    resource_type_slug ${text} not null,
    created_at ${text} not null,
    updated_at ${text} not null
  )`,
  'create index permission_by_age on permission (created_at, id)',
  `create table role_permission (
    role_id ${text} not null,
    permission_slug ${text} not null,
    primary key (role_id, permission_slug)
  )`,
  'create index role_permission_of_permission on role_permission (permission_slug)',
  `create table organization_membership (
    id ${text} primary key,
    user_id ${text} not null,
    user_created_at ${text} not null,
    organization_id ${text} not null,
    status ${text} not null,
    created_at ${text} not null,
    updated_at ${text} not null,
    unique (user_id, organization_id)
  )`,
  'create index organization_membership_of_organization on organization_membership (organization_id, status, created_at, id)',
  `create index active_member_of_organization on organization_membership (organization_id, user_created_at, user_id)
    where status = 'active'`,
  `create table idempotent_request (
    caller_id ${text} not null,
    key_hash ${text} not null,
    fingerprint ${text} not null,
    sealed_answer ${text},
    created_at ${text} not null,
    primary key (caller_id, key_hash)
  )`,
  'create index idempotent_request_by_age on idempotent_request (created_at)',
  `create table owned_api_key (
    id ${text} primary key,
    name ${text} not null,
    key_hash ${text} not null unique,
    hint ${text} not null,
    organization_id ${text} not null,
    user_id ${text},
    membership_id ${text},
    last_used_at ${text},
    expires_at ${text},
    expired_at ${text},
    created_at ${text} not null,
    updated_at ${text} not null
  )`,
  'create index owned_api_key_of_organization on owned_api_key (organization_id)',
  'create index owned_api_key_by_age on owned_api_key (organization_id, created_at, id) where user_id is null',
  `create index owned_api_key_of_user on owned_api_key (user_id, created_at, id) where user_id is not null`,
  'create index owned_api_key_of_membership on owned_api_key (membership_id) where membership_id is not null',
  `create table owned_api_key_permission (
    api_key_id ${text} not null,
    permission_slug ${text} not null,
    primary key (api_key_id, permission_slug)
  )`,
  'create index owned_api_key_permission_of_permission on owned_api_key_permission (permission_slug)',
  `create table deleted_organization (
    id ${text} primary key
  )`,
  `create table membership_role (
    membership_id ${text} not null,
    role_id ${text} not null,
    primary key (membership_id, role_id)
  )`,
  'create index membership_role_of_role on membership_role (role_id)',
  `create table organization_group (
    id ${text} primary key,
    organization_id ${text} not null,
    name ${text} not null,
    description ${text},
    created_at ${text} not null,
    updated_at ${text} not null
  )`,
  'create index organization_group_of_organization on organization_group (organization_id, created_at, id)',
  `create table group_member (
    group_id ${text} not null,
    membership_id ${text} not null,
    membership_created_at ${text} not null,
    primary key (group_id, membership_id)
  )`,
  'create index group_member_by_age on group_member (group_id, membership_created_at, membership_id)',
  'create index group_member_of_membership on group_member (membership_id)',
  `create table verified_domain (
    domain ${text} primary key,
    organization_domain_id ${text} not null
  )`,
]

const signIns = (text: string) => [
  `create table session (
    id ${text} primary key,
    user_id ${text} not null,
    application_id ${text} not null,
    browser_session_id ${text},
    organization_id ${text},
    moved_at ${text},
    auth_method ${text} not null,
    ip_address ${text},
    ip_key ${text},
    user_agent ${text},
    authenticated_at ${text} not null,
    refresh_count integer not null,
    refreshed_at ${text} not null,
    rotation_times ${text} not null,
    expires_at ${text} not null,
    ended_at ${text},
    end_reason ${text},
    end_actor ${text},
    created_at ${text} not null,
    updated_at ${text} not null
  )`,
  // None of a column that a refresh or a sign-out changes, nor with a condition on one: each would be a page more to
  // write (docs/performance.md). Every filter of a search has one that ends in the order of creation.
  'create index session_of_user on session (user_id, created_at, id)',
  'create index session_of_organization on session (organization_id, created_at, id) where organization_id is not null',
  'create index session_of_application on session (application_id, created_at, id)',
  'create index session_by_method on session (auth_method, created_at, id)',
  'create index session_by_address on session (ip_key, created_at, id)',
  'create index session_of_browser on session (browser_session_id) where browser_session_id is not null',
  'create index session_by_age on session (created_at, id)',
  'create index session_by_expiry on session (expires_at, id)',
  'create index session_by_move on session (moved_at) where moved_at is not null',
  `create table expiry_progress (
    id integer primary key,
    recorded_until ${text} not null
  )`,
  `create table revocation (
    id ${text} primary key,
    user_id ${text},
    except_session_id ${text},
    organization_id ${text},
    application_id ${text},
    auth_method ${text},
    ip_from ${text},
    ip_to ${text},
    user_agent_pattern ${text},
    created_before ${text} not null,
    reason ${text} not null,
    actor ${text} not null,
    ended_count integer not null,
    recorded_until ${text},
    created_at ${text} not null,
    completed_at ${text}
  )`,
  'create index revocation_open on revocation (created_at) where completed_at is null',
  `create table authorization_request (
    id ${text} primary key,
    browser_hash ${text} not null,
    application_id ${text},
    redirect_uri ${text},
    state ${text},
    code_challenge ${text},
    nonce ${text},
    is_openid integer not null,
    login_hint ${text},
    typed_first_name ${text},
    typed_last_name ${text},
    language ${text},
    organization_id ${text},
    organization_selection ${text},
    invitation_id ${text},
    browser_session_id ${text},
    created_at ${text} not null,
    expires_at ${text} not null
  )`,
  'create index authorization_request_by_expiry on authorization_request (expires_at)',
  `create table authorization_code (
    code_hash ${text} primary key,
    application_id ${text} not null,
    redirect_uri ${text} not null,
    code_challenge ${text},
    nonce ${text},
    organization_id ${text},
    browser_session_id ${text} not null,
    created_at ${text} not null,
    expires_at ${text} not null,
    used_at ${text},
    session_id ${text}
  )`,
  'create index authorization_code_by_expiry on authorization_code (expires_at)',
  `create table pending_authentication (
    token_hash ${text} primary key,
    user_id ${text} not null,
    application_id ${text} not null,
    auth_method ${text} not null,
    ip_address ${text},
    ip_key ${text},
    user_agent ${text},
    authenticated_at ${text} not null,
    expires_at ${text} not null
  )`,
  'create index pending_authentication_of_user on pending_authentication (user_id)',
  'create index pending_authentication_by_expiry on pending_authentication (expires_at)',
]

const logouts = (text: string) => [
  `create table backchannel_logout (
    session_id ${text} not null,
    uri_id ${text} not null,
    uri ${text} not null,
    user_id ${text} not null,
    application_id ${text} not null,
    attempts integer not null,
    next_attempt_at ${text},
    last_attempt_at ${text},
    last_error ${text},
    delivered_at ${text},
    created_at ${text} not null,
    updated_at ${text} not null,
    primary key (session_id, uri_id)
  )`,
  'create index backchannel_logout_due on backchannel_logout (uri_id, next_attempt_at) where next_attempt_at is not null',
  'create index backchannel_logout_done on backchannel_logout (updated_at) where next_attempt_at is null',
]

const mails = (text: string) => [
  `create table email (
    id ${text} primary key,
    sealed_email ${text} not null,
    attempts integer not null,
    next_attempt_at ${text} not null,
    expires_at ${text} not null,
    created_at ${text} not null
  )`,
  'create index email_due on email (next_attempt_at)',
  `create table password_reset (
    id ${text} primary key,
    user_id ${text} not null,
    email ${text} not null,
    credential_version integer not null,
    token_hash ${text} not null unique,
    sealed_token ${text} not null,
    authorization_request_id ${text},
    created_at ${text} not null,
    expires_at ${text} not null,
    used_at ${text}
  )`,
  'create index password_reset_by_expiry on password_reset (expires_at)',
  `create table password_reset_request (
    email_key ${text} primary key,
    latest_at ${text} not null,
    second_at ${text} not null,
    third_at ${text} not null,
    wanted_at ${text},
    authorization_request_id ${text},
    language ${text}
  )`,
  'create index password_reset_request_wanted on password_reset_request (wanted_at) where wanted_at is not null',
  'create index password_reset_request_by_age on password_reset_request (latest_at)',
  `create table invitation (
    id ${text} primary key,
    email ${text} not null,
    email_key ${text} not null,
    organization_id ${text},
    role_slug ${text},
    inviter_user_id ${text},
    language ${text},
    open_key ${text} unique,
    token_hash ${text} not null unique,
    sealed_token ${text} not null,
    accepted_at ${text},
    accepted_user_id ${text},
    revoked_at ${text},
    expires_at ${text} not null,
    created_at ${text} not null,
    updated_at ${text} not null
  )`,
  'create index invitation_by_age on invitation (created_at, id)',
  'create index invitation_of_organization on invitation (organization_id, created_at, id)',
  'create index invitation_of_address on invitation (email_key, created_at, id)',
  'create index invitation_of_inviter on invitation (inviter_user_id) where inviter_user_id is not null',
  'create index invitation_of_accepter on invitation (accepted_user_id) where accepted_user_id is not null',
]

const verifiers = (text: string) => [
  `create table verifier (
    id ${text} primary key,
    name ${text} not null,
    api_key_id ${text} not null,
    staleness_ms bigint not null,
    live_revocations bigint not null,
    look_ups bigint not null,
    refusals bigint not null,
    first_seen_at ${text} not null,
    last_seen_at ${text} not null,
    closed_at ${text}
  )`,
  `create table verifier_acknowledgement (
    verifier_id ${text} not null,
    transaction_id bigint not null,
    position bigint not null,
    received_at ${text} not null,
    primary key (verifier_id, transaction_id, position)
  )`,
  'create index verifier_acknowledgement_by_age on verifier_acknowledgement (received_at)',
]

const limits = (text: string) => [
  `create table pace (
    key ${text} primary key,
    full_at bigint not null
  )`,
  'create index pace_by_time on pace (full_at)',
]

const webhooks = (text: string) => [
  `create table webhook_endpoint (
    id ${text} primary key,
    endpoint_url ${text} not null unique,
    sealed_secret ${text} not null,
    status ${text} not null,
    events ${text} not null,
    enabled_at ${text} not null,
    created_at ${text} not null,
    updated_at ${text} not null
  )`,
  `create table webhook_cursor (
    id integer primary key,
    transaction_id bigint not null,
    position bigint not null
  )`,
  `create table webhook_delivery (
    endpoint_id ${text} not null,
    event_id ${text} not null,
    event ${text} not null,
    attempts integer not null,
    next_attempt_at ${text},
    last_error ${text},
    delivered_at ${text},
    created_at ${text} not null,
    updated_at ${text} not null,
    primary key (endpoint_id, event_id)
  )`,
  'create index webhook_delivery_due on webhook_delivery (endpoint_id, next_attempt_at) where next_attempt_at is not null',
  `create index webhook_delivery_failed on webhook_delivery (endpoint_id, event_id)
    where next_attempt_at is null and delivered_at is null`,
  'create index webhook_delivery_done on webhook_delivery (updated_at) where next_attempt_at is null',
]

const EVENT_OF_ORGANIZATION =
  'create index event_of_organization on event (organization_id, transaction_id, position) where organization_id is not null'

/**
 * Writers come one after another, so the row number is the order of commits. It stands for the transaction too: of the
 * pair that both databases order by, SQLite enters an index at the first half only, because the second is the row number.
 */
const eventsOnSqlite = [
  `create table event (
    position integer primary key autoincrement,
    transaction_id integer not null generated always as (position) virtual,
    id text not null unique,
    event text not null,
    data text not null,
    context text not null,
    organization_id text,
    created_at text not null
  )`,
  'create index event_by_transaction on event (transaction_id, position)',
  'create index event_by_kind on event (event, transaction_id, position)',
  EVENT_OF_ORGANIZATION,
  'create view settled_event as select * from event',
  'create view unsettled_event as select * from event where false',
]

/**
 * Sequence values are handed out before the commit, so a reader who goes on from the greatest one it saw would miss
 * those that commit later. Transaction ids are compared instead: the view shows only events of transactions older than
 * every one still running, and nothing can ever appear before them any more.
 */
const eventsOnPostgres = (text: string) => [
  // Nothing, until the log is restored into a cluster that is younger than it: see `continue-event-log.ts`.
  'create function event_log_offset() returns bigint language sql immutable as $$ select 0::bigint $$',
  `create table event (
    position bigint generated always as identity primary key,
    transaction_id bigint not null default (pg_current_xact_id()::text::bigint + event_log_offset()),
    id ${text} not null unique,
    event ${text} not null,
    data ${text} not null,
    context ${text} not null,
    organization_id ${text},
    created_at ${text} not null
  )`,
  'create index event_by_transaction on event (transaction_id, position)',
  'create index event_by_kind on event (event, transaction_id, position)',
  EVENT_OF_ORGANIZATION,
  `create view settled_event as
    select * from event where transaction_id < pg_snapshot_xmin(pg_current_snapshot())::text::bigint + event_log_offset()`,
  `create view unsettled_event as
    select * from event where transaction_id >= pg_snapshot_xmin(pg_current_snapshot())::text::bigint + event_log_offset()`,
]

/**
 * PostgreSQL writes a row that changes anew: where there is room for it on the same page, and no index on what changed, no
 * index is written.
 */
const roomToChange = ['session', 'browser_session'].map((table) => `alter table ${table} set (fillfactor = 80)`)
