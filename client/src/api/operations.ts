import type { Call, GrantType } from './call.ts'

/**
 * Every request of the server, by the name it has here; names and groups are those of the official SDK where it has them.
 * One line is all that a new operation needs, and `npm run check` fails until it has it.
 */
export const OPERATIONS = {
  userManagement: {
    authenticate: 'POST /user_management/authenticate',

    createUser: 'POST /user_management/users',
    listUsers: 'GET /user_management/users',
    getUser: 'GET /user_management/users/{id}',
    getUserByExternalId: 'GET /user_management/users/external_id/{external_id}',
    updateUser: 'PUT /user_management/users/{id}',
    deleteUser: 'DELETE /user_management/users/{id}',
    suspendUser: 'POST /user_management/users/{id}/suspend',
    reactivateUser: 'POST /user_management/users/{id}/reactivate',
    getUserSuspension: 'GET /user_management/users/{id}/suspension',

    listSessions: 'GET /user_management/users/{id}/sessions',
    searchSessions: 'GET /user_management/sessions',
    getSession: 'GET /user_management/sessions/{id}',
    getSessionReceipt: 'GET /user_management/sessions/{id}/receipt',
    listBackchannelDeliveries: 'GET /user_management/sessions/{id}/backchannel_deliveries',
    revokeSession: 'POST /user_management/sessions/revoke',
    revokeSessions: 'POST /user_management/sessions/revocations',
    getSessionRevocation: 'GET /user_management/sessions/revocations/{id}',
    /** One page, with long polling. A session verifier follows all of it by itself. */
    getRevocations: 'GET /user_management/sessions/revocations',
    acknowledgeRevocations: 'POST /user_management/sessions/revocations/acknowledgements',

    createOrganizationMembership: 'POST /user_management/organization_memberships',
    listOrganizationMemberships: 'GET /user_management/organization_memberships',
    getOrganizationMembership: 'GET /user_management/organization_memberships/{id}',
    updateOrganizationMembership: 'PUT /user_management/organization_memberships/{id}',
    deleteOrganizationMembership: 'DELETE /user_management/organization_memberships/{id}',
    deactivateOrganizationMembership: 'PUT /user_management/organization_memberships/{id}/deactivate',
    reactivateOrganizationMembership: 'PUT /user_management/organization_memberships/{id}/reactivate',
    listGroupsForOrganizationMembership: 'GET /user_management/organization_memberships/{omId}/groups',

    sendInvitation: 'POST /user_management/invitations',
    listInvitations: 'GET /user_management/invitations',
    getInvitation: 'GET /user_management/invitations/{id}',
    findInvitationByToken: 'GET /user_management/invitations/by_token/{token}',
    acceptInvitation: 'POST /user_management/invitations/{id}/accept',
    resendInvitation: 'POST /user_management/invitations/{id}/resend',
    revokeInvitation: 'POST /user_management/invitations/{id}/revoke',

    createUserApiKey: 'POST /user_management/users/{userId}/api_keys',
    listUserApiKeys: 'GET /user_management/users/{userId}/api_keys',

    createPasswordReset: 'POST /user_management/password_reset',
    getPasswordReset: 'GET /user_management/password_reset/{id}',
    resetPassword: 'POST /user_management/password_reset/confirm',

    createRedirectUri: 'POST /user_management/redirect_uris',
    listRedirectUris: 'GET /user_management/redirect_uris',
    deleteRedirectUri: 'DELETE /user_management/redirect_uris/{id}',
    createSignOutUri: 'POST /user_management/sign_out_uris',
    listSignOutUris: 'GET /user_management/sign_out_uris',
    updateSignOutUri: 'PUT /user_management/sign_out_uris/{id}',
    deleteSignOutUri: 'DELETE /user_management/sign_out_uris/{id}',
    createCorsOrigin: 'POST /user_management/cors_origins',
    listCorsOrigins: 'GET /user_management/cors_origins',
    deleteCorsOrigin: 'DELETE /user_management/cors_origins/{id}',
    getJwtTemplate: 'GET /user_management/jwt_template',
    updateJwtTemplate: 'PUT /user_management/jwt_template',
    deleteJwtTemplate: 'DELETE /user_management/jwt_template',
    createBackchannelLogoutUri: 'POST /user_management/backchannel_logout_uris',
    listBackchannelLogoutUris: 'GET /user_management/backchannel_logout_uris',
    deleteBackchannelLogoutUri: 'DELETE /user_management/backchannel_logout_uris/{id}',

    getJwks: 'GET /sso/jwks/{client_id}',
  },
  organizations: {
    createOrganization: 'POST /organizations',
    listOrganizations: 'GET /organizations',
    getOrganization: 'GET /organizations/{id}',
    getOrganizationByExternalId: 'GET /organizations/external_id/{external_id}',
    updateOrganization: 'PUT /organizations/{id}',
    deleteOrganization: 'DELETE /organizations/{id}',
    getOrganizationEntitlements: 'GET /organizations/{organizationId}/entitlements',
    setOrganizationEntitlements: 'PUT /organizations/{organizationId}/entitlements',
    listOrganizationRoles: 'GET /organizations/{organizationId}/roles',
  },
  groups: {
    createGroup: 'POST /organizations/{organizationId}/groups',
    listGroups: 'GET /organizations/{organizationId}/groups',
    getGroup: 'GET /organizations/{organizationId}/groups/{groupId}',
    updateGroup: 'PATCH /organizations/{organizationId}/groups/{groupId}',
    deleteGroup: 'DELETE /organizations/{organizationId}/groups/{groupId}',
    addOrganizationMembership: 'POST /organizations/{organizationId}/groups/{groupId}/organization-memberships',
    listOrganizationMemberships: 'GET /organizations/{organizationId}/groups/{groupId}/organization-memberships',
    removeOrganizationMembership:
      'DELETE /organizations/{organizationId}/groups/{groupId}/organization-memberships/{omId}',
  },
  apiKeys: {
    createOrganizationApiKey: 'POST /organizations/{organizationId}/api_keys',
    listOrganizationApiKeys: 'GET /organizations/{organizationId}/api_keys',
    createValidation: 'POST /api_keys/validations',
    expireApiKey: 'POST /api_keys/{id}/expire',
    deleteApiKey: 'DELETE /api_keys/{id}',
  },
  organizationDomains: {
    createOrganizationDomain: 'POST /organization_domains',
    getOrganizationDomain: 'GET /organization_domains/{id}',
    verifyOrganizationDomain: 'POST /organization_domains/{id}/verify',
    deleteOrganizationDomain: 'DELETE /organization_domains/{id}',
  },
  authorization: {
    createPermission: 'POST /authorization/permissions',
    listPermissions: 'GET /authorization/permissions',
    getPermission: 'GET /authorization/permissions/{slug}',
    updatePermission: 'PATCH /authorization/permissions/{slug}',
    deletePermission: 'DELETE /authorization/permissions/{slug}',

    createEnvironmentRole: 'POST /authorization/roles',
    listEnvironmentRoles: 'GET /authorization/roles',
    getEnvironmentRole: 'GET /authorization/roles/{slug}',
    updateEnvironmentRole: 'PATCH /authorization/roles/{slug}',
    setEnvironmentRolePermissions: 'PUT /authorization/roles/{slug}/permissions',
    addEnvironmentRolePermission: 'POST /authorization/roles/{slug}/permissions',

    createOrganizationRole: 'POST /authorization/organizations/{organizationId}/roles',
    listOrganizationRoles: 'GET /authorization/organizations/{organizationId}/roles',
    getOrganizationRole: 'GET /authorization/organizations/{organizationId}/roles/{slug}',
    updateOrganizationRole: 'PATCH /authorization/organizations/{organizationId}/roles/{slug}',
    deleteOrganizationRole: 'DELETE /authorization/organizations/{organizationId}/roles/{slug}',
    setOrganizationRolePermissions: 'PUT /authorization/organizations/{organizationId}/roles/{slug}/permissions',
    addOrganizationRolePermission: 'POST /authorization/organizations/{organizationId}/roles/{slug}/permissions',
    removeOrganizationRolePermission:
      'DELETE /authorization/organizations/{organizationId}/roles/{slug}/permissions/{permissionSlug}',
  },
  events: {
    listEvents: 'GET /events',
  },
  webhooks: {
    createWebhookEndpoint: 'POST /webhook_endpoints',
    listWebhookEndpoints: 'GET /webhook_endpoints',
    updateWebhookEndpoint: 'PATCH /webhook_endpoints/{id}',
    deleteWebhookEndpoint: 'DELETE /webhook_endpoints/{id}',
    listWebhookDeliveries: 'GET /webhook_endpoints/{id}/deliveries',
    redeliverWebhook: 'POST /webhook_endpoints/{id}/deliveries/{event_id}/redeliver',
  },
  openid: {
    getConfiguration: 'GET /.well-known/openid-configuration',
    getAuthorizationServer: 'GET /.well-known/oauth-authorization-server',
    getJwks: 'GET /oauth2/jwks',
    getToken: 'POST /oauth2/token',
    getUserinfo: 'GET /oauth2/userinfo',
    postUserinfo: 'POST /oauth2/userinfo',
    introspectToken: 'POST /oauth2/introspect',
  },
  operations: {
    getHealth: 'GET /health',
    getReadiness: 'GET /ready',
  },
} as const satisfies Record<string, Record<string, Call>>

/** What is no request of an application, and what there is in its place. */
export const NOT_REQUESTED = {
  'GET /user_management/authorize': 'userManagement.getAuthorizationUrl',
  'GET /user_management/sessions/logout': 'userManagement.getLogoutUrl',
  'GET /oauth2/authorize': 'openid.getAuthorizationUrl',
  // The same, for browsers that send a form.
  'POST /oauth2/authorize': 'openid.getAuthorizationUrl',
  // A proxy asks here about a request that it is holding; an application verifies or introspects the token.
  'GET /forward-auth': 'openid.introspectToken',
} as const satisfies Partial<Record<Call, string>>

/** By the `grant_type`, one line each: a method that says in its name what it presents. */
export const GRANTS = {
  authenticateWithPassword: 'password',
  authenticateWithCode: 'authorization_code',
  authenticateWithRefreshToken: 'refresh_token',
  authenticateWithOrganizationSelection: 'urn:workos:oauth:grant-type:organization-selection',
} as const

type Groups = typeof OPERATIONS
type Listed = { [Group in keyof Groups]: Groups[Group][keyof Groups[Group]] }[keyof Groups] | keyof typeof NOT_REQUESTED

/** Does not compile while an operation has no line above: the error names it. */
export type MissingOperation = None<Exclude<Call, Listed>>

/** The same for the grants of `POST /user_management/authenticate`. */
export type MissingGrant = None<Exclude<GrantType, (typeof GRANTS)[keyof typeof GRANTS]>>

type None<T extends never> = T
