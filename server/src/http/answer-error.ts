import type { Context } from 'hono'
import type { AppContext } from '../context.ts'
import { NulCharacterError } from '../database/nul-character.ts'
import { TooBusyError } from '../platform/passwords.ts'
import { ApiError, OAuthError } from './errors.ts'
import { loggablePath } from './loggable-path.ts'
import { type HonoEnvironment, requestInfo } from './mount-routes.ts'
import { type Html, page } from './reply.ts'
import type { RequestInfo } from './request-info.ts'
import { respondHtml, respondJson } from './respond.ts'

const NUL_REFUSAL = 'Text may not contain the NUL character.'
const RETRY_AFTER_SECONDS = '2'
/** BUSY, LOCKED, IOERR, FULL, CANTOPEN: https://sqlite.org/rescode.html */
const SQLITE_OUTAGES = new Set([5, 6, 10, 13, 14])

/** The page for people that says what went wrong. */
export type ShowError = (app: AppContext, request: RequestInfo, refusal: ApiError) => Html

/** The one place where errors become answers. What is not ours is logged whole and answered bare. */
export function createErrorAnswer(showError: ShowError) {
  return async (app: AppContext, c: Context<HonoEnvironment>, error: unknown): Promise<Response> => {
    if (error instanceof OAuthError) return respondJson(c, { ...error, body: error.toBody() })
    const refusal = error instanceof ApiError ? error : toRefusal(app, c, error)
    const { status, headers } = refusal
    if (!c.get('isPage')) return respondJson(c, { status, headers, body: refusal.toBody() })
    const reply = page(showError(app, requestInfo(c, app), refusal))
    return await respondHtml(c, { ...reply, status, headers: { ...headers, ...reply.headers } })
  }
}

function toRefusal(app: AppContext, c: Context<HonoEnvironment>, error: unknown): ApiError {
  if (error instanceof TooBusyError) {
    return new ApiError(503, 'The server is busy. Try again in a moment.', {
      code: 'too_busy',
      headers: { 'retry-after': RETRY_AFTER_SECONDS },
    })
  }
  if (error instanceof NulCharacterError)
    return new ApiError(422, NUL_REFUSAL, {
      code: 'invalid_request_parameters',
      errors: [{ code: 'invalid_character', message: NUL_REFUSAL }],
    })
  if (didHangUp(c)) return new ApiError(400, 'The request broke off.', { code: 'invalid_request' })
  app.log.error('A request failed unexpectedly.', error, {
    request_id: c.get('requestId'),
    method: c.req.method,
    path: loggablePath(c.req.path),
  })
  if (isDatabaseOutage(error)) {
    return new ApiError(503, 'The database cannot be reached. Try again in a moment.', {
      code: 'database_unavailable',
      headers: { 'retry-after': RETRY_AFTER_SECONDS },
    })
  }
  return new ApiError(500, 'Something went wrong on our side. The request ID helps to find it in the log.', {
    code: 'internal_error',
  })
}

/** The client left before it had sent everything: nobody is there to be answered, and nothing of ours failed. */
function didHangUp(c: Context<HonoEnvironment>): boolean {
  const incoming = c.env?.incoming
  return incoming !== undefined && incoming.errored !== null && !incoming.complete
}

/**
 * Connection refused, reset or timed out, shutting down, or no space left: SQLSTATE classes 08, 53 and 57, errors of the
 * socket, and SQLite's own. The answer does not promise that nothing was changed: a commit may be what went unanswered.
 */
function isDatabaseOutage(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if ('errcode' in error) return SQLITE_OUTAGES.has(Number(error.errcode) & 0xff)
  const code = 'code' in error ? String(error.code) : ''
  return (
    /^(08|53|57P)/.test(code) ||
    /^E(CONN|PIPE|TIMEDOUT|HOSTUNREACH)/.test(code) ||
    /timeout|Connection terminated|is not queryable/i.test(error.message)
  )
}
