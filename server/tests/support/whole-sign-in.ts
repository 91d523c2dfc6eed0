import assert from 'node:assert/strict'
import { type Answer, API_KEY, authenticate, CLIENT_ID, decodeToken, PASSWORD, type TestServer } from '../harness.ts'
import type { TestBrowser } from './browser.ts'
import { createMember } from './members.ts'

const REDIRECT_URI = encodeURIComponent('http://localhost:3000/cb')
export const AUTHORIZE = `/user_management/authorize?client_id=${CLIENT_ID}&redirect_uri=${REDIRECT_URI}&response_type=code&provider=authkit`

/** Everything that can exist of one sign-in of a member of an organization, all of it good but what has its time behind it. */
export interface WholeSignIn {
  user: { id: string; email: string }
  organizationId: string
  membershipId: string
  sessionId: string
  accessToken: string
  refreshToken: string
  /** Exchanged a moment ago. */
  oldToken: string
  /** Exchanged more than 30 seconds ago: a theft. */
  ancientToken: string
  spentCode: string
  unspentCode: string
  browser: TestBrowser
}

/** Half a minute passes. */
export async function signInWhole(server: TestServer): Promise<WholeSignIn> {
  const { user, organizations, membershipIds } = await createMember(server, 'Acme')
  const browser = server.browser()
  const { html } = await browser.open(AUTHORIZE)
  const done = await browser.submit(html, { email: user.email, password: PASSWORD })
  const spentCode = codeIn(/content="0;url=([^"]+)"/.exec(done.html)?.[1]?.replaceAll('&amp;', '&'))
  const first = granted(await exchange(server, spentCode))
  const second = granted(await server.refresh(first.refresh_token))
  server.passSeconds(31)
  const third = granted(await server.refresh(second.refresh_token))
  const unspentCode = codeIn((await browser.get(AUTHORIZE)).headers.get('location'))
  assert.ok(unspentCode)
  return {
    user,
    organizationId: organizations[0]?.id ?? '',
    membershipId: membershipIds[0] ?? '',
    sessionId: decodeToken(third.access_token).sid,
    accessToken: third.access_token,
    refreshToken: third.refresh_token,
    oldToken: second.refresh_token,
    ancientToken: first.refresh_token,
    spentCode,
    unspentCode,
    browser,
  }
}

function granted({ status, body }: Answer): Answer['body'] {
  assert.equal(status, 200, JSON.stringify(body))
  return body
}

/** Every use of every token, code and cookie of a sign-in. */
const USES: Record<string, (server: TestServer, whole: WholeSignIn) => Promise<boolean>> = {
  'the access token, introspected': (server, { accessToken }) => isActive(server, accessToken),
  'the access token at userinfo': (server, { accessToken }) => isLetIn(server, '/oauth2/userinfo', accessToken),
  'the access token at forward-auth': (server, { accessToken }) =>
    isLetIn(server, `/forward-auth?client_id=${CLIENT_ID}`, accessToken),
  'the refresh token, introspected': (server, { refreshToken }) => isActive(server, refreshToken),
  'the old refresh token, introspected': (server, { oldToken }) => isActive(server, oldToken),
  'a refresh with the old token': async (server, { oldToken }) => isGranted(await server.refresh(oldToken)),
  'a refresh': async (server, { refreshToken }) => isGranted(await server.refresh(refreshToken)),
  'the code that nobody has exchanged': async (server, { unspentCode }) =>
    isGranted(await exchange(server, unspentCode)),
  'the cookie of the hosted sign-in': (_server, { browser }) => signsInSilently(browser),
}

export const EVERY_USE = Object.keys(USES)

/** Those that succeed now. */
export async function usesThatWork(server: TestServer, whole: WholeSignIn): Promise<string[]> {
  const working: string[] = []
  for (const [name, works] of Object.entries(USES)) if (await works(server, whole)) working.push(name)
  return working
}

export async function signsInSilently(browser: TestBrowser): Promise<boolean> {
  const location = (await browser.get(AUTHORIZE)).headers.get('location')
  if (codeIn(location) !== '') return true
  assert.match(location ?? '', /^\/sign-in\?/)
  return false
}

export async function exchange(server: TestServer, code: string): Promise<Answer> {
  return await authenticate(server, { grant_type: 'authorization_code', client_secret: API_KEY, code })
}

async function isActive(server: TestServer, token: string): Promise<boolean> {
  const { status, body } = await server.api('POST', '/oauth2/introspect', { token })
  assert.equal(status, 200, JSON.stringify(body))
  return body.active
}

async function isLetIn(server: TestServer, path: string, accessToken: string): Promise<boolean> {
  const { status } = await server.request(path, { headers: { authorization: `Bearer ${accessToken}` } })
  assert.ok(status === 200 || status === 401, `${path} answers ${status}`)
  return status === 200
}

function isGranted({ status, body }: Answer): boolean {
  if (status === 200) return true
  assert.deepEqual([status, body.error], [400, 'invalid_grant'])
  return false
}

function codeIn(location: string | null | undefined): string {
  return new URL(location ?? '', 'http://x').searchParams.get('code') ?? ''
}
