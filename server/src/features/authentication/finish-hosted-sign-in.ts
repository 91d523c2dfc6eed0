import type { AppContext } from '../../context.ts'
import type { AuthorizationRequestRow } from '../../database/schema.ts'
import { inTransaction } from '../../database/transaction.ts'
import type { RequestInfo } from '../../http/request-info.ts'
import { setCookie } from '../../pages/cookies.ts'
import { recordEvent } from '../events/record-event.ts'
import { findBrowserSession, startBrowserSession } from '../sessions/browser-session.ts'
import { noteSignIn, type User } from '../users/user.queries.ts'
import { issueAuthorizationCode } from './authorization-code.ts'
import { takeAuthorizationRequest } from './authorization-request.queries.ts'
import { callbackLocation } from './callback-location.ts'
import { describeAttempt } from './password-check.ts'

/**
 * Somebody proved who they are on a hosted page: signs the browser in and answers where it goes back to. Undefined if
 * the request was finished by another submission of the form, or the account was deleted in the meantime.
 */
export async function finishHostedSignIn(
  app: AppContext,
  open: AuthorizationRequestRow,
  user: User,
  request: RequestInfo,
): Promise<{ location: string; cookie: string } | undefined> {
  const previous = await findBrowserSession(app, request)
  return await inTransaction(app, async (tx) => {
    const taken = await takeAuthorizationRequest(tx.db, open.id)
    const signedIn = taken && (await noteSignIn(tx.db, user.id, tx.clock.now()))
    if (!signedIn) return undefined
    const { browserSession, cookie } = await startBrowserSession(tx, {
      userId: user.id,
      authMethod: 'password',
      previous,
      request,
    })
    await recordEvent(tx, 'authentication.password_succeeded', {
      ...describeAttempt(
        {
          email: user.email,
          ipAddress: request.ipAddress,
          userAgent: request.userAgent,
        },
        user.id,
      ),
      status: 'succeeded',
    })
    const code = await issueAuthorizationCode(tx, taken, browserSession)
    return {
      location: callbackLocation(taken.redirect_uri, {
        code,
        state: taken.state,
      }),
      cookie: setCookie(tx.config, 'session', cookie, tx.config.session.maximumLengthSeconds),
    }
  })
}
