import type { Request as ExpressRequest, Response as ExpressResponse, RequestHandler } from 'express'
import type { AuthenticatedSession } from '../api/sealed-session.ts'
import { admitBrowser } from './admit-browser.ts'
import type { CookieSessions } from './cookie-sessions.ts'

declare global {
  namespace Express {
    interface Request {
      /** Set by `requireSignIn`, and by `withSession` when somebody is signed in. */
      signedIn?: AuthenticatedSession
    }
  }
}

/** Lets signed-in browsers in, and sends others to sign in; `request.signedIn` then has who it is. */
export function requireSignIn(sessions: CookieSessions): RequestHandler {
  return asHandler(async (request, response) => {
    const admission = await admitBrowser(sessions, toWebRequest(request))
    if (!admission.isAdmitted) return await send(response, admission.response)
    request.signedIn = admission.session
    sendCookies(response, admission.setCookie)
    return true
  })
}

/** For pages that everybody may see: `request.signedIn` is undefined when nobody is signed in. */
export function withSession(sessions: CookieSessions): RequestHandler {
  return asHandler(async (request, response) => {
    const authentication = await sessions.authenticate(toWebRequest(request))
    if (authentication.isSignedIn) request.signedIn = authentication.session
    sendCookies(response, authentication.setCookie)
    return true
  })
}

/** A route that answers with what `answer` gives: `app.get('/callback', respond((request) => sessions.callback(request)))`. */
export function respond(answer: (request: Request) => Promise<Response>): RequestHandler {
  return asHandler(async (request, response) => await send(response, await answer(toWebRequest(request))))
}

/** `step` says whether it goes on with the next handler. */
function asHandler(step: (request: ExpressRequest, response: ExpressResponse) => Promise<boolean>): RequestHandler {
  return (request, response, next) => {
    step(request, response).then((goesOn) => goesOn && next(), next)
  }
}

/** What is read of a request here: no body. */
function toWebRequest(request: ExpressRequest): Request {
  const headers = new Headers()
  for (const [name, value] of Object.entries(request.headers)) if (value !== undefined) headers.set(name, String(value))
  const url = new URL(request.originalUrl, `${request.protocol}://${request.headers.host ?? 'localhost'}`)
  return new Request(url, { method: request.method, headers })
}

async function send(response: ExpressResponse, answer: Response): Promise<false> {
  response.status(answer.status)
  for (const [name, value] of answer.headers) if (name !== 'set-cookie') response.setHeader(name, value)
  for (const cookie of answer.headers.getSetCookie()) response.append('set-cookie', cookie)
  response.send(await answer.text())
  return false
}

function sendCookies(response: ExpressResponse, setCookie: string[]): void {
  for (const cookie of setCookie) response.append('set-cookie', cookie)
  if (setCookie.length > 0) response.setHeader('cache-control', 'private, no-store')
}
