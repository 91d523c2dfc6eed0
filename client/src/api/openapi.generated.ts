// Made of server/openapi.json by npm run openapi.

export interface paths {
    "/user_management/authenticate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Authenticate
         * @description Exchanges a code, a password or a refresh token for a new pair of tokens. A refresh token presented again within 30 seconds is answered with the current one; later, it ends the session. Whoever is an active member of several organizations is refused with 403 and `organization_selection_required`, `user`, `organizations` to choose from and a `pending_authentication_token`.
         */
        post: operations["postUserManagementAuthenticate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/user_management/authorize": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get an authorization URL
         * @description Where an application sends the browser to sign in. Answers with a hosted page or, when somebody is signed in there, with the way back. Without a known application and redirect URI it never redirects.
         */
        get: operations["getUserManagementAuthorize"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/user_management/sessions/revocations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Follow what verifiers of access tokens have to refuse
         * @description With `Accept: text/event-stream` a stream: everything that can still matter, or everything after `Last-Event-ID`, then each revocation as it is committed. Otherwise the same as JSON, with long polling.
         */
        get: operations["getUserManagementSessionsRevocations"];
        put?: never;
        /**
         * Revoke every session that a filter covers
         * @description All of them are refused from the answer on. Their events follow; the revocation tells how far that is.
         */
        post: operations["postUserManagementSessionsRevocations"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/user_management/sessions/revocations/acknowledgements": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Report what a verifier of access tokens refuses
         * @description After each batch of revocations, and every 10 seconds. The receipt of a session is made of these.
         */
        post: operations["postUserManagementSessionsRevocationsAcknowledgements"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/user_management/sessions/{id}/receipt": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See who has taken notice of the end of a session
         * @description Listed are the verifiers that were connected when the session ended, and those that have come since; for an hour after the end.
         */
        get: operations["getUserManagementSessionsByIdReceipt"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/user_management/sessions/logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Logout
         * @description Where an application sends the browser to sign out. Ends the session, its refresh tokens and the hosted sign-in it came from. A live, an ended and an unknown session are answered alike.
         */
        get: operations["getUserManagementSessionsLogout"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/user_management/sessions/revoke": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Revoke a session */
        post: operations["postUserManagementSessionsRevoke"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/user_management/sessions/revocations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** See how far a revocation has been recorded */
        get: operations["getUserManagementSessionsRevocationsById"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/user_management/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List sessions by filter, ended ones too
         * @description A page may hold fewer sessions than `limit`, even none, while its cursor is not null: the filter is rare, so many sessions have been looked at, and the next page goes on behind them. Only a null cursor is the end of the list.
         */
        get: operations["getUserManagementSessions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/user_management/sessions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a session, ended ones too */
        get: operations["getUserManagementSessionsById"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/user_management/sessions/{id}/backchannel_deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the back-channel logouts of a session
         * @description Which receivers were told that the session ended, and which are still to be told. All on one page.
         */
        get: operations["getUserManagementSessionsByIdBackchannelDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/user_management/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List users */
        get: operations["getUserManagementUsers"];
        put?: never;
        /** Create a user */
        post: operations["postUserManagementUsers"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/user_management/users/external_id/{external_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a user by external ID */
        get: operations["getUserManagementUsersExternalIdByExternalId"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/user_management/users/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a user */
        get: operations["getUserManagementUsersById"];
        /** Update a user */
        put: operations["putUserManagementUsersById"];
        post?: never;
        /** Delete a user */
        delete: operations["deleteUserManagementUsersById"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/user_management/users/{id}/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List a user's active sessions */
        get: operations["getUserManagementUsersByIdSessions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/user_management/users/{id}/suspend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Suspend a user
         * @description Ends every session and hosted sign-in of the user. Until they are reactivated every way to sign in is refused, with the code `user_suspended` for whoever knows the password. Suspending again changes nothing.
         */
        post: operations["postUserManagementUsersByIdSuspend"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/user_management/users/{id}/reactivate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Reactivate a suspended user
         * @description The user may sign in again. Sessions that ended stay ended. Without a suspension it changes nothing.
         */
        post: operations["postUserManagementUsersByIdReactivate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/user_management/users/{id}/suspension": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a user's suspension */
        get: operations["getUserManagementUsersByIdSuspension"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List organizations */
        get: operations["getOrganizations"];
        put?: never;
        /** Create an organization */
        post: operations["postOrganizations"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/external_id/{external_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get an organization by external ID */
        get: operations["getOrganizationsExternalIdByExternalId"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get an organization */
        get: operations["getOrganizationsById"];
        /** Update an organization */
        put: operations["putOrganizationsById"];
        post?: never;
        /** Delete an organization */
        delete: operations["deleteOrganizationsById"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{organizationId}/entitlements": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get the entitlements of an organization */
        get: operations["getOrganizationsByOrganizationIdEntitlements"];
        /**
         * Set the entitlements of an organization
         * @description What the organization has paid for, say. The claim `entitlements` of access tokens in the organization says them from the next sign-in or refresh on; without any there is no claim. They replace those there were.
         */
        put: operations["putOrganizationsByOrganizationIdEntitlements"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organization_domains": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create an organization domain
         * @description A TXT record of the domain that says `<verification_prefix>=<verification_token>` verifies it.
         */
        post: operations["postOrganizationDomains"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organization_domains/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get an organization domain */
        get: operations["getOrganizationDomainsById"];
        put?: never;
        post?: never;
        /** Delete an organization domain */
        delete: operations["deleteOrganizationDomainsById"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organization_domains/{id}/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Verify an organization domain
         * @description Has the TXT record looked for at once, and every minute for 30 days.
         */
        post: operations["postOrganizationDomainsByIdVerify"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/user_management/organization_memberships": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List organization memberships */
        get: operations["getUserManagementOrganizationMemberships"];
        put?: never;
        /**
         * Create an organization membership
         * @description An inactive membership becomes active again.
         */
        post: operations["postUserManagementOrganizationMemberships"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/user_management/organization_memberships/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get an organization membership */
        get: operations["getUserManagementOrganizationMembershipsById"];
        /** Update an organization membership */
        put: operations["putUserManagementOrganizationMembershipsById"];
        post?: never;
        /**
         * Delete an organization membership
         * @description Ends the sessions that the user has in the organization, and deletes their API keys for it.
         */
        delete: operations["deleteUserManagementOrganizationMembershipsById"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/user_management/organization_memberships/{id}/deactivate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Deactivate an organization membership
         * @description Ends the sessions that the user has in the organization.
         */
        put: operations["putUserManagementOrganizationMembershipsByIdDeactivate"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/user_management/organization_memberships/{id}/reactivate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Reactivate an organization membership */
        put: operations["putUserManagementOrganizationMembershipsByIdReactivate"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{organizationId}/api_keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List API keys of an organization
         * @description Those of its members are listed by user.
         */
        get: operations["getOrganizationsByOrganizationIdApiKeys"];
        put?: never;
        /**
         * Create an API key for an organization
         * @description The value is answered here and never again.
         */
        post: operations["postOrganizationsByOrganizationIdApiKeys"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/user_management/users/{userId}/api_keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List API keys of a user */
        get: operations["getUserManagementUsersByUserIdApiKeys"];
        put?: never;
        /**
         * Create an API key for a user
         * @description It works while the user has an active membership in the organization. The value is never answered again.
         */
        post: operations["postUserManagementUsersByUserIdApiKeys"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api_keys/validations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Validate an API key
         * @description Answers the key if it is good at this moment, and null otherwise.
         */
        post: operations["postApiKeysValidations"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api_keys/{id}/expire": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Expire an API key
         * @description At once, at a time to come, or with null no more.
         */
        post: operations["postApiKeysByIdExpire"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api_keys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Delete an API key */
        delete: operations["deleteApiKeysById"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{organizationId}/groups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List groups */
        get: operations["getOrganizationsByOrganizationIdGroups"];
        put?: never;
        /** Create a group */
        post: operations["postOrganizationsByOrganizationIdGroups"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{organizationId}/groups/{groupId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a group */
        get: operations["getOrganizationsByOrganizationIdGroupsByGroupId"];
        put?: never;
        post?: never;
        /**
         * Delete a group
         * @description Its members stay members of the organization.
         */
        delete: operations["deleteOrganizationsByOrganizationIdGroupsByGroupId"];
        options?: never;
        head?: never;
        /** Update a group */
        patch: operations["patchOrganizationsByOrganizationIdGroupsByGroupId"];
        trace?: never;
    };
    "/organizations/{organizationId}/groups/{groupId}/organization-memberships": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the members of a group */
        get: operations["getOrganizationsByOrganizationIdGroupsByGroupIdOrganizationMemberships"];
        put?: never;
        /**
         * Add a member to a group
         * @description One who is in it already stays in it.
         */
        post: operations["postOrganizationsByOrganizationIdGroupsByGroupIdOrganizationMemberships"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{organizationId}/groups/{groupId}/organization-memberships/{omId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Remove a member from a group
         * @description They stay a member of the organization.
         */
        delete: operations["deleteOrganizationsByOrganizationIdGroupsByGroupIdOrganizationMembershipsByOmId"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/user_management/organization_memberships/{omId}/groups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the groups of a member */
        get: operations["getUserManagementOrganizationMembershipsByOmIdGroups"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/user_management/invitations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List invitations */
        get: operations["getUserManagementInvitations"];
        put?: never;
        /**
         * Send an invitation
         * @description Mails a link. Whoever follows it joins, with an account of that address.
         */
        post: operations["postUserManagementInvitations"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/user_management/invitations/by_token/{token}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get an invitation by its token */
        get: operations["getUserManagementInvitationsByTokenByToken"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/user_management/invitations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get an invitation */
        get: operations["getUserManagementInvitationsById"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/user_management/invitations/{id}/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Accept an invitation
         * @description In the name of the user who has the address: they become an active member of the organization.
         */
        post: operations["postUserManagementInvitationsByIdAccept"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/user_management/invitations/{id}/resend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Resend an invitation
         * @description Mails the same link again; it works as long as before.
         */
        post: operations["postUserManagementInvitationsByIdResend"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/user_management/invitations/{id}/revoke": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Revoke an invitation */
        post: operations["postUserManagementInvitationsByIdRevoke"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/authorization/permissions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List permissions */
        get: operations["getAuthorizationPermissions"];
        put?: never;
        /** Create a permission */
        post: operations["postAuthorizationPermissions"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/authorization/permissions/{slug}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a permission */
        get: operations["getAuthorizationPermissionsBySlug"];
        put?: never;
        post?: never;
        /** Delete a permission */
        delete: operations["deleteAuthorizationPermissionsBySlug"];
        options?: never;
        head?: never;
        /** Update a permission */
        patch: operations["patchAuthorizationPermissionsBySlug"];
        trace?: never;
    };
    "/authorization/roles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List environment roles */
        get: operations["getAuthorizationRoles"];
        put?: never;
        /** Create an environment role */
        post: operations["postAuthorizationRoles"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/authorization/roles/{slug}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get an environment role */
        get: operations["getAuthorizationRolesBySlug"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Update an environment role */
        patch: operations["patchAuthorizationRolesBySlug"];
        trace?: never;
    };
    "/authorization/roles/{slug}/permissions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Set the permissions of an environment role */
        put: operations["putAuthorizationRolesBySlugPermissions"];
        /** Add a permission to an environment role */
        post: operations["postAuthorizationRolesBySlugPermissions"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/authorization/organizations/{organizationId}/roles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the roles an organization can give
         * @description The environment's and its own, in order of priority.
         */
        get: operations["getAuthorizationOrganizationsByOrganizationIdRoles"];
        put?: never;
        /** Create a role of an organization */
        post: operations["postAuthorizationOrganizationsByOrganizationIdRoles"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations/{organizationId}/roles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the roles an organization can give (older path) */
        get: operations["getOrganizationsByOrganizationIdRoles"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/authorization/organizations/{organizationId}/roles/{slug}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a role of an organization */
        get: operations["getAuthorizationOrganizationsByOrganizationIdRolesBySlug"];
        put?: never;
        post?: never;
        /** Delete a role of an organization */
        delete: operations["deleteAuthorizationOrganizationsByOrganizationIdRolesBySlug"];
        options?: never;
        head?: never;
        /** Update a role of an organization */
        patch: operations["patchAuthorizationOrganizationsByOrganizationIdRolesBySlug"];
        trace?: never;
    };
    "/authorization/organizations/{organizationId}/roles/{slug}/permissions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Set the permissions of a role of an organization */
        put: operations["putAuthorizationOrganizationsByOrganizationIdRolesBySlugPermissions"];
        /** Add a permission to a role of an organization */
        post: operations["postAuthorizationOrganizationsByOrganizationIdRolesBySlugPermissions"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/authorization/organizations/{organizationId}/roles/{slug}/permissions/{permissionSlug}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Remove a permission from a role of an organization */
        delete: operations["deleteAuthorizationOrganizationsByOrganizationIdRolesBySlugPermissionsByPermissionSlug"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/user_management/password_reset": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Create a password reset token */
        post: operations["postUserManagementPasswordReset"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/user_management/password_reset/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a password reset token */
        get: operations["getUserManagementPasswordResetById"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/user_management/password_reset/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Reset the password */
        post: operations["postUserManagementPasswordResetConfirm"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/user_management/redirect_uris": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List Redirect URIs */
        get: operations["getUserManagementRedirectUris"];
        put?: never;
        /** Create a Redirect URI */
        post: operations["postUserManagementRedirectUris"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/user_management/redirect_uris/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Delete a Redirect URI */
        delete: operations["deleteUserManagementRedirectUrisById"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/user_management/sign_out_uris": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List Sign-out URIs */
        get: operations["getUserManagementSignOutUris"];
        put?: never;
        /** Create a Sign-out URI */
        post: operations["postUserManagementSignOutUris"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/user_management/sign_out_uris/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Make a Sign-out URI the default
         * @description The one that was it until now stays registered.
         */
        put: operations["putUserManagementSignOutUrisById"];
        post?: never;
        /** Delete a Sign-out URI */
        delete: operations["deleteUserManagementSignOutUrisById"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/user_management/cors_origins": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List CORS origins */
        get: operations["getUserManagementCorsOrigins"];
        put?: never;
        /** Create a CORS origin */
        post: operations["postUserManagementCorsOrigins"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/user_management/cors_origins/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Delete a CORS origin */
        delete: operations["deleteUserManagementCorsOriginsById"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/user_management/jwt_template": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get the JWT template */
        get: operations["getUserManagementJwtTemplate"];
        /**
         * Update the JWT template
         * @description What it renders to is added to the access tokens that are issued from then on.
         */
        put: operations["putUserManagementJwtTemplate"];
        post?: never;
        /** Delete the JWT template */
        delete: operations["deleteUserManagementJwtTemplate"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/user_management/backchannel_logout_uris": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List back-channel logout URIs */
        get: operations["getUserManagementBackchannelLogoutUris"];
        put?: never;
        /**
         * Create a back-channel logout URI
         * @description From then on the application is sent a logout token there whenever one of its sessions ends, whatever the reason (OpenID Connect Back-Channel Logout 1.0).
         */
        post: operations["postUserManagementBackchannelLogoutUris"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/user_management/backchannel_logout_uris/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Delete a back-channel logout URI */
        delete: operations["deleteUserManagementBackchannelLogoutUrisById"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sso/jwks/{client_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get JWKS */
        get: operations["getSsoJwksByClientId"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/oauth2/jwks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get JWKS (OpenID Connect) */
        get: operations["getOauth2Jwks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/.well-known/openid-configuration": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get the OpenID provider metadata */
        get: operations["getWellKnownOpenidConfiguration"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/.well-known/oauth-authorization-server": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get the authorization server metadata */
        get: operations["getWellKnownOauthAuthorizationServer"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/oauth2/authorize": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Authorize (OpenID Connect)
         * @description Where a relying party sends the browser to sign in: the authorization code flow of OpenID Connect Core 1.0. The same sign-in as `GET /user_management/authorize`, for standard libraries. Answers carry `iss` (RFC 9207).
         */
        get: operations["getOauth2Authorize"];
        put?: never;
        /**
         * Authorize (OpenID Connect), by form
         * @description The same with a form (OpenID Connect Core 1.0, 3.1.2.1).
         */
        post: operations["postOauth2Authorize"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/oauth2/token": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Token (OpenID Connect)
         * @description Exchanges a code or a refresh token for tokens and an ID token (OpenID Connect Core 1.0, 3.1.3; RFC 6749). An application with a secret proves itself by HTTP Basic or in the body; one without sends its client_id and uses PKCE.
         */
        post: operations["postOauth2Token"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/oauth2/userinfo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Userinfo
         * @description Whose access token this is (OpenID Connect Core 1.0, 5.3): `Authorization: Bearer`, as long as the session is alive.
         */
        get: operations["getOauth2Userinfo"];
        put?: never;
        /**
         * Userinfo, by POST
         * @description The same, because relying parties may use either.
         */
        post: operations["postOauth2Userinfo"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/oauth2/introspect": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Whether a token is good now, and what it says
         * @description RFC 7662, for applications that ask instead of verifying by themselves. A sign-out that has been answered is seen at once, on every node. The caller proves itself with an API key: by HTTP Basic (`client_id:API key`), as `client_secret` in the body, or as a bearer token. Whoever names a `client_id` is told of its tokens only.
         */
        post: operations["postOauth2Introspect"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/forward-auth": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whether a proxy may let a request through
         * @description For nginx, Caddy and Traefik, which ask about each request to an application; any method. 200 with the headers `X-Auth-User`, `X-Auth-Session`, `X-Auth-Client`, `X-Auth-Email`, `X-Auth-Organization` and `X-Auth-Role`, all of them always, or else 401. See docs/forward-auth.md.
         */
        get: operations["getForwardAuth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List events */
        get: operations["getEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhook_endpoints": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List webhook endpoints */
        get: operations["getWebhookEndpoints"];
        put?: never;
        /**
         * Create a webhook endpoint
         * @description It is told of what happens from now on: events are posted as JSON, signed in the `WorkOS-Signature` header, until it answers with 2xx. 410 disables it.
         */
        post: operations["postWebhookEndpoints"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhook_endpoints/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Delete a webhook endpoint */
        delete: operations["deleteWebhookEndpointsById"];
        options?: never;
        head?: never;
        /**
         * Update a webhook endpoint
         * @description What an endpoint is owed when it is disabled is given up; once it is enabled again, each can be sent again. What happens while it is disabled, and what happened in the moment before and was not in its list yet, is not for it: see `GET /events`.
         */
        patch: operations["patchWebhookEndpointsById"];
        trace?: never;
    };
    "/webhook_endpoints/{id}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List what a webhook endpoint got and is owed */
        get: operations["getWebhookEndpointsByIdDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhook_endpoints/{id}/deliveries/{event_id}/redeliver": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send an event to a webhook endpoint again
         * @description From the beginning, as if it had not been tried. A disabled endpoint has to be enabled first.
         */
        post: operations["postWebhookEndpointsByIdDeliveriesByEventIdRedeliver"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the process is alive */
        get: operations["getHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether requests can be answered */
        get: operations["getReady"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        ApiKey: {
            /** @constant */
            object: "api_key";
            id: string;
            name: string;
            obfuscated_value: string;
            last_used_at: string | null;
            expires_at: string | null;
            permissions: string[];
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            owner: {
                /** @constant */
                type: "organization";
                id: string;
            } | {
                /** @constant */
                type: "user";
                id: string;
                organization_id: string;
            };
        };
        ApiKeyValidation: {
            api_key: components["schemas"]["ApiKey"] | null;
        };
        AuthenticateRequest: {
            /** @constant */
            grant_type: "password";
            email: string;
            password: string;
            /** @description Of an invitation to accept. */
            invitation_token?: string;
            /** @description The ID of the application. */
            client_id: string;
            /** @description An API key; it can also be sent as a bearer token. Applications without one use PKCE. */
            client_secret?: string;
            /** @description The person's address, when a server calls for them. */
            ip_address?: string;
            /** @description The person's browser, likewise. */
            user_agent?: string;
        } | {
            /** @constant */
            grant_type: "authorization_code";
            code: string;
            /** @description Required if the sign-in began with a code_challenge. */
            code_verifier?: string;
            /** @description Of an invitation to accept. */
            invitation_token?: string;
            /** @description The ID of the application. */
            client_id: string;
            /** @description An API key; it can also be sent as a bearer token. Applications without one use PKCE. */
            client_secret?: string;
            /** @description The person's address, when a server calls for them. */
            ip_address?: string;
            /** @description The person's browser, likewise. */
            user_agent?: string;
        } | {
            /** @constant */
            grant_type: "refresh_token";
            /** @description Required, except from a page of a registered CORS origin: there the browser may send it as a cookie. */
            refresh_token?: string;
            /** @description The organization to go on in; without it, where the session is. */
            organization_id?: string;
            /** @description The ID of the application. */
            client_id: string;
            /** @description An API key; it can also be sent as a bearer token. Applications without one use PKCE. */
            client_secret?: string;
            /** @description The person's address, when a server calls for them. */
            ip_address?: string;
            /** @description The person's browser, likewise. */
            user_agent?: string;
        } | {
            /** @constant */
            grant_type: "urn:workos:oauth:grant-type:organization-selection";
            /** @description Of the answer `organization_selection_required`: good once, for ten minutes. */
            pending_authentication_token: string;
            /** @description The organization that the person chose. */
            organization_id: string;
            /** @description The ID of the application. */
            client_id: string;
            /** @description An API key; it can also be sent as a bearer token. Applications without one use PKCE. */
            client_secret?: string;
            /** @description The person's address, when a server calls for them. */
            ip_address?: string;
            /** @description The person's browser, likewise. */
            user_agent?: string;
        };
        BackchannelDelivery: {
            /** @constant */
            object: "backchannel_delivery";
            client_id: string;
            uri: string;
            /** @enum {string} */
            status: "pending" | "delivered" | "failed";
            attempts: number;
            /** @description Of the latest attempt: `http_503`, `timeout`, `ECONNREFUSED`. */
            last_error: string | null;
            last_attempt_at: string | null;
            next_attempt_at: string | null;
            delivered_at: string | null;
        };
        BackchannelDeliveryList: {
            /** @constant */
            object: "list";
            data: components["schemas"]["BackchannelDelivery"][];
            list_metadata: components["schemas"]["ListMetadata"];
        };
        BackchannelLogoutUri: {
            /** @constant */
            object: "backchannel_logout_uri";
            id: string;
            client_id: string;
            uri: string;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
        };
        BackchannelLogoutUriList: {
            /** @constant */
            object: "list";
            data: components["schemas"]["BackchannelLogoutUri"][];
            list_metadata: components["schemas"]["ListMetadata"];
        };
        CorsOrigin: {
            /** @constant */
            object: "cors_origin";
            id: string;
            origin: string;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
        };
        CorsOriginList: {
            /** @constant */
            object: "list";
            data: components["schemas"]["CorsOrigin"][];
            list_metadata: components["schemas"]["ListMetadata"];
        };
        Error: {
            message: string;
            /** @description For programs; stable. */
            code?: string;
            errors?: {
                code: string;
                field?: string;
                message: string;
            }[];
        };
        Event: {
            /** @constant */
            object: "event";
            id: string;
            event: string;
            data: {
                [key: string]: unknown;
            };
            context: {
                [key: string]: unknown;
            };
            /** Format: date-time */
            created_at: string;
        };
        EventList: {
            /** @constant */
            object: "list";
            data: components["schemas"]["Event"][];
            list_metadata: components["schemas"]["ListMetadata"];
        };
        Group: {
            /** @constant */
            object: "group";
            id: string;
            organization_id: string;
            name: string;
            description: string | null;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
        };
        GroupList: {
            /** @constant */
            object: "list";
            data: components["schemas"]["Group"][];
            list_metadata: components["schemas"]["ListMetadata"];
        };
        GroupMember: {
            /** @constant */
            object: "organization_membership";
            id: string;
            user_id: string;
            organization_id: string;
            organization_name: string;
            /** @enum {string} */
            status: "active" | "inactive" | "pending";
            directory_managed: boolean;
            custom_attributes: {
                [key: string]: unknown;
            };
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
        };
        GroupMemberList: {
            /** @constant */
            object: "list";
            data: components["schemas"]["GroupMember"][];
            list_metadata: components["schemas"]["ListMetadata"];
        };
        /** @description RFC 7662, section 2.2. */
        Introspection: {
            /** @constant */
            active: true;
            /**
             * @description As the official API has it.
             * @enum {string}
             */
            token_type: "access_token" | "refresh_token";
            client_id: string;
            /** @description The e-mail address that the person has now. */
            username: string;
            iss: string;
            aud: string;
            /** @description The ID of the user. */
            sub: string;
            /** @description The ID of the session. */
            sid: string;
            /** @description Of access tokens. */
            jti?: string;
            /** @description The organization, if there is one. */
            org_id?: string;
            /** @description Of access tokens, like `roles`, `permissions` and `entitlements`: in that organization. */
            role?: string;
            roles?: string[];
            permissions?: string[];
            entitlements?: string[];
            auth_time: number;
            iat: number;
            /** @description In seconds since 1970: of the token, or the end of the session at the latest. */
            exp: number;
        } | {
            /** @constant */
            active: false;
        };
        IntrospectionRequest: {
            /** @description An access token or a refresh token. */
            token: string;
            /** @description `access_token` or `refresh_token`; it is found without. Others are ignored, as the RFC says. */
            token_type_hint?: string;
            client_id?: string;
            /** @description An API key. */
            client_secret?: string;
        };
        Invitation: {
            /** @constant */
            object: "invitation";
            id: string;
            email: string;
            /** @enum {string} */
            state: "pending" | "accepted" | "expired" | "revoked";
            accepted_at: string | null;
            revoked_at: string | null;
            /** Format: date-time */
            expires_at: string;
            organization_id: string | null;
            inviter_user_id: string | null;
            accepted_user_id: string | null;
            role_slug: string | null;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            token: string;
            accept_invitation_url: string;
        };
        InvitationList: {
            /** @constant */
            object: "list";
            data: components["schemas"]["Invitation"][];
            list_metadata: components["schemas"]["ListMetadata"];
        };
        JwtTemplate: {
            /** @constant */
            object: "jwt_template";
            content: string;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
        };
        /** @description Cursors for the pages before and after; null where the list ends. */
        ListMetadata: {
            before: string | null;
            after: string | null;
        };
        /** @description RFC 6749, section 5.2. */
        OAuthError: {
            error: string;
            error_description: string;
        };
        Organization: {
            /** @constant */
            object: "organization";
            id: string;
            name: string;
            allow_profiles_outside_organization: boolean;
            domains: components["schemas"]["OrganizationDomain"][];
            stripe_customer_id?: string;
            external_id: string | null;
            metadata: {
                [key: string]: string;
            };
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
        };
        OrganizationApiKey: {
            /** @constant */
            object: "api_key";
            id: string;
            name: string;
            obfuscated_value: string;
            last_used_at: string | null;
            expires_at: string | null;
            permissions: string[];
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            owner: {
                /** @constant */
                type: "organization";
                id: string;
            };
        };
        OrganizationApiKeyList: {
            /** @constant */
            object: "list";
            data: components["schemas"]["OrganizationApiKey"][];
            list_metadata: components["schemas"]["ListMetadata"];
        };
        OrganizationApiKeyWithValue: {
            /** @constant */
            object: "api_key";
            id: string;
            name: string;
            obfuscated_value: string;
            last_used_at: string | null;
            expires_at: string | null;
            permissions: string[];
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            owner: {
                /** @constant */
                type: "organization";
                id: string;
            };
            value: string;
        };
        OrganizationDomain: {
            /** @constant */
            object: "organization_domain";
            id: string;
            organization_id: string;
            domain: string;
            /** @enum {string} */
            state: "failed" | "legacy_verified" | "pending" | "verified";
            /** @enum {string} */
            verification_strategy: "dns" | "manual";
            verification_prefix?: string;
            /** @description A TXT record of the domain that says `<verification_prefix>=<verification_token>` verifies it. */
            verification_token?: string;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
        };
        OrganizationEntitlements: {
            /** @constant */
            object: "organization_entitlements";
            organization_id: string;
            entitlements: string[];
        };
        OrganizationList: {
            /** @constant */
            object: "list";
            data: components["schemas"]["Organization"][];
            list_metadata: components["schemas"]["ListMetadata"];
        };
        OrganizationMembership: {
            /** @constant */
            object: "organization_membership";
            id: string;
            user_id: string;
            organization_id: string;
            organization_name: string;
            /** @enum {string} */
            status: "active" | "inactive" | "pending";
            role: {
                slug: string;
            };
            roles: {
                slug: string;
            }[];
            directory_managed: boolean;
            custom_attributes: {
                [key: string]: unknown;
            };
            user: components["schemas"]["User"];
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
        };
        OrganizationMembershipList: {
            /** @constant */
            object: "list";
            data: components["schemas"]["OrganizationMembership"][];
            list_metadata: components["schemas"]["ListMetadata"];
        };
        PasswordReset: {
            /** @constant */
            object: "password_reset";
            id: string;
            user_id: string;
            email: string;
            /** Format: date-time */
            expires_at: string;
            /** Format: date-time */
            created_at: string;
            password_reset_token: string;
            password_reset_url: string;
        };
        Permission: {
            /** @constant */
            object: "permission";
            id: string;
            slug: string;
            name: string;
            description: string | null;
            /** @description Whether it was there from the start. Here none is. */
            system: boolean;
            resource_type_slug: string;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
        };
        PermissionList: {
            /** @constant */
            object: "list";
            data: components["schemas"]["Permission"][];
            list_metadata: components["schemas"]["ListMetadata"];
        };
        PositionedRevocation: {
            /** @constant */
            kind: "session";
            session_id: string;
            /** Format: date-time */
            ended_at: string;
            reason: string;
            position: string;
        } | {
            /** @constant */
            kind: "not_before";
            revocation_id: string;
            /** @description Refuse every access token issued at this time or before whose claims fit the members below. */
            not_before: string;
            /** @description Only tokens with this `sub`; null: any. */
            user_id: string | null;
            /** @description Only tokens with this `client_id`; null: any. */
            client_id: string | null;
            /** @description Only tokens with this `org_id`; null: any, and none. */
            organization_id: string | null;
            /** @description Tokens with this `sid` are not meant. */
            except_session_id: string | null;
            reason: string;
            position: string;
        };
        ProviderMetadata: {
            issuer: string;
            authorization_endpoint: string;
            token_endpoint: string;
            userinfo_endpoint: string;
            jwks_uri: string;
            introspection_endpoint: string;
            end_session_endpoint: string;
            backchannel_logout_supported: boolean;
            backchannel_logout_session_supported: boolean;
            scopes_supported: string[];
            response_types_supported: string[];
            response_modes_supported: string[];
            grant_types_supported: string[];
            subject_types_supported: string[];
            id_token_signing_alg_values_supported: string[];
            token_endpoint_auth_methods_supported: string[];
            introspection_endpoint_auth_methods_supported: string[];
            code_challenge_methods_supported: string[];
            prompt_values_supported: string[];
            claims_supported: string[];
            ui_locales_supported: string[];
            claims_parameter_supported: boolean;
            request_parameter_supported: boolean;
            request_uri_parameter_supported: boolean;
            authorization_response_iss_parameter_supported: boolean;
        };
        RedirectUri: {
            /** @constant */
            object: "redirect_uri";
            id: string;
            uri: string;
            default: boolean;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
        };
        RedirectUriList: {
            /** @constant */
            object: "list";
            data: components["schemas"]["RedirectUri"][];
            list_metadata: components["schemas"]["ListMetadata"];
        };
        /** @description What a verifier of access tokens has to refuse. Kinds that it does not know it leaves out. */
        Revocation: {
            /** @constant */
            kind: "session";
            session_id: string;
            /** Format: date-time */
            ended_at: string;
            reason: string;
        } | {
            /** @constant */
            kind: "not_before";
            revocation_id: string;
            /** @description Refuse every access token issued at this time or before whose claims fit the members below. */
            not_before: string;
            /** @description Only tokens with this `sub`; null: any. */
            user_id: string | null;
            /** @description Only tokens with this `client_id`; null: any. */
            client_id: string | null;
            /** @description Only tokens with this `org_id`; null: any, and none. */
            organization_id: string | null;
            /** @description Tokens with this `sid` are not meant. */
            except_session_id: string | null;
            reason: string;
        };
        /** @description The connection closes. Connect again with `Last-Event-ID`. */
        RevocationFeedBye: {
            /** @enum {string} */
            reason: "slow_consumer" | "shutting_down" | "key_revoked";
        };
        /** @description Everything up to `position` has been sent. */
        RevocationFeedHeartbeat: {
            position: string;
            server_time: string;
        };
        /** @description The first event. */
        RevocationFeedHello: {
            /** @constant */
            object: "revocation_feed";
            access_token_seconds: number;
            clock_skew_seconds: number;
            heartbeat_seconds: number;
            server_time: string;
        };
        /** @description The position is not known here or too old to go on from: everything that can matter follows. Keep what you have. */
        RevocationFeedReset: Record<string, never>;
        RevocationPage: {
            /** @constant */
            object: "revocations";
            data: components["schemas"]["PositionedRevocation"][];
            /** @description To be refused at once as well. They come again with a position, when older transactions have ended. */
            early: components["schemas"]["Revocation"][];
            /** @description For `after` of the next request. */
            position: string;
            has_more: boolean;
            access_token_seconds: number;
            clock_skew_seconds: number;
            server_time: string;
        };
        Role: {
            /** @constant */
            object: "role";
            id: string;
            slug: string;
            name: string;
            description: string | null;
            /** @enum {string} */
            type: "EnvironmentRole" | "OrganizationRole";
            /** @constant */
            resource_type_slug: "organization";
            permissions: string[];
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
        };
        RoleList: {
            /** @constant */
            object: "list";
            data: components["schemas"]["Role"][];
        };
        Session: {
            /** @constant */
            object: "session";
            id: string;
            user_id: string;
            organization_id?: string;
            ip_address: string | null;
            user_agent: string | null;
            /** @enum {string} */
            auth_method: "password";
            /** @enum {string} */
            status: "active" | "expired" | "revoked";
            /** Format: date-time */
            expires_at: string;
            ended_at: string | null;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
        };
        /** @description A session, and how it ended. */
        SessionDetail: {
            /** @constant */
            object: "session";
            id: string;
            user_id: string;
            organization_id?: string;
            ip_address: string | null;
            user_agent: string | null;
            /** @enum {string} */
            auth_method: "password";
            /** @enum {string} */
            status: "active" | "expired" | "revoked";
            /** Format: date-time */
            expires_at: string;
            ended_at: string | null;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            client_id: string;
            /** Format: date-time */
            last_active_at: string;
            end_reason: string | null;
            ended_by: {
                id: string | null;
                /** @enum {string} */
                source: "api" | "system";
                name: string | null;
            } | null;
        };
        SessionDetailList: {
            /** @constant */
            object: "list";
            data: components["schemas"]["SessionDetail"][];
            list_metadata: components["schemas"]["ListMetadata"];
        };
        SessionList: {
            /** @constant */
            object: "list";
            data: components["schemas"]["Session"][];
            list_metadata: components["schemas"]["ListMetadata"];
        };
        SessionReceipt: {
            /** @constant */
            object: "session_receipt";
            session_id: string;
            /** @enum {string} */
            status: "active" | "ended";
            ended_at: string | null;
            reason: string | null;
            actor: {
                id: string | null;
                /** @enum {string} */
                source: "api" | "system";
                name: string | null;
            } | null;
            /** @description Where the revocation feed tells of it. */
            position: string | null;
            verifiers: {
                verifier_id: string;
                name: string;
                /** @description Whether it has reported within the last 25 seconds, and not that it is closed. */
                connected: boolean;
                /** @description When its report arrived that it refuses the session, at the latest; null: it has not said so. */
                enforced_at: string | null;
            }[];
            back_channel: components["schemas"]["BackchannelDelivery"][];
            /** @description 0 when every verifier of the list has said that it refuses it, and there is one; else the time until the last access token of the session has expired, by clocks that are up to a minute behind too. */
            worst_remaining_seconds: number;
        };
        SessionRevocation: {
            /** @constant */
            object: "session_revocation";
            id: string;
            /** @description Sessions whose end and event have been recorded so far; all of them are refused from the start. */
            recorded_count: number;
            /** Format: date-time */
            created_at: string;
            completed_at: string | null;
        };
        SignOutUri: {
            /** @constant */
            object: "sign_out_uri";
            id: string;
            uri: string;
            default: boolean;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
        };
        SignOutUriList: {
            /** @constant */
            object: "list";
            data: components["schemas"]["SignOutUri"][];
            list_metadata: components["schemas"]["ListMetadata"];
        };
        TokenRequest: {
            /** @constant */
            grant_type: "authorization_code";
            code: string;
            /** @description Required if the sign-in began with a code_challenge. */
            code_verifier?: string;
            /** @description Of an invitation to accept. */
            invitation_token?: string;
            /** @description The ID of the application, unless it comes by HTTP Basic. */
            client_id?: string;
            /** @description An API key, unless it comes by HTTP Basic. Applications without one use PKCE. */
            client_secret?: string;
            /** @description As in the authorization request; required without PKCE. */
            redirect_uri?: string;
        } | {
            /** @constant */
            grant_type: "refresh_token";
            /** @description The organization to go on in; without it, where the session is. */
            organization_id?: string;
            /** @description The ID of the application, unless it comes by HTTP Basic. */
            client_id?: string;
            /** @description An API key, unless it comes by HTTP Basic. Applications without one use PKCE. */
            client_secret?: string;
            refresh_token: string;
        };
        User: {
            /** @constant */
            object: "user";
            id: string;
            email: string;
            email_verified: boolean;
            first_name: string | null;
            last_name: string | null;
            name: string | null;
            profile_picture_url: string | null;
            external_id: string | null;
            metadata: {
                [key: string]: string;
            };
            last_sign_in_at: string | null;
            locale: string | null;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
        };
        UserApiKey: {
            /** @constant */
            object: "api_key";
            id: string;
            name: string;
            obfuscated_value: string;
            last_used_at: string | null;
            expires_at: string | null;
            permissions: string[];
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            owner: {
                /** @constant */
                type: "user";
                id: string;
                organization_id: string;
            };
        };
        UserApiKeyList: {
            /** @constant */
            object: "list";
            data: components["schemas"]["UserApiKey"][];
            list_metadata: components["schemas"]["ListMetadata"];
        };
        UserApiKeyWithValue: {
            /** @constant */
            object: "api_key";
            id: string;
            name: string;
            obfuscated_value: string;
            last_used_at: string | null;
            expires_at: string | null;
            permissions: string[];
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            owner: {
                /** @constant */
                type: "user";
                id: string;
                organization_id: string;
            };
            value: string;
        };
        UserList: {
            /** @constant */
            object: "list";
            data: components["schemas"]["User"][];
            list_metadata: components["schemas"]["ListMetadata"];
        };
        UserSuspension: {
            /** @constant */
            object: "user_suspension";
            user_id: string;
            reason: string | null;
            suspended_by: {
                id: string | null;
                /** @enum {string} */
                source: "api" | "system";
                name: string | null;
            };
            /** Format: date-time */
            suspended_at: string;
        };
        Userinfo: {
            sub: string;
            email: string;
            email_verified: boolean;
            name?: string;
            given_name?: string;
            family_name?: string;
            picture?: string;
            locale?: string;
            /** @description The organization of the access token, if there is one. */
            org_id?: string;
            /** @description Seconds since 1970. */
            updated_at: number;
        };
        WebhookDelivery: {
            /** @constant */
            object: "webhook_delivery";
            endpoint_id: string;
            event_id: string;
            event: string;
            /** @enum {string} */
            status: "pending" | "delivered" | "failed";
            attempts: number;
            next_attempt_at: string | null;
            /** @description `http_500`, `timeout`, `ECONNREFUSED`, … */
            last_error: string | null;
            delivered_at: string | null;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
        };
        WebhookDeliveryList: {
            /** @constant */
            object: "list";
            data: components["schemas"]["WebhookDelivery"][];
            list_metadata: components["schemas"]["ListMetadata"];
        };
        WebhookEndpoint: {
            /** @constant */
            object: "webhook_endpoint";
            id: string;
            endpoint_url: string;
            /** @description What deliveries are signed with. The official API shows it each time, too. */
            secret: string;
            /** @enum {string} */
            status: "enabled" | "disabled";
            events: string[];
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
        };
        WebhookEndpointList: {
            /** @constant */
            object: "list";
            data: components["schemas"]["WebhookEndpoint"][];
            list_metadata: components["schemas"]["ListMetadata"];
        };
    };
    responses: {
        /** @description A refusal. */
        Error: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    postUserManagementAuthenticate: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AuthenticateRequest"];
                "application/x-www-form-urlencoded": components["schemas"]["AuthenticateRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        user: components["schemas"]["User"];
                        /** @description Left out where the session is in none. */
                        organization_id?: string;
                        access_token: string;
                        refresh_token: string;
                        /** @constant */
                        authentication_method: "Password";
                    };
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OAuthError"] | components["schemas"]["Error"];
                };
            };
            403: components["responses"]["Error"];
            422: components["responses"]["Error"];
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OAuthError"] | components["schemas"]["Error"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    getUserManagementAuthorize: {
        parameters: {
            query?: {
                /** @description Required. The ID of the application. */
                client_id?: string;
                /** @description Required. A registered redirect URI. */
                redirect_uri?: string;
                /** @description Required: `code`. */
                response_type?: string;
                /** @description Comes back to the letter. */
                state?: string;
                /** @description The base64url-encoded SHA-256 of the code_verifier (PKCE). */
                code_challenge?: string;
                /** @description `S256`, with code_challenge. */
                code_challenge_method?: string;
                /** @description `sign-up` opens that page first. */
                screen_hint?: string;
                /** @description The address to start with. */
                login_hint?: string;
                /** @description `login` asks for the password in any case, `none` never shows a page. */
                prompt?: string;
                /** @description Languages for the hosted pages, by preference, separated by spaces. */
                ui_locales?: string;
                /** @description The organization to sign in to; without it, the only one of the person, or the one that they choose. */
                organization_id?: string;
                /** @description Asks for the password if it was last given more seconds ago. */
                max_age?: string;
                /** @description Required: `authkit`. */
                provider?: string;
                /** @description Not supported yet. */
                connection_id?: string;
                /** @description Of an invitation, which the sign-in then accepts. */
                invitation_token?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found */
            302: {
                headers: {
                    Location: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    getUserManagementSessionsRevocations: {
        parameters: {
            query?: {
                /** @description Only what comes after this position; the header `Last-Event-ID` says the same. Default: all that can matter. */
                after?: string;
                /** @description JSON only: how long to wait when there is nothing new. */
                wait_seconds?: number;
                /** @description JSON only: number of entries. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RevocationPage"];
                    "text/event-stream": string;
                };
            };
            401: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    postUserManagementSessionsRevocations: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Sessions of this user. */
                    user_id?: string;
                    /** @description All but this one: with `user_id`, everywhere else. */
                    except_session_id?: string;
                    /** @description Sessions in this organization. */
                    organization_id?: string;
                    /** @description Sessions of this application. */
                    client_id?: string;
                    /**
                     * @description Sessions that began in this way.
                     * @enum {string}
                     */
                    auth_method?: "password";
                    /** @description Sessions that began at an address of this range (CIDR). */
                    ip_range?: string;
                    /** @description Sessions whose user agent contains this text, in any case. */
                    user_agent?: string;
                    /**
                     * Format: date-time
                     * @description Sessions that began at this time or before (ISO 8601).
                     */
                    created_before?: string;
                    /**
                     * @description Only tell how many sessions it would end, with examples.
                     * @default false
                     */
                    dry_run?: boolean;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        object: "session_revocation_preview";
                        count: number;
                        examples: components["schemas"]["Session"][];
                    };
                };
            };
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionRevocation"];
                };
            };
            401: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    postUserManagementSessionsRevocationsAcknowledgements: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Random, anew for each process. */
                    verifier_id: string;
                    /** @description For people: the host, the application. */
                    name: string;
                    /** @description Everything up to this position of the feed is refused. */
                    position: string;
                    /** @description For how long nothing has been heard of the feed. */
                    staleness_ms: number;
                    /** @description How many it holds. */
                    live_revocations: number;
                    /** @description Tokens it has checked so far. */
                    look_ups: number;
                    /** @description Of these, tokens it has refused because of a revocation. */
                    refusals: number;
                    /**
                     * @description Its last report: from now on it refuses every token, so no receipt waits for it.
                     * @default false
                     */
                    closed?: boolean;
                };
            };
        };
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    getUserManagementSessionsByIdReceipt: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The ID of the session. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionReceipt"];
                };
            };
            401: components["responses"]["Error"];
            404: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    getUserManagementSessionsLogout: {
        parameters: {
            query: {
                /** @description The ID of the session that is ending: the `sid` claim of the access token. */
                session_id: string;
                /** @description Where to send the browser afterwards: a registered sign-out URI. Anything else is dropped, and the default is used. */
                return_to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found */
            302: {
                headers: {
                    Location: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            403: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    postUserManagementSessionsRevoke: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The ID of the session. */
                    session_id: string;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            401: components["responses"]["Error"];
            404: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    getUserManagementSessionsRevocationsById: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The ID of the revocation. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionRevocation"];
                };
            };
            401: components["responses"]["Error"];
            404: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    getUserManagementSessions: {
        parameters: {
            query?: {
                /** @description Number of objects, 1 to 100. */
                limit?: number;
                /** @description The id of an object: the page ends before it. */
                before?: string;
                /** @description The id of an object: the page starts after it. */
                after?: string;
                /** @description By time of creation. `normal` is `desc` with the cursors the other way round. */
                order?: "asc" | "desc" | "normal";
                /** @description Sessions of this user. */
                user_id?: string;
                /** @description All but this one: with `user_id`, everywhere else. */
                except_session_id?: string;
                /** @description Sessions in this organization. */
                organization_id?: string;
                /** @description Sessions of this application. */
                client_id?: string;
                /** @description Sessions that began in this way. */
                auth_method?: "password";
                /** @description Sessions that began at an address of this range (CIDR). */
                ip_range?: string;
                /** @description Sessions whose user agent contains this text, in any case. */
                user_agent?: string;
                /** @description Sessions that began at this time or before (ISO 8601). */
                created_before?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionDetailList"];
                };
            };
            401: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    getUserManagementSessionsById: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The ID of the session. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionDetail"];
                };
            };
            401: components["responses"]["Error"];
            404: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    getUserManagementSessionsByIdBackchannelDeliveries: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The ID of the session. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BackchannelDeliveryList"];
                };
            };
            401: components["responses"]["Error"];
            404: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    getUserManagementUsers: {
        parameters: {
            query?: {
                /** @description Number of objects, 1 to 100. */
                limit?: number;
                /** @description The id of an object: the page ends before it. */
                before?: string;
                /** @description The id of an object: the page starts after it. */
                after?: string;
                /** @description By time of creation. `normal` is `desc` with the cursors the other way round. */
                order?: "asc" | "desc" | "normal";
                /** @description Only the user with this address. */
                email?: string;
                /** @description Only active members of this organization. */
                organization_id?: string;
                /** @description The older name of `organization_id`. */
                organization?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserList"];
                };
            };
            401: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    postUserManagementUsers: {
        parameters: {
            query?: never;
            header?: {
                /** @description Sent again within 24 hours with the same key and body, the request makes no second object and gets the same answer. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: email */
                    email: string;
                    email_verified?: boolean | null;
                    /** @description At least ten characters. */
                    password?: string | null;
                    first_name?: string | null;
                    last_name?: string | null;
                    name?: string | null;
                    external_id?: string | null;
                    /** @description Changes the keys it names; null removes one. */
                    metadata?: {
                        [key: string]: string | null;
                    } | null;
                    locale?: string | null;
                    /** @description Not supported yet: refused. */
                    password_hash?: string;
                };
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            400: components["responses"]["Error"];
            401: components["responses"]["Error"];
            409: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    getUserManagementUsersExternalIdByExternalId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The ID that your system gave the user. */
                external_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            401: components["responses"]["Error"];
            404: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    getUserManagementUsersById: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The ID of the user. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            401: components["responses"]["Error"];
            404: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    putUserManagementUsersById: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The ID of the user. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: email */
                    email?: string;
                    email_verified?: boolean | null;
                    /** @description At least ten characters. */
                    password?: string | null;
                    first_name?: string | null;
                    last_name?: string | null;
                    name?: string | null;
                    external_id?: string | null;
                    /** @description Changes the keys it names; null removes one. */
                    metadata?: {
                        [key: string]: string | null;
                    } | null;
                    locale?: string | null;
                    /** @description Not supported yet: refused. */
                    password_hash?: string;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            400: components["responses"]["Error"];
            401: components["responses"]["Error"];
            404: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    deleteUserManagementUsersById: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The ID of the user. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Error"];
            404: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    getUserManagementUsersByIdSessions: {
        parameters: {
            query?: {
                /** @description Number of objects, 1 to 100. */
                limit?: number;
                /** @description The id of an object: the page ends before it. */
                before?: string;
                /** @description The id of an object: the page starts after it. */
                after?: string;
                /** @description By time of creation. `normal` is `desc` with the cursors the other way round. */
                order?: "asc" | "desc" | "normal";
            };
            header?: never;
            path: {
                /** @description The ID of the user. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionList"];
                };
            };
            401: components["responses"]["Error"];
            404: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    postUserManagementUsersByIdSuspend: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The ID of the user. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description For your own records; the user does not see it. */
                    reason?: string;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserSuspension"];
                };
            };
            401: components["responses"]["Error"];
            404: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    postUserManagementUsersByIdReactivate: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The ID of the user. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            401: components["responses"]["Error"];
            404: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    getUserManagementUsersByIdSuspension: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The ID of the user. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserSuspension"];
                };
            };
            401: components["responses"]["Error"];
            404: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    getOrganizations: {
        parameters: {
            query?: {
                /** @description Number of objects, 1 to 100. */
                limit?: number;
                /** @description The id of an object: the page ends before it. */
                before?: string;
                /** @description The id of an object: the page starts after it. */
                after?: string;
                /** @description By time of creation. `normal` is `desc` with the cursors the other way round. */
                order?: "asc" | "desc" | "normal";
                /** @description Only organizations with one of these domains. */
                domains?: string | string[];
                /** @description The same, as some SDKs write lists. */
                "domains[]"?: string | string[];
                /** @description Only with this text in the name or in a domain. */
                search?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrganizationList"];
                };
            };
            401: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    postOrganizations: {
        parameters: {
            query?: never;
            header?: {
                /** @description Sent again within 24 hours with the same key and body, the request makes no second object and gets the same answer. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                    allow_profiles_outside_organization?: boolean | null;
                    /** @description The domains of the organization: `verified` says that you know it owns the domain. */
                    domain_data?: {
                        domain: string;
                        /** @enum {string} */
                        state: "pending" | "verified";
                    }[];
                    /**
                     * @deprecated
                     * @description The older form of `domain_data`; counts as verified.
                     */
                    domains?: string[];
                    external_id?: string | null;
                    /** @description Changes the keys it names; null removes one. */
                    metadata?: {
                        [key: string]: string | null;
                    } | null;
                };
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Organization"];
                };
            };
            400: components["responses"]["Error"];
            401: components["responses"]["Error"];
            409: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    getOrganizationsExternalIdByExternalId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The ID that your system gave the organization. */
                external_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Organization"];
                };
            };
            401: components["responses"]["Error"];
            404: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    getOrganizationsById: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The ID of the organization. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Organization"];
                };
            };
            401: components["responses"]["Error"];
            404: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    putOrganizationsById: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The ID of the organization. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name?: string | null;
                    allow_profiles_outside_organization?: boolean | null;
                    /** @description The domains of the organization: `verified` says that you know it owns the domain. */
                    domain_data?: {
                        domain: string;
                        /** @enum {string} */
                        state: "pending" | "verified";
                    }[];
                    /**
                     * @deprecated
                     * @description The older form of `domain_data`; counts as verified.
                     */
                    domains?: string[];
                    external_id?: string | null;
                    /** @description Changes the keys it names; null removes one. */
                    metadata?: {
                        [key: string]: string | null;
                    } | null;
                    stripe_customer_id?: string | null;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Organization"];
                };
            };
            400: components["responses"]["Error"];
            401: components["responses"]["Error"];
            404: components["responses"]["Error"];
            409: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    deleteOrganizationsById: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The ID of the organization. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Error"];
            404: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    getOrganizationsByOrganizationIdEntitlements: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The ID of the organization. */
                organizationId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrganizationEntitlements"];
                };
            };
            401: components["responses"]["Error"];
            404: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    putOrganizationsByOrganizationIdEntitlements: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The ID of the organization. */
                organizationId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description All of them, by slug; none: an empty list. */
                    entitlements: string[];
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrganizationEntitlements"];
                };
            };
            401: components["responses"]["Error"];
            404: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    postOrganizationDomains: {
        parameters: {
            query?: never;
            header?: {
                /** @description Sent again within 24 hours with the same key and body, the request makes no second object and gets the same answer. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    domain: string;
                    /** @description The ID of the organization that owns it. */
                    organization_id: string;
                };
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrganizationDomain"];
                };
            };
            401: components["responses"]["Error"];
            404: components["responses"]["Error"];
            409: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    getOrganizationDomainsById: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The ID of the organization domain. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrganizationDomain"];
                };
            };
            401: components["responses"]["Error"];
            404: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    deleteOrganizationDomainsById: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The ID of the organization domain. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Error"];
            404: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    postOrganizationDomainsByIdVerify: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The ID of the organization domain. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrganizationDomain"];
                };
            };
            400: components["responses"]["Error"];
            401: components["responses"]["Error"];
            404: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    getUserManagementOrganizationMemberships: {
        parameters: {
            query?: {
                /** @description Number of objects, 1 to 100. */
                limit?: number;
                /** @description The id of an object: the page ends before it. */
                before?: string;
                /** @description The id of an object: the page starts after it. */
                after?: string;
                /** @description By time of creation. `normal` is `desc` with the cursors the other way round. */
                order?: "asc" | "desc" | "normal";
                /** @description Only of this user. */
                user_id?: string;
                /** @description Only in this organization. */
                organization_id?: string;
                /** @description Only in one of these states; without it the active ones. */
                statuses?: string | string[];
                /** @description The same, as some SDKs write lists. */
                "statuses[]"?: string | string[];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrganizationMembershipList"];
                };
            };
            400: components["responses"]["Error"];
            401: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    postUserManagementOrganizationMemberships: {
        parameters: {
            query?: never;
            header?: {
                /** @description Sent again within 24 hours with the same key and body, the request makes no second object and gets the same answer. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The ID of the user. */
                    user_id: string;
                    /** @description The ID of the organization. */
                    organization_id: string;
                    /** @description The role; without one it is `member`. */
                    role_slug?: string | null;
                    /** @description Several roles. Give this or `role_slug`, not both. */
                    role_slugs?: string[] | null;
                };
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrganizationMembership"];
                };
            };
            400: components["responses"]["Error"];
            401: components["responses"]["Error"];
            404: components["responses"]["Error"];
            409: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    getUserManagementOrganizationMembershipsById: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The ID of the organization membership. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrganizationMembership"];
                };
            };
            401: components["responses"]["Error"];
            404: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    putUserManagementOrganizationMembershipsById: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The ID of the organization membership. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The role; without one it is `member`. */
                    role_slug?: string | null;
                    /** @description Several roles. Give this or `role_slug`, not both. */
                    role_slugs?: string[] | null;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrganizationMembership"];
                };
            };
            401: components["responses"]["Error"];
            404: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    deleteUserManagementOrganizationMembershipsById: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The ID of the organization membership. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Error"];
            404: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    putUserManagementOrganizationMembershipsByIdDeactivate: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The ID of the organization membership. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrganizationMembership"];
                };
            };
            400: components["responses"]["Error"];
            401: components["responses"]["Error"];
            404: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    putUserManagementOrganizationMembershipsByIdReactivate: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The ID of the organization membership. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrganizationMembership"];
                };
            };
            400: components["responses"]["Error"];
            401: components["responses"]["Error"];
            404: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    getOrganizationsByOrganizationIdApiKeys: {
        parameters: {
            query?: {
                /** @description Number of objects, 1 to 100. */
                limit?: number;
                /** @description The id of an object: the page ends before it. */
                before?: string;
                /** @description The id of an object: the page starts after it. */
                after?: string;
                /** @description By time of creation. `normal` is `desc` with the cursors the other way round. */
                order?: "asc" | "desc" | "normal";
            };
            header?: never;
            path: {
                /** @description The ID of the organization. */
                organizationId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrganizationApiKeyList"];
                };
            };
            401: components["responses"]["Error"];
            404: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    postOrganizationsByOrganizationIdApiKeys: {
        parameters: {
            query?: never;
            header?: {
                /** @description Sent again within 24 hours with the same key and body, the request makes no second object and gets the same answer. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The ID of the organization. */
                organizationId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description A name to tell keys apart. */
                    name: string;
                    /** @description The slugs of the permissions that the key has. */
                    permissions?: string[];
                    /**
                     * Format: date-time
                     * @description When the key expires (ISO 8601); without it never.
                     */
                    expires_at?: string;
                };
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrganizationApiKeyWithValue"];
                };
            };
            401: components["responses"]["Error"];
            404: components["responses"]["Error"];
            409: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    getUserManagementUsersByUserIdApiKeys: {
        parameters: {
            query?: {
                /** @description Number of objects, 1 to 100. */
                limit?: number;
                /** @description The id of an object: the page ends before it. */
                before?: string;
                /** @description The id of an object: the page starts after it. */
                after?: string;
                /** @description By time of creation. `normal` is `desc` with the cursors the other way round. */
                order?: "asc" | "desc" | "normal";
                /** @description Only keys for this organization. */
                organization_id?: string;
            };
            header?: never;
            path: {
                /** @description The ID of the user. */
                userId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserApiKeyList"];
                };
            };
            401: components["responses"]["Error"];
            404: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    postUserManagementUsersByUserIdApiKeys: {
        parameters: {
            query?: never;
            header?: {
                /** @description Sent again within 24 hours with the same key and body, the request makes no second object and gets the same answer. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The ID of the user. */
                userId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description A name to tell keys apart. */
                    name: string;
                    /** @description The slugs of the permissions that the key has. */
                    permissions?: string[];
                    /**
                     * Format: date-time
                     * @description When the key expires (ISO 8601); without it never.
                     */
                    expires_at?: string;
                    /** @description The organization that the key is for. */
                    organization_id: string;
                };
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserApiKeyWithValue"];
                };
            };
            401: components["responses"]["Error"];
            404: components["responses"]["Error"];
            409: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    postApiKeysValidations: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description What somebody presents as an API key. */
                    value: string;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiKeyValidation"];
                };
            };
            401: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    postApiKeysByIdExpire: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The ID of the API key. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Without it, or with a time that is past, the key expires now. Null: it does not expire any more. */
                    expires_at?: string | null;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiKey"];
                };
            };
            401: components["responses"]["Error"];
            404: components["responses"]["Error"];
            409: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    deleteApiKeysById: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The ID of the API key. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Error"];
            404: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    getOrganizationsByOrganizationIdGroups: {
        parameters: {
            query?: {
                /** @description Number of objects, 1 to 100. */
                limit?: number;
                /** @description The id of an object: the page ends before it. */
                before?: string;
                /** @description The id of an object: the page starts after it. */
                after?: string;
                /** @description By time of creation. `normal` is `desc` with the cursors the other way round. */
                order?: "asc" | "desc" | "normal";
            };
            header?: never;
            path: {
                /** @description The ID of the organization. */
                organizationId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GroupList"];
                };
            };
            401: components["responses"]["Error"];
            404: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    postOrganizationsByOrganizationIdGroups: {
        parameters: {
            query?: never;
            header?: {
                /** @description Sent again within 24 hours with the same key and body, the request makes no second object and gets the same answer. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The ID of the organization. */
                organizationId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The name of the group. */
                    name: string;
                    /** @description What the group is for. */
                    description?: string | null;
                };
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Group"];
                };
            };
            401: components["responses"]["Error"];
            404: components["responses"]["Error"];
            409: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    getOrganizationsByOrganizationIdGroupsByGroupId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The ID of the organization. */
                organizationId: string;
                /** @description The ID of the group. */
                groupId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Group"];
                };
            };
            401: components["responses"]["Error"];
            404: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    deleteOrganizationsByOrganizationIdGroupsByGroupId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The ID of the organization. */
                organizationId: string;
                /** @description The ID of the group. */
                groupId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Error"];
            404: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    patchOrganizationsByOrganizationIdGroupsByGroupId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The ID of the organization. */
                organizationId: string;
                /** @description The ID of the group. */
                groupId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The name of the group. */
                    name?: string;
                    /** @description What the group is for. */
                    description?: string | null;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Group"];
                };
            };
            401: components["responses"]["Error"];
            404: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    getOrganizationsByOrganizationIdGroupsByGroupIdOrganizationMemberships: {
        parameters: {
            query?: {
                /** @description Number of objects, 1 to 100. */
                limit?: number;
                /** @description The id of an object: the page ends before it. */
                before?: string;
                /** @description The id of an object: the page starts after it. */
                after?: string;
                /** @description By time of creation. `normal` is `desc` with the cursors the other way round. */
                order?: "asc" | "desc" | "normal";
            };
            header?: never;
            path: {
                /** @description The ID of the organization. */
                organizationId: string;
                /** @description The ID of the group. */
                groupId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GroupMemberList"];
                };
            };
            401: components["responses"]["Error"];
            404: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    postOrganizationsByOrganizationIdGroupsByGroupIdOrganizationMemberships: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The ID of the organization. */
                organizationId: string;
                /** @description The ID of the group. */
                groupId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The ID of the organization membership. */
                    organization_membership_id: string;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Group"];
                };
            };
            401: components["responses"]["Error"];
            404: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    deleteOrganizationsByOrganizationIdGroupsByGroupIdOrganizationMembershipsByOmId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The ID of the organization. */
                organizationId: string;
                /** @description The ID of the group. */
                groupId: string;
                /** @description The ID of the organization membership. */
                omId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Error"];
            404: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    getUserManagementOrganizationMembershipsByOmIdGroups: {
        parameters: {
            query?: {
                /** @description Number of objects, 1 to 100. */
                limit?: number;
                /** @description The id of an object: the page ends before it. */
                before?: string;
                /** @description The id of an object: the page starts after it. */
                after?: string;
                /** @description By time of creation. `normal` is `desc` with the cursors the other way round. */
                order?: "asc" | "desc" | "normal";
            };
            header?: never;
            path: {
                /** @description The ID of the organization membership. */
                omId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GroupList"];
                };
            };
            401: components["responses"]["Error"];
            404: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    getUserManagementInvitations: {
        parameters: {
            query?: {
                /** @description Number of objects, 1 to 100. */
                limit?: number;
                /** @description The id of an object: the page ends before it. */
                before?: string;
                /** @description The id of an object: the page starts after it. */
                after?: string;
                /** @description By time of creation. `normal` is `desc` with the cursors the other way round. */
                order?: "asc" | "desc" | "normal";
                /** @description Only to this organization. */
                organization_id?: string;
                /** @description Only of this address. */
                email?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvitationList"];
                };
            };
            401: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    postUserManagementInvitations: {
        parameters: {
            query?: never;
            header?: {
                /** @description Sent again within 24 hours with the same key and body, the request makes no second object and gets the same answer. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * Format: email
                     * @description Who is invited.
                     */
                    email: string;
                    /** @description The organization to join. */
                    organization_id?: string | null;
                    /** @description The role in the organization; without one it is `member`. */
                    role_slug?: string | null;
                    /** @description 1 to 30; without it 7. */
                    expires_in_days?: number | null;
                    /** @description The ID of the user who invites; the mail names them. */
                    inviter_user_id?: string | null;
                    /** @description The language of the mail, such as `fr-CA`. */
                    locale?: string | null;
                };
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Invitation"];
                };
            };
            400: components["responses"]["Error"];
            401: components["responses"]["Error"];
            404: components["responses"]["Error"];
            409: components["responses"]["Error"];
            422: components["responses"]["Error"];
            429: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    getUserManagementInvitationsByTokenByToken: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The token of the link. */
                token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Invitation"];
                };
            };
            401: components["responses"]["Error"];
            404: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    getUserManagementInvitationsById: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The ID of the invitation. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Invitation"];
                };
            };
            401: components["responses"]["Error"];
            404: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    postUserManagementInvitationsByIdAccept: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The ID of the invitation. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Invitation"];
                };
            };
            400: components["responses"]["Error"];
            401: components["responses"]["Error"];
            404: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    postUserManagementInvitationsByIdResend: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The ID of the invitation. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The language of the mail, such as `fr-CA`. */
                    locale?: string | null;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Invitation"];
                };
            };
            400: components["responses"]["Error"];
            401: components["responses"]["Error"];
            404: components["responses"]["Error"];
            422: components["responses"]["Error"];
            429: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    postUserManagementInvitationsByIdRevoke: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The ID of the invitation. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Invitation"];
                };
            };
            400: components["responses"]["Error"];
            401: components["responses"]["Error"];
            404: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    getAuthorizationPermissions: {
        parameters: {
            query?: {
                /** @description Number of objects, 1 to 100. */
                limit?: number;
                /** @description The id of an object: the page ends before it. */
                before?: string;
                /** @description The id of an object: the page starts after it. */
                after?: string;
                /** @description By time of creation. `normal` is `desc` with the cursors the other way round. */
                order?: "asc" | "desc" | "normal";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PermissionList"];
                };
            };
            401: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    postAuthorizationPermissions: {
        parameters: {
            query?: never;
            header?: {
                /** @description Sent again within 24 hours with the same key and body, the request makes no second object and gets the same answer. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    slug: string;
                    name: string;
                    description?: string | null;
                    resource_type_slug?: string;
                };
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Permission"];
                };
            };
            401: components["responses"]["Error"];
            409: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    getAuthorizationPermissionsBySlug: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The slug of the permission. */
                slug: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Permission"];
                };
            };
            401: components["responses"]["Error"];
            404: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    deleteAuthorizationPermissionsBySlug: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The slug of the permission. */
                slug: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Error"];
            404: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    patchAuthorizationPermissionsBySlug: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The slug of the permission. */
                slug: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name?: string;
                    description?: string | null;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Permission"];
                };
            };
            401: components["responses"]["Error"];
            404: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    getAuthorizationRoles: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RoleList"];
                };
            };
            401: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    postAuthorizationRoles: {
        parameters: {
            query?: never;
            header?: {
                /** @description Sent again within 24 hours with the same key and body, the request makes no second object and gets the same answer. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    slug: string;
                    name: string;
                    description?: string | null;
                    /**
                     * @description What the role or permission is about. Here that is always the organization.
                     * @constant
                     */
                    resource_type_slug?: "organization";
                };
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Role"];
                };
            };
            401: components["responses"]["Error"];
            409: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    getAuthorizationRolesBySlug: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The slug of the role. */
                slug: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Role"];
                };
            };
            401: components["responses"]["Error"];
            404: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    patchAuthorizationRolesBySlug: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The slug of the role. */
                slug: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name?: string;
                    description?: string | null;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Role"];
                };
            };
            401: components["responses"]["Error"];
            404: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    putAuthorizationRolesBySlugPermissions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The slug of the role. */
                slug: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    permissions: string[];
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Role"];
                };
            };
            401: components["responses"]["Error"];
            404: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    postAuthorizationRolesBySlugPermissions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The slug of the role. */
                slug: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The slug of the permission. */
                    slug: string;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Role"];
                };
            };
            401: components["responses"]["Error"];
            404: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    getAuthorizationOrganizationsByOrganizationIdRoles: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The ID of the organization. */
                organizationId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RoleList"];
                };
            };
            401: components["responses"]["Error"];
            404: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    postAuthorizationOrganizationsByOrganizationIdRoles: {
        parameters: {
            query?: never;
            header?: {
                /** @description Sent again within 24 hours with the same key and body, the request makes no second object and gets the same answer. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The ID of the organization. */
                organizationId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    slug?: string;
                    name: string;
                    description?: string | null;
                    /**
                     * @description What the role or permission is about. Here that is always the organization.
                     * @constant
                     */
                    resource_type_slug?: "organization";
                };
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Role"];
                };
            };
            401: components["responses"]["Error"];
            404: components["responses"]["Error"];
            409: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    getOrganizationsByOrganizationIdRoles: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The ID of the organization. */
                organizationId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RoleList"];
                };
            };
            401: components["responses"]["Error"];
            404: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    getAuthorizationOrganizationsByOrganizationIdRolesBySlug: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The ID of the organization. */
                organizationId: string;
                /** @description The slug of the role. */
                slug: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Role"];
                };
            };
            401: components["responses"]["Error"];
            404: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    deleteAuthorizationOrganizationsByOrganizationIdRolesBySlug: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The ID of the organization. */
                organizationId: string;
                /** @description The slug of the role. */
                slug: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Error"];
            404: components["responses"]["Error"];
            409: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    patchAuthorizationOrganizationsByOrganizationIdRolesBySlug: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The ID of the organization. */
                organizationId: string;
                /** @description The slug of the role. */
                slug: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name?: string;
                    description?: string | null;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Role"];
                };
            };
            401: components["responses"]["Error"];
            404: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    putAuthorizationOrganizationsByOrganizationIdRolesBySlugPermissions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The ID of the organization. */
                organizationId: string;
                /** @description The slug of the role. */
                slug: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    permissions: string[];
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Role"];
                };
            };
            401: components["responses"]["Error"];
            404: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    postAuthorizationOrganizationsByOrganizationIdRolesBySlugPermissions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The ID of the organization. */
                organizationId: string;
                /** @description The slug of the role. */
                slug: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The slug of the permission. */
                    slug: string;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Role"];
                };
            };
            401: components["responses"]["Error"];
            404: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    deleteAuthorizationOrganizationsByOrganizationIdRolesBySlugPermissionsByPermissionSlug: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The ID of the organization. */
                organizationId: string;
                /** @description The slug of the role. */
                slug: string;
                /** @description The slug of the permission. */
                permissionSlug: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Role"];
                };
            };
            401: components["responses"]["Error"];
            404: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    postUserManagementPasswordReset: {
        parameters: {
            query?: never;
            header?: {
                /** @description Sent again within 24 hours with the same key and body, the request makes no second object and gets the same answer. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * Format: email
                     * @description The address of the user.
                     */
                    email: string;
                };
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PasswordReset"];
                };
            };
            401: components["responses"]["Error"];
            403: components["responses"]["Error"];
            404: components["responses"]["Error"];
            409: components["responses"]["Error"];
            422: components["responses"]["Error"];
            429: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    getUserManagementPasswordResetById: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The ID of the password reset. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PasswordReset"];
                };
            };
            401: components["responses"]["Error"];
            404: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    postUserManagementPasswordResetConfirm: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The token of the link. */
                    token: string;
                    /** @description The new password. */
                    new_password: string;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        user: components["schemas"]["User"];
                    };
                };
            };
            400: components["responses"]["Error"];
            401: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    getUserManagementRedirectUris: {
        parameters: {
            query?: {
                /** @description Number of objects, 1 to 100. */
                limit?: number;
                /** @description The id of an object: the page ends before it. */
                before?: string;
                /** @description The id of an object: the page starts after it. */
                after?: string;
                /** @description By time of creation. `normal` is `desc` with the cursors the other way round. */
                order?: "asc" | "desc" | "normal";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RedirectUriList"];
                };
            };
            401: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    postUserManagementRedirectUris: {
        parameters: {
            query?: never;
            header?: {
                /** @description Sent again within 24 hours with the same key and body, the request makes no second object and gets the same answer. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description An exact address, or one with a wildcard: https://*.example.com/callback */
                    uri: string;
                    /** @description The first entry without a wildcard is the default anyway. */
                    default?: boolean;
                };
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RedirectUri"];
                };
            };
            401: components["responses"]["Error"];
            409: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    deleteUserManagementRedirectUrisById: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The ID of the Redirect URI. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Error"];
            404: components["responses"]["Error"];
            409: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    getUserManagementSignOutUris: {
        parameters: {
            query?: {
                /** @description Number of objects, 1 to 100. */
                limit?: number;
                /** @description The id of an object: the page ends before it. */
                before?: string;
                /** @description The id of an object: the page starts after it. */
                after?: string;
                /** @description By time of creation. `normal` is `desc` with the cursors the other way round. */
                order?: "asc" | "desc" | "normal";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignOutUriList"];
                };
            };
            401: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    postUserManagementSignOutUris: {
        parameters: {
            query?: never;
            header?: {
                /** @description Sent again within 24 hours with the same key and body, the request makes no second object and gets the same answer. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description An exact address, or one with a wildcard: https://*.example.com/callback */
                    uri: string;
                    /** @description The first entry without a wildcard is the default anyway. */
                    default?: boolean;
                };
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignOutUri"];
                };
            };
            401: components["responses"]["Error"];
            409: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    putUserManagementSignOutUrisById: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The ID of the Sign-out URI. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description `true`: a default ends by making another one the default.
                     * @constant
                     */
                    default: true;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignOutUri"];
                };
            };
            401: components["responses"]["Error"];
            404: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    deleteUserManagementSignOutUrisById: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The ID of the Sign-out URI. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Error"];
            404: components["responses"]["Error"];
            409: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    getUserManagementCorsOrigins: {
        parameters: {
            query?: {
                /** @description Number of objects, 1 to 100. */
                limit?: number;
                /** @description The id of an object: the page ends before it. */
                before?: string;
                /** @description The id of an object: the page starts after it. */
                after?: string;
                /** @description By time of creation. `normal` is `desc` with the cursors the other way round. */
                order?: "asc" | "desc" | "normal";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CorsOriginList"];
                };
            };
            401: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    postUserManagementCorsOrigins: {
        parameters: {
            query?: never;
            header?: {
                /** @description Sent again within 24 hours with the same key and body, the request makes no second object and gets the same answer. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Whose pages may sign in and refresh: https://app.example.com */
                    origin: string;
                };
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CorsOrigin"];
                };
            };
            401: components["responses"]["Error"];
            409: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    deleteUserManagementCorsOriginsById: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The ID of the CORS origin. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Error"];
            404: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    getUserManagementJwtTemplate: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JwtTemplate"];
                };
            };
            401: components["responses"]["Error"];
            404: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    putUserManagementJwtTemplate: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description A JSON object in which `{{ user.email }}`, `{{ organization.name || 'none' }}` and the like stand for values. */
                    content: string;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JwtTemplate"];
                };
            };
            401: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    deleteUserManagementJwtTemplate: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Error"];
            404: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    getUserManagementBackchannelLogoutUris: {
        parameters: {
            query?: {
                /** @description Number of objects, 1 to 100. */
                limit?: number;
                /** @description The id of an object: the page ends before it. */
                before?: string;
                /** @description The id of an object: the page starts after it. */
                after?: string;
                /** @description By time of creation. `normal` is `desc` with the cursors the other way round. */
                order?: "asc" | "desc" | "normal";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BackchannelLogoutUriList"];
                };
            };
            401: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    postUserManagementBackchannelLogoutUris: {
        parameters: {
            query?: never;
            header?: {
                /** @description Sent again within 24 hours with the same key and body, the request makes no second object and gets the same answer. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description An https address of the application: https://app.example.com/backchannel */
                    uri: string;
                    /** @description The ID of the application, if there is more than one. */
                    client_id?: string;
                };
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BackchannelLogoutUri"];
                };
            };
            401: components["responses"]["Error"];
            409: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    deleteUserManagementBackchannelLogoutUrisById: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The ID of the back-channel logout URI. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Error"];
            404: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    getSsoJwksByClientId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The ID of the application. */
                client_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        keys: {
                            kid: string;
                            /** @constant */
                            kty: "RSA";
                            /** @constant */
                            alg: "RS256";
                            /** @constant */
                            use: "sig";
                            n: string;
                            e: string;
                            x5c: string[];
                            "x5t#S256": string;
                        }[];
                    };
                };
            };
            404: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    getOauth2Jwks: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        keys: {
                            kid: string;
                            /** @constant */
                            kty: "RSA";
                            /** @constant */
                            alg: "RS256";
                            /** @constant */
                            use: "sig";
                            n: string;
                            e: string;
                            x5c: string[];
                            "x5t#S256": string;
                        }[];
                    };
                };
            };
            default: components["responses"]["Error"];
        };
    };
    getWellKnownOpenidConfiguration: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProviderMetadata"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    getWellKnownOauthAuthorizationServer: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProviderMetadata"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    getOauth2Authorize: {
        parameters: {
            query?: {
                /** @description Required. The ID of the application. */
                client_id?: string;
                /** @description Required. A registered redirect URI. */
                redirect_uri?: string;
                /** @description Required: `code`. */
                response_type?: string;
                /** @description Comes back to the letter. */
                state?: string;
                /** @description The base64url-encoded SHA-256 of the code_verifier (PKCE). */
                code_challenge?: string;
                /** @description `S256`, with code_challenge. */
                code_challenge_method?: string;
                /** @description `sign-up` opens that page first. */
                screen_hint?: string;
                /** @description The address to start with. */
                login_hint?: string;
                /** @description `login` and `select_account` ask for the password in any case, `none` never shows a page. */
                prompt?: string;
                /** @description Languages for the hosted pages, by preference, separated by spaces. */
                ui_locales?: string;
                /** @description The organization to sign in to; without it, the only one of the person, or the one that they choose. */
                organization_id?: string;
                /** @description Asks for the password if it was last given more seconds ago. */
                max_age?: string;
                /** @description Required: `openid`, and beside it `profile` and `email`. */
                scope?: string;
                /** @description Comes back in the ID token. */
                nonce?: string;
                /** @description An earlier ID token: somebody else than its person signs in anew. */
                id_token_hint?: string;
                /** @description `query`. */
                response_mode?: string;
                /** @description Not supported. */
                request?: string;
                /** @description Not supported. */
                request_uri?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found */
            302: {
                headers: {
                    Location: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    postOauth2Authorize: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    [key: string]: string;
                };
                "application/x-www-form-urlencoded": {
                    [key: string]: string;
                };
            };
        };
        responses: {
            /** @description See Other */
            303: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    postOauth2Token: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TokenRequest"];
                "application/x-www-form-urlencoded": components["schemas"]["TokenRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        access_token: string;
                        /** @constant */
                        token_type: "Bearer";
                        /** @description Seconds. */
                        expires_in: number;
                        refresh_token: string;
                        id_token: string;
                        scope: string;
                    };
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OAuthError"] | components["schemas"]["Error"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OAuthError"] | components["schemas"]["Error"];
                };
            };
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    getOauth2Userinfo: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Userinfo"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OAuthError"] | components["schemas"]["Error"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OAuthError"] | components["schemas"]["Error"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    postOauth2Userinfo: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Userinfo"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OAuthError"] | components["schemas"]["Error"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OAuthError"] | components["schemas"]["Error"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    postOauth2Introspect: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["IntrospectionRequest"];
                "application/x-www-form-urlencoded": components["schemas"]["IntrospectionRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Introspection"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OAuthError"] | components["schemas"]["Error"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OAuthError"] | components["schemas"]["Error"];
                };
            };
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    getForwardAuth: {
        parameters: {
            query: {
                /** @description The application whose access tokens are good here. */
                client_id: string;
                /** @description A cookie of the application with the access token, for requests without `Authorization`. */
                cookie?: string;
                /** @description A registered redirect URI of the application: whoever opens a page and is not signed in is sent to sign in and comes back there with a code. For proxies that pass a 302 on (Caddy, Traefik, Envoy). */
                redirect_uri?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Found */
            302: {
                headers: {
                    Location: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    getEvents: {
        parameters: {
            query?: {
                /** @description Number of objects, 1 to 100. */
                limit?: number;
                /** @description The id of an object: the page ends before it. */
                before?: string;
                /** @description The id of an object: the page starts after it. */
                after?: string;
                /** @description By time of creation. `normal` is `desc` with the cursors the other way round. */
                order?: "asc" | "desc" | "normal";
                /** @description Only events of these names. */
                events?: string | string[];
                /** @description The same, as some SDKs write lists. */
                "events[]"?: string | string[];
                /** @description Only events about this organization and what belongs to it, also after it was deleted. */
                organization_id?: string;
                /** @description Only events from this time on (ISO 8601). */
                range_start?: string;
                /** @description Only events up to this time (ISO 8601). */
                range_end?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventList"];
                };
            };
            400: components["responses"]["Error"];
            401: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    getWebhookEndpoints: {
        parameters: {
            query?: {
                /** @description Number of objects, 1 to 100. */
                limit?: number;
                /** @description The id of an object: the page ends before it. */
                before?: string;
                /** @description The id of an object: the page starts after it. */
                after?: string;
                /** @description By time of creation. `normal` is `desc` with the cursors the other way round. */
                order?: "asc" | "desc" | "normal";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookEndpointList"];
                };
            };
            401: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    postWebhookEndpoints: {
        parameters: {
            query?: never;
            header?: {
                /** @description Sent again within 24 hours with the same key and body, the request makes no second object and gets the same answer. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Where events are posted: https, or http on this machine in development mode. */
                    endpoint_url: string;
                    /** @description The names of the events that it wants. */
                    events: string[];
                };
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookEndpoint"];
                };
            };
            401: components["responses"]["Error"];
            409: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    deleteWebhookEndpointsById: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The ID of the webhook endpoint. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Error"];
            404: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    patchWebhookEndpointsById: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The ID of the webhook endpoint. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Where events are posted: https, or http on this machine in development mode. */
                    endpoint_url?: string;
                    /** @description The names of the events that it wants. */
                    events?: string[];
                    /** @enum {string} */
                    status?: "enabled" | "disabled";
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookEndpoint"];
                };
            };
            401: components["responses"]["Error"];
            404: components["responses"]["Error"];
            409: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    getWebhookEndpointsByIdDeliveries: {
        parameters: {
            query?: {
                /** @description Number of objects, 1 to 100. */
                limit?: number;
                /** @description The id of an object: the page ends before it. */
                before?: string;
                /** @description The id of an object: the page starts after it. */
                after?: string;
                /** @description By time of creation. `normal` is `desc` with the cursors the other way round. */
                order?: "asc" | "desc" | "normal";
                /** @description Only in this state; `failed` are those that were given up. */
                status?: "pending" | "delivered" | "failed";
            };
            header?: never;
            path: {
                /** @description The ID of the webhook endpoint. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookDeliveryList"];
                };
            };
            401: components["responses"]["Error"];
            404: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    postWebhookEndpointsByIdDeliveriesByEventIdRedeliver: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The ID of the webhook endpoint. */
                id: string;
                /** @description The ID of the event. */
                event_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookDelivery"];
                };
            };
            401: components["responses"]["Error"];
            404: components["responses"]["Error"];
            409: components["responses"]["Error"];
            422: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    getHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        status: "ok";
                    };
                };
            };
            default: components["responses"]["Error"];
        };
    };
    getReady: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        status: "ready";
                    };
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        status: "not ready";
                    };
                };
            };
            default: components["responses"]["Error"];
        };
    };
}
