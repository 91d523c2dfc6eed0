import { z } from 'zod'
import type { AppContext } from '../../context.ts'
import type { BrowserSessionRow, InvitationRow } from '../../database/schema.ts'
import { inTransaction } from '../../database/transaction.ts'
import { type Html, problemPage, type Reply, redirect } from '../../http/reply.ts'
import type { RequestInfo } from '../../http/request-info.ts'
import { type Frame, frameOf } from '../../pages/frame.ts'
import { languageOfUiLocales } from '../../pages/languages.ts'
import { findApplication } from '../applications/application.queries.ts'
import { decideRedirect } from '../applications/decide-redirect.ts'
import { findOrganization } from '../organizations/organization.queries.ts'
import { touchBrowserSession } from '../sessions/browser-session.queries.ts'
import { findBrowserSession } from '../sessions/browser-session.ts'
import { openidIssuer } from '../signing-keys/openid-issuer.ts'
import { type AuthorizeProblem, authorizeProblemView } from './authorize-problem.view.ts'
import { malformedRequestProblem, unknownClientProblem, unregisteredRedirectProblem } from './authorize-problems.ts'
import { callbackLocation } from './callback-location.ts'
import { AGREEMENT_PATH, ORGANIZATION_SELECTION_PATH } from './hosted-flow.ts'
import { type IssuedCode, issueCode, NOT_A_MEMBER } from './issue-code.ts'
import { nextStep, type SignInWish } from './next-step.ts'
import { openFlow, pageForInvited } from './open-flow.ts'

export const text = z.string().max(8192).optional()

/**
 * Empty, it counts as not given (RFC 6749, 3.1): some SDKs write every parameter they know. Not for `code_challenge`, where
 * that would turn a mistake into a sign-in without PKCE.
 */
export const textOrNothing = z
  .string()
  .max(8192)
  .transform((value) => (value === '' ? undefined : value))
  .optional()

/** What an application may say on both ways in: the official one, and that of OpenID Connect. */
export const authorizationParameters = {
  client_id: text.meta({ description: 'Required. The ID of the application.' }),
  redirect_uri: text.meta({ description: 'Required. A registered redirect URI.' }),
  response_type: text.meta({ description: 'Required: `code`.' }),
  state: text.meta({ description: 'Comes back to the letter.' }),
  code_challenge: text.meta({ description: 'The base64url-encoded SHA-256 of the code_verifier (PKCE).' }),
  code_challenge_method: text.meta({ description: '`S256`, with code_challenge.' }),
  screen_hint: text.meta({ description: '`sign-up` opens that page first.', default: 'sign-in' }),
  login_hint: text.meta({ description: 'The address to start with.' }),
  prompt: text.meta({ description: '`login` asks for the password in any case, `none` never shows a page.' }),
  ui_locales: text.meta({ description: 'Languages for the hosted pages, by preference, separated by spaces.' }),
  organization_id: textOrNothing.meta({
    description: 'The organization to sign in to; without it, the only one of the person, or the one that they choose.',
  }),
  max_age: textOrNothing.meta({ description: 'Asks for the password if it was last given more seconds ago.' }),
}

type Parameters = { [Name in keyof typeof authorizationParameters]?: string | undefined }

export interface Refusal {
  error: string
  error_description: string
}

/** An authorization request, by whichever way it came in. */
export interface AuthorizationRequest extends Parameters {
  /** Why the parameters of that way are refused; told to the application once its redirect URI is known to be its own. */
  refusal: Refusal | undefined
  /** Undefined on the official way, which knows no ID tokens. */
  openid: { nonce: string | null } | undefined
  /** Whom an application expects to be signed in; anybody else signs in anew. */
  expectedUserId: string | undefined
  /** To accept with the sign-in, as whom it invites. */
  invitation: InvitationRow | undefined
}

export type AuthorizeReply = Reply<302, undefined> | Reply<400, Html>

/**
 * The one machinery behind both authorization endpoints: answers with a hosted page or, when somebody is signed in there,
 * with the way back. Without a known application and redirect URI it never redirects. Undefined: a repeated parameter
 * leaves nothing to trust, so it is told to the developer rather than redirected.
 */
export async function answerAuthorizationRequest(
  app: AppContext,
  request: RequestInfo,
  asked: AuthorizationRequest | undefined,
): Promise<AuthorizeReply> {
  const frame = frameOf(app, request, languageOfUiLocales(asked?.ui_locales))
  if (!asked) return showProblem(frame, request, malformedRequestProblem(frame.text))
  const application = asked.client_id ? await findApplication(app.db, asked.client_id) : undefined
  if (!application) return showProblem(frame, request, await unknownClientProblem(app, frame.text, asked.client_id))
  const decision = await decideRedirect(app, 'redirect_uri', asked.redirect_uri)
  if (!decision.location) {
    const problem = unregisteredRedirectProblem(app, frame.text, { redirectUri: asked.redirect_uri, decision })
    return showProblem(frame, request, problem)
  }
  const target = {
    applicationId: application.id,
    redirectUri: decision.location,
    fixed: { state: asked.state ?? null, iss: asked.openid ? openidIssuer(app.config) : null },
  }
  const refusal = refuseParameters(asked) ?? (await refuseOrganization(app, asked.organization_id))
  if (refusal) return goBack(target, { ...refusal })
  return await continueSignIn(app, asked, target, request)
}

function showProblem(frame: Frame, request: RequestInfo, problem: AuthorizeProblem): Reply<400, Html> {
  return problemPage(authorizeProblemView(frame, { ...problem, requestId: request.id }))
}

interface Target {
  applicationId: string
  redirectUri: string
  /** What every answer carries. `iss` tells clients of several servers which one answers (RFC 9207). */
  fixed: { state: string | null; iss: string | null }
}

function goBack({ redirectUri, fixed }: Target, answer: Record<string, string>): Reply<302, undefined> {
  return redirect(callbackLocation(redirectUri, { ...answer, ...fixed }))
}

/** From here on the redirect URI is trusted, so the application is told (RFC 6749, 4.1.2.1). */
function refuseParameters(asked: AuthorizationRequest): Refusal | undefined {
  const refuse = (error: string, error_description: string): Refusal => ({ error, error_description })
  if (asked.response_type !== 'code') return refuse('unsupported_response_type', 'response_type must be "code".')
  if (asked.refusal) return asked.refusal
  if (asked.code_challenge !== undefined && !/^[\w-]{43}$/.test(asked.code_challenge)) {
    return refuse(
      'invalid_request',
      'code_challenge must be the base64url-encoded SHA-256 of the verifier: 43 characters.',
    )
  }
  if ((asked.code_challenge === undefined) !== (asked.code_challenge_method === undefined)) {
    return refuse('invalid_request', 'Send code_challenge and code_challenge_method together.')
  }
  if (asked.code_challenge_method !== undefined && asked.code_challenge_method !== 'S256') {
    return refuse('invalid_request', 'code_challenge_method must be S256.')
  }
  if (asked.max_age !== undefined && !/^\d{1,9}$/.test(asked.max_age)) {
    return refuse('invalid_request', 'max_age must be a number of seconds.')
  }
  return undefined
}

async function refuseOrganization(app: AppContext, id: string | undefined): Promise<Refusal | undefined> {
  if (id === undefined || (await findOrganization(app.db, id))) return undefined
  return { error: 'organization_invalid', error_description: `There is no organization '${id.slice(0, 100)}'.` }
}

async function continueSignIn(
  app: AppContext,
  asked: AuthorizationRequest,
  target: Target,
  request: RequestInfo,
): Promise<AuthorizeReply> {
  const wish: SignInWish = {
    prompt: asked.prompt,
    maxAgeSeconds: asked.max_age === undefined ? undefined : Number(asked.max_age),
    screenHint: asked.screen_hint === 'sign-up' ? 'sign-up' : undefined,
    expectedUserId: asked.expectedUserId,
    isToAccept: asked.invitation !== undefined,
  }
  const step = nextStep(wish, await findBrowserSession(app, request), app.clock.now())
  if (step.kind === 'refuse') return goBack(target, { error: step.error })
  if (step.kind === 'agree') {
    const consent = { path: AGREEMENT_PATH, browserSession: step.browserSession }
    return await openPage(app, asked, target, request, consent)
  }
  if (asked.invitation)
    return await openPage(app, asked, target, request, { path: await pageForInvited(app, asked.invitation) })
  if (step.kind !== 'code')
    return await openPage(app, asked, target, request, step.kind === 'sign-up' ? SIGN_UP : SIGN_IN)
  const issued = await issueSilently(app, asked, target, step.browserSession)
  if (!issued) return await openPage(app, asked, target, request, SIGN_IN)
  if (issued.kind === 'code') return goBack(target, { code: issued.code })
  if (issued.kind === 'not-a-member') return goBack(target, NOT_A_MEMBER)
  // OpenID Connect Core 1.0, 3.1.2.6.
  if (asked.prompt === 'none') return goBack(target, { error: 'interaction_required' })
  const choice = { path: ORGANIZATION_SELECTION_PATH, browserSession: step.browserSession }
  return await openPage(app, asked, target, request, choice)
}

/** Undefined if the browser was signed out in this very moment. */
async function issueSilently(
  app: AppContext,
  asked: AuthorizationRequest,
  target: Target,
  found: BrowserSessionRow,
): Promise<IssuedCode | undefined> {
  return await inTransaction(app, async (tx) => {
    const browserSession = await touchBrowserSession(tx.db, found.id, tx.clock.now())
    if (!browserSession) return undefined
    const binding = {
      application_id: target.applicationId,
      redirect_uri: target.redirectUri,
      code_challenge: asked.code_challenge ?? null,
      nonce: asked.openid?.nonce ?? null,
      organization_id: asked.organization_id ?? null,
    }
    return await issueCode(tx, binding, browserSession)
  })
}

/** Which page comes first, and who is signed in by then. */
interface Opening {
  path: string
  browserSession?: BrowserSessionRow
}

const SIGN_IN: Opening = { path: '/sign-in' }
const SIGN_UP: Opening = { path: '/sign-up' }

async function openPage(
  app: AppContext,
  asked: AuthorizationRequest,
  target: Target,
  request: RequestInfo,
  { path, browserSession }: Opening,
): Promise<AuthorizeReply> {
  const { id, cookies } = await openFlow(app, request, {
    application_id: target.applicationId,
    redirect_uri: target.redirectUri,
    state: target.fixed.state,
    code_challenge: asked.code_challenge ?? null,
    nonce: asked.openid?.nonce ?? null,
    is_openid: asked.openid ? 1 : 0,
    login_hint: (asked.invitation?.email ?? asked.login_hint)?.slice(0, 254) ?? null,
    language: languageOfUiLocales(asked.ui_locales) ?? null,
    invitation_id: asked.invitation?.id ?? null,
    organization_id: asked.invitation?.organization_id ?? asked.organization_id ?? null,
    organization_selection: path === ORGANIZATION_SELECTION_PATH ? 'open' : null,
    browser_session_id: browserSession?.id ?? null,
  })
  return redirect(`${path}?request=${id}`, cookies)
}
