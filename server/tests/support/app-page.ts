import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { signInOnPage } from '../compat/hosted-page.ts'
import { CLIENT_ID, decodeToken, type SignedIn, type TestServer } from '../harness.ts'
import type { TestBrowser } from './browser.ts'

/** A page of the browser SDK, as far as the server sees it: its origin, a proof key, and the browser's cookies. */
export interface AppPage {
  browser: TestBrowser
  /** By the hosted page; `cookies` are the `Set-Cookie` values that came with the tokens. */
  signIn(email: string): Promise<SignedIn & { cookies: string[] }>
  /** With the body that the SDK sends away from localhost: no token in it. */
  refresh(headers?: Record<string, string>): Promise<Response>
}

export function openAppPage(
  server: TestServer,
  {
    origin,
    browser = server.browser(),
    clientId = CLIENT_ID,
  }: { origin: string; browser?: TestBrowser; clientId?: string },
): AppPage {
  const authenticate = (body: object, headers = {}) =>
    browser.postJson('/user_management/authenticate', { client_id: clientId, ...body }, { origin, ...headers })
  return {
    browser,
    async signIn(email) {
      const verifier = randomBytes(32).toString('base64url')
      const code = await authorize(browser, { verifier, email, clientId, redirectUri: origin })
      const response = await authenticate({ grant_type: 'authorization_code', code, code_verifier: verifier })
      const body = (await response.json()) as { user: SignedIn['user']; access_token: string; refresh_token: string }
      assert.equal(response.status, 200, JSON.stringify(body))
      return {
        user: body.user,
        sessionId: decodeToken(body.access_token).sid,
        accessToken: body.access_token,
        refreshToken: body.refresh_token,
        cookies: response.headers.getSetCookie(),
      }
    },
    refresh: (headers) => authenticate({ grant_type: 'refresh_token' }, headers),
  }
}

/** Answers the code that comes back; whoever is signed in to the hosted pages already gets one without a password. */
export async function authorize(
  browser: TestBrowser,
  given: { verifier: string; email: string; clientId: string; redirectUri: string },
): Promise<string> {
  const query = new URLSearchParams({
    client_id: given.clientId,
    redirect_uri: given.redirectUri,
    response_type: 'code',
    provider: 'authkit',
    code_challenge: createHash('sha256').update(given.verifier).digest('base64url'),
    code_challenge_method: 'S256',
  })
  const { response } = await browser.open(`/user_management/authorize?${query}`)
  const location = response.headers.get('location')
  const code = location
    ? new URL(location).searchParams.get('code')
    : (await signInOnPage(browser, `/user_management/authorize?${query}`, given.email)).code
  assert.ok(code, 'a code came back')
  return code
}
