import { after, before } from 'node:test'
import { signInOnPage } from '../../../server/tests/compat/hosted-page.ts'
import { type LiveServer, useLiveServer } from '../../../server/tests/compat/live-server.ts'
import { API_KEY, CLIENT_ID } from '../../../server/tests/harness.ts'
import { createBrowser, type TestBrowser } from '../../../server/tests/support/browser.ts'
import { sqlite } from '../../../server/tests/support/databases.ts'
import {
  type CookieSessions,
  type CookieSessionsOptions,
  createCookieSessions,
  createSessionVerifier,
  Gatehouse,
  type SessionVerifier,
} from '../../src/index.ts'
import { APP, type Ask } from './web-frameworks.ts'

export const COOKIE_PASSWORD = 'a cookie password of the application, 32+ characters'

/** An application with a real server behind it. */
export interface WebApp {
  server: LiveServer
  verifier: SessionVerifier
  sessions(options?: Partial<CookieSessionsOptions>): CookieSessions
  /** What the verifier makes of a cookie now. */
  isSignedIn(cookie: string | undefined): Promise<boolean>
  /** A browser that has signed in, as an application keeps it. */
  signedIn(ask: Ask, from?: string): Promise<SignedInBrowser>
}

export interface SignedInBrowser {
  email: string
  /** The answer of the callback. */
  answer: Response
  app: TestBrowser
  hosted: TestBrowser
}

/**
 * For the body of a suite: a server and a verifier. One that follows the feed notices when the server's clock is moved, and
 * trusts it no more; so a suite has either a feed or tokens that have expired.
 */
export function useWebApp({ hasFeed }: { hasFeed: boolean }): WebApp {
  const server = useLiveServer(sqlite)
  // The verifier is filled in before the first test; nothing may look at it earlier.
  const suite = { server } as WebApp
  before(async () => {
    const issuer = `${server.origin}/user_management/${CLIENT_ID}`
    const apiKey = hasFeed ? API_KEY : undefined
    suite.verifier = createSessionVerifier({
      baseUrl: server.url,
      clientId: CLIENT_ID,
      apiKey,
      issuer,
      onEvent: () => {},
    })
    await suite.verifier.ready()
  })
  after(() => suite.verifier.close())
  suite.sessions = (options = {}) =>
    createCookieSessions({
      gatehouse: new Gatehouse({ baseUrl: server.url, clientId: CLIENT_ID, apiKey: API_KEY, maxRetries: 0 }),
      verifier: suite.verifier,
      cookiePassword: COOKIE_PASSWORD,
      redirectUri: `${APP}/callback`,
      ...options,
    })
  suite.isSignedIn = async (cookie) => (await suite.sessions().read(`wos-session=${cookie}`)).isSignedIn
  suite.signedIn = async (ask, from = '/page') => {
    const app = createBrowser(ask, APP)
    const hosted = server.browser()
    const { email } = await server.createUser()
    const begun = await app.get(`/sign-in?from=${encodeURIComponent(from)}`)
    const { code, state } = await signInOnPage(hosted, begun.headers.get('location') ?? '', email)
    const answer = await app.get(`/callback?${new URLSearchParams({ code: code ?? '', state: state ?? '' })}`)
    return { email, answer, app, hosted }
  }
  return suite
}
