import { Hono } from 'hono'
import type { AppContext } from './context.ts'
import { findApiKey } from './features/applications/api-keys.ts'
import { corsOriginRoutes } from './features/applications/cors-origin.routes.ts'
import { isAllowedOrigin } from './features/applications/is-allowed-origin.ts'
import { registeredUriRoutes } from './features/applications/registered-uri.routes.ts'
import { authenticationRoutes } from './features/authentication/routes.ts'
import { backchannelLogoutUriRoutes } from './features/backchannel-logout/backchannel-logout-uri.routes.ts'
import { deletionRoutes } from './features/deletion/routes.ts'
import { healthRoutes } from './features/environment/health.routes.ts'
import { homePage } from './features/environment/home.page.ts'
import { listEvents } from './features/events/list-events.route.ts'
import { forwardAuthRoutes } from './features/forward-auth/forward-auth.routes.ts'
import { groupRoutes } from './features/groups/group.routes.ts'
import { groupMemberRoutes } from './features/groups/group-member.routes.ts'
import { answerOnce } from './features/idempotency/answer-once.ts'
import { introspect } from './features/introspection/introspect.route.ts'
import { invitationRoutes } from './features/invitations/invitation.routes.ts'
import { jwtTemplateRoutes } from './features/jwt-templates/jwt-template.routes.ts'
import { membershipRoutes } from './features/memberships/membership.routes.ts'
import { getMetrics } from './features/metrics/metrics.route.ts'
import { openidRoutes } from './features/openid/routes.ts'
import { entitlementRoutes } from './features/organizations/entitlements.routes.ts'
import { organizationRoutes } from './features/organizations/organization.routes.ts'
import { organizationDomainRoutes } from './features/organizations/organization-domain.routes.ts'
import { ownedApiKeyRoutes } from './features/owned-api-keys/owned-api-key.routes.ts'
import { passwordResetRoutes } from './features/password-reset/password-reset.routes.ts'
import { createRequestPace } from './features/rate-limits/pace-requests.ts'
import { referencePages } from './features/reference/reference.pages.ts'
import { revocationFeedRoutes } from './features/revocation-feed/routes.ts'
import { environmentRoleRoutes } from './features/roles/environment-role.routes.ts'
import { organizationRoleRoutes } from './features/roles/organization-role.routes.ts'
import { permissionRoutes } from './features/roles/permission.routes.ts'
import { sessionRoutes } from './features/sessions/routes.ts'
import { getJwks, getOpenidJwks } from './features/signing-keys/jwks.route.ts'
import { userRoutes } from './features/users/routes.ts'
import { webhookDeliveryRoutes } from './features/webhooks/webhook-delivery.routes.ts'
import { webhookEndpointRoutes } from './features/webhooks/webhook-endpoint.routes.ts'
import { yourSessionsRoutes } from './features/your-sessions/routes.ts'
import { createErrorAnswer } from './http/answer-error.ts'
import { createCallerCheck } from './http/check-caller.ts'
import { logRequests, setCommonHeaders } from './http/common-headers.ts'
import { mountCors } from './http/cors.ts'
import type { Route } from './http/define-route.ts'
import { ApiError } from './http/errors.ts'
import { limitBody } from './http/limit-body.ts'
import { type HonoEnvironment, mountRoutes } from './http/mount-routes.ts'
import { refuseAmbiguity } from './http/refuse-ambiguity.ts'
import { createRouter } from './http/router.ts'
import { assetRoutes } from './pages/assets.ts'
import { errorView } from './pages/error.view.ts'
import { rememberLanguage } from './pages/remember-language.ts'

/** Every route of the server, by feature. */
export const routes: Route[] = [
  ...authenticationRoutes,
  // Before the session whose id is `revocations`: the first route that matches answers.
  ...revocationFeedRoutes,
  ...sessionRoutes,
  ...userRoutes,
  ...organizationRoutes,
  ...entitlementRoutes,
  ...organizationDomainRoutes,
  ...membershipRoutes,
  ...ownedApiKeyRoutes,
  ...groupRoutes,
  ...groupMemberRoutes,
  ...invitationRoutes,
  ...permissionRoutes,
  ...environmentRoleRoutes,
  ...organizationRoleRoutes,
  ...deletionRoutes,
  ...passwordResetRoutes,
  ...yourSessionsRoutes,
  ...registeredUriRoutes,
  ...corsOriginRoutes,
  ...jwtTemplateRoutes,
  ...backchannelLogoutUriRoutes,
  getJwks,
  getOpenidJwks,
  ...openidRoutes,
  introspect,
  ...forwardAuthRoutes,
  listEvents,
  ...webhookEndpointRoutes,
  ...webhookDeliveryRoutes,
  ...healthRoutes,
  getMetrics,
  homePage,
  ...referencePages,
]

export function createApp(app: AppContext): Hono<HonoEnvironment> {
  const hono = new Hono<HonoEnvironment>({ getPath, router: createRouter() })
  const answerError = createErrorAnswer(errorView)
  hono.use(setCommonHeaders(app), logRequests(app), refuseAmbiguity)
  mountCors(hono, app, routes, isAllowedOrigin)
  hono.use(rememberLanguage(app), limitBody)
  hono.onError((error, c) => answerError(app, c, error))
  hono.notFound((c) => {
    c.set('isPage', c.req.header('accept')?.includes('text/html') ?? false)
    return answerError(
      app,
      c,
      new ApiError(404, `There is nothing at ${c.req.method} ${c.req.path.slice(0, 200)}.`, { code: 'not_found' }),
    )
  })
  hono.route('/', assetRoutes)
  mountRoutes(hono, app, routes, {
    checkCaller: createCallerCheck(findApiKey),
    answerOnce,
    pace: createRequestPace(app.config.rateLimits),
  })
  return hono
}

/** The Go SDK writes `//user_management/…` when its base URL ends in a slash. */
function getPath(request: Request): string {
  const start = request.url.indexOf('/', request.url.indexOf('://') + 3)
  const end = request.url.slice(start).search(/[?#]/)
  const path = end === -1 ? request.url.slice(start) : request.url.slice(start, start + end)
  return path.replace(/^\/{2,}/, '/')
}
