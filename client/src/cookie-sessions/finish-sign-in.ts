import { GenericServerException } from '../api/exceptions.ts'
import { type CookieSettings, redirectTo, sessionCookie } from './settings.ts'
import { clearedFlowCookie, readFlow } from './sign-in-flow.ts'

export interface CallbackFailure {
  reason: /** This browser began no such sign-in, or too long ago, or has finished it already. */
    | 'unknown_state'
    /** The hosted page says so: `error` has its word, such as `access_denied`. */
    | 'refused'
    /** The code is not good, or not any more. */
    | 'code_refused'
  /** One sentence; nothing of the request is in it. */
  message: string
  /** As the server put it. */
  error?: string
}

/** @throws ConnectionException when the server cannot be reached */
export async function finishSignIn(settings: CookieSettings, request: Request): Promise<Response> {
  const { searchParams } = new URL(request.url)
  const state = searchParams.get('state') ?? ''
  const flow = await readFlow(settings, { state, cookieHeader: request.headers.get('cookie') })
  if (!flow) return await fail(settings, request, UNKNOWN)
  const error = searchParams.get('error')
  if (error !== null) return await fail(settings, request, { ...REFUSED, error })
  const sealed = await exchange(settings, { code: searchParams.get('code') ?? '', codeVerifier: flow.codeVerifier })
  if (typeof sealed !== 'string') return await fail(settings, request, sealed)
  const setCookie = [sessionCookie(settings, sealed), await clearedFlowCookie(settings, state)]
  return redirectTo(flow.returnTo, { status: 302, setCookie })
}

const UNKNOWN: CallbackFailure = {
  reason: 'unknown_state',
  message: 'This sign-in was not begun in this browser, or it took too long.',
}
const REFUSED: CallbackFailure = { reason: 'refused', message: 'The sign-in was not completed.' }
const CODE_REFUSED: CallbackFailure = { reason: 'code_refused', message: 'This sign-in is not valid any more.' }

/** The sealed session, or why there is none. */
async function exchange(
  { gatehouse, cookiePassword }: CookieSettings,
  { code, codeVerifier }: { code: string; codeVerifier: string },
): Promise<string | CallbackFailure> {
  try {
    const session = { sealSession: true, cookiePassword }
    const answer = await gatehouse.userManagement.authenticateWithCode({ code, codeVerifier, session })
    return answer.sealedSession ?? ''
  } catch (error) {
    if (!(error instanceof GenericServerException) || error.status >= 500 || error.status === 401) throw error
    return { ...CODE_REFUSED, error: error.code ?? String(error.status) }
  }
}

async function fail(
  { onCallbackFailure = showFailure }: CookieSettings,
  request: Request,
  failure: CallbackFailure,
): Promise<Response> {
  return await onCallbackFailure(failure, request)
}

function showFailure({ message }: CallbackFailure): Response {
  return new Response(`${message} Go back to the application and sign in again.\n`, {
    status: 400,
    headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' },
  })
}
