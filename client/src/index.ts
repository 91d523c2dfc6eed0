/** What the package offers; everything else is its own affair. The adapters are entry points of their own. */
export type { PkceUrl } from './api/authorization-url.ts'
export type { RequestOptions, Schemas } from './api/call.ts'
export type { EventData, GatehouseEvent } from './api/events.ts'
export {
  AuthenticationException,
  BadRequestException,
  ConflictException,
  ConnectionException,
  GenericServerException,
  NotFoundException,
  OauthException,
  RateLimitExceededException,
  SignatureVerificationException,
  UnauthorizedException,
  UnprocessableEntityException,
} from './api/exceptions.ts'
export { Gatehouse, type GatehouseOptions } from './api/gatehouse.ts'
export type { AuthenticationResponse } from './api/grant-methods.ts'
export type { RefreshFailure } from './api/refresh-failure.ts'
export type {
  AuthenticatedSession,
  RefreshedSession,
  SealedSession,
  UnauthenticatedSession,
} from './api/sealed-session.ts'
export type { SessionData } from './api/session-seal.ts'
export type { UserManagement } from './api/user-management.ts'
export type { SignedWebhook, WebhookPayload } from './api/verify-webhook.ts'
export type { Webhooks } from './api/webhooks.ts'
export { InvalidOptionsError } from './check-options.ts'
export type { Authentication } from './cookie-sessions/authentication.ts'
export {
  type CookieSessions,
  type CookieSessionsOptions,
  createCookieSessions,
} from './cookie-sessions/cookie-sessions.ts'
export type { CallbackFailure } from './cookie-sessions/finish-sign-in.ts'
export { FeedRefusedError } from './feed-errors.ts'
export { createSessionVerifier, type SessionVerifier } from './session-verifier.ts'
export type { AccessTokenClaims, Refusal, Verification } from './verification.ts'
export type { VerifierEvent } from './verifier-event.ts'
export type { SessionVerifierOptions } from './verifier-options.ts'
export type { FeedStatus, VerifierCounters, VerifierStatus } from './verifier-status.ts'
