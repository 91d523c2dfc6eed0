import assert from 'node:assert/strict'
import { API_KEY, CLIENT_ID, decodeToken, type TestServer } from '../harness.ts'
import { type HostedSession, startHostedSession } from '../security/live-sessions.ts'

export const REDIRECT_URI = 'http://localhost:3000/callback'

export interface OpenidSession {
  sessionId: string
  userId: string
  browserSessionId: string
  /** The `Cookie` header of the browser that is signed in. */
  cookie: string
  idToken: string
  refreshToken: string
}

/** Somebody signs in to a relying party, without the cost of a password: a new person, or the one of this browser. */
export async function signInByOpenid(server: TestServer, browser?: HostedSession): Promise<OpenidSession> {
  const { cookie, browserSessionId } = browser ?? (await startHostedSession(server.app))
  const query = new URLSearchParams({
    ...{ client_id: CLIENT_ID, redirect_uri: REDIRECT_URI, response_type: 'code', scope: 'openid', nonce: 'n' },
  })
  const { headers } = await server.request(`/oauth2/authorize?${query}`, { headers: { cookie } })
  const code = new URL(headers.get('location') ?? '', server.origin).searchParams.get('code') ?? ''
  const response = await server.request('/oauth2/token', {
    method: 'POST',
    body: new URLSearchParams({
      ...{ grant_type: 'authorization_code', code, redirect_uri: REDIRECT_URI },
      ...{ client_id: CLIENT_ID, client_secret: API_KEY },
    }),
  })
  assert.equal(response.status, 200)
  const { id_token: idToken, refresh_token: refreshToken } = await response.json()
  const { sid, sub } = decodeToken(idToken)
  return { sessionId: sid, userId: sub, browserSessionId, cookie, idToken, refreshToken }
}
