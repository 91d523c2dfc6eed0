import { z } from 'zod'
import type { AppContext } from '../../context.ts'
import type { BrowserSessionRow } from '../../database/schema.ts'
import { inTransaction } from '../../database/transaction.ts'
import { defineRoute } from '../../http/define-route.ts'
import { type Html, problemPage, type Reply, redirect } from '../../http/reply.ts'
import type { RequestInfo } from '../../http/request-info.ts'
import { type Frame, frameOf } from '../../pages/frame.ts'
import { languageOfUiLocales } from '../../pages/languages.ts'
import { findApplication } from '../applications/application.queries.ts'
import { decideRedirect } from '../applications/decide-redirect.ts'
import { touchBrowserSession } from '../sessions/browser-session.queries.ts'
import { findBrowserSession } from '../sessions/browser-session.ts'
import { issueAuthorizationCode } from './authorization-code.ts'
import { insertAuthorizationRequest } from './authorization-request.queries.ts'
import { type AuthorizeProblem, authorizeProblemView } from './authorize-problem.view.ts'
import { malformedRequestProblem, unknownClientProblem, unregisteredRedirectProblem } from './authorize-problems.ts'
import { callbackLocation } from './callback-location.ts'
import { identifyBrowser } from './flow-browser.ts'
import { nextStep } from './next-step.ts'

/** Somebody may leave the sign-in page open over lunch; the next morning it is safer to start again. */
const REQUEST_LIFETIME_MS = 12 * 60 * 60 * 1000

const text = z.string().max(8192).optional()

/** Parameters that only other providers know are accepted and not used: the SDKs write them in four different ways. */
const query = z.object({
  client_id: text.meta({ description: 'Required. The ID of the application.' }),
  redirect_uri: text.meta({ description: 'Required. A registered redirect URI.' }),
  response_type: text.meta({ description: 'Required: `code`.' }),
  provider: text.meta({ description: 'Required: `authkit`.' }),
  connection_id: text.meta({ description: 'Not supported yet.' }),
  organization_id: text.meta({ description: 'Not supported yet.' }),
  state: text.meta({ description: 'Comes back to the letter.' }),
  code_challenge: text.meta({ description: 'The base64url-encoded SHA-256 of the code_verifier (PKCE).' }),
  code_challenge_method: text.meta({ description: '`S256`, with code_challenge.' }),
  screen_hint: text.meta({ description: '`sign-up` opens that page first.' }),
  login_hint: text.meta({ description: 'The address to start with.' }),
  prompt: text.meta({ description: '`login` asks for the password in any case, `none` never shows a page.' }),
  ui_locales: text.meta({ description: 'Languages for the hosted pages, by preference, separated by spaces.' }),
  max_age: text.meta({ description: 'Asks for the password if it was last given more seconds ago.' }),
})

type Query = z.output<typeof query>
type AuthorizeReply = Reply<302, undefined> | Reply<400, Html>

export const authorize = defineRoute({
  method: 'get',
  path: '/user_management/authorize',
  summary: 'Get an authorization URL',
  description:
    'Where an application sends the browser to sign in. Answers with a hosted page or, when somebody is signed in ' +
    'there, with the way back. Without a known application and redirect URI it never redirects.',
  tag: 'Authentication',
  caller: 'anyone',
  // A repeated parameter leaves nothing to trust, so it is told to the developer rather than redirected.
  query: z.union([query, z.unknown().transform(() => undefined)]),
  responses: { 302: 'empty', 400: 'html' },

  async handle(app, { query, request }): Promise<AuthorizeReply> {
    const frame = frameOf(app, request, languageOfUiLocales(query?.ui_locales))
    if (!query) return showProblem(frame, request, malformedRequestProblem(frame.text))
    const application = query.client_id ? await findApplication(app.db, query.client_id) : undefined
    if (!application) return showProblem(frame, request, await unknownClientProblem(app, frame.text, query.client_id))
    const decision = await decideRedirect(app, 'redirect_uri', query.redirect_uri)
    if (!decision.location) {
      const problem = unregisteredRedirectProblem(app, frame.text, { redirectUri: query.redirect_uri, decision })
      return showProblem(frame, request, problem)
    }
    const target = {
      applicationId: application.id,
      redirectUri: decision.location,
      state: query.state ?? null,
    }
    const refusal = refuseParameters(query)
    if (refusal)
      return redirect(
        callbackLocation(target.redirectUri, {
          ...refusal,
          state: target.state,
        }),
      )
    return await continueSignIn(app, query, target, request)
  },
})

function showProblem(frame: Frame, request: RequestInfo, problem: AuthorizeProblem): Reply<400, Html> {
  return problemPage(authorizeProblemView(frame, { ...problem, requestId: request.id }))
}

/** From here on the redirect URI is trusted, so the application is told (RFC 6749, 4.1.2.1). */
function refuseParameters(query: Query): { error: string; error_description: string } | undefined {
  const refuse = (error: string, error_description: string) => ({
    error,
    error_description,
  })
  if (query.response_type !== 'code') return refuse('unsupported_response_type', 'response_type must be "code".')
  const selector = query.provider ?? query.connection_id ?? query.organization_id
  if (selector === undefined) return refuse('invalid_connection_selector', 'Send provider=authkit.')
  if (query.provider !== 'authkit') {
    return refuse(
      'invalid_connection_selector',
      'Gatehouse offers provider=authkit; other providers and connections are not supported yet.',
    )
  }
  if (query.code_challenge !== undefined && !/^[\w-]{43}$/.test(query.code_challenge)) {
    return refuse(
      'invalid_request',
      'code_challenge must be the base64url-encoded SHA-256 of the verifier: 43 characters.',
    )
  }
  if ((query.code_challenge === undefined) !== (query.code_challenge_method === undefined)) {
    return refuse('invalid_request', 'Send code_challenge and code_challenge_method together.')
  }
  if (query.code_challenge_method !== undefined && query.code_challenge_method !== 'S256') {
    return refuse('invalid_request', 'code_challenge_method must be S256.')
  }
  if (query.max_age !== undefined && !/^\d{1,9}$/.test(query.max_age)) {
    return refuse('invalid_request', 'max_age must be a number of seconds.')
  }
  return undefined
}

interface Target {
  applicationId: string
  redirectUri: string
  state: string | null
}

async function continueSignIn(
  app: AppContext,
  query: Query,
  target: Target,
  request: RequestInfo,
): Promise<AuthorizeReply> {
  const wish = {
    prompt: query.prompt,
    maxAgeSeconds: query.max_age === undefined ? undefined : Number(query.max_age),
    screenHint: query.screen_hint === 'sign-up' ? ('sign-up' as const) : undefined,
  }
  const step = nextStep(wish, await findBrowserSession(app, request), app.clock.now())
  if (step.kind === 'refuse') {
    return redirect(
      callbackLocation(target.redirectUri, {
        error: step.error,
        state: target.state,
      }),
    )
  }
  const code = step.kind === 'code' ? await issueSilently(app, query, target, step.browserSession) : undefined
  if (code) return redirect(callbackLocation(target.redirectUri, { code, state: target.state }))
  return await openSignInPage(app, query, target, request, step.kind === 'sign-up' ? '/sign-up' : '/sign-in')
}

/** Undefined if the browser was signed out in this very moment. */
async function issueSilently(
  app: AppContext,
  query: Query,
  target: Target,
  found: BrowserSessionRow,
): Promise<string | undefined> {
  return await inTransaction(app, async (tx) => {
    const browserSession = await touchBrowserSession(tx.db, found.id, tx.clock.now())
    if (!browserSession) return undefined
    const binding = {
      application_id: target.applicationId,
      redirect_uri: target.redirectUri,
      code_challenge: query.code_challenge ?? null,
    }
    return await issueAuthorizationCode(tx, binding, browserSession)
  })
}

/** What was asked for becomes a row, bound to this browser; the page only carries its id. */
async function openSignInPage(
  app: AppContext,
  query: Query,
  target: Target,
  request: RequestInfo,
  path: string,
): Promise<AuthorizeReply> {
  const browser = identifyBrowser(app, request)
  const id = app.ids.next('authorization_request')
  const now = app.clock.now()
  await inTransaction(app, (tx) =>
    insertAuthorizationRequest(tx.db, {
      id,
      browser_hash: browser.hash,
      application_id: target.applicationId,
      redirect_uri: target.redirectUri,
      state: target.state,
      code_challenge: query.code_challenge ?? null,
      login_hint: query.login_hint?.slice(0, 254) ?? null,
      typed_first_name: null,
      typed_last_name: null,
      language: languageOfUiLocales(query.ui_locales) ?? null,
      browser_session_id: null,
      created_at: now.toISOString(),
      expires_at: new Date(now.getTime() + REQUEST_LIFETIME_MS).toISOString(),
    }),
  )
  return redirect(`${path}?request=${id}`, browser.cookies)
}
