import type { Answer } from './connection.ts'

export const SCENARIOS = ['refresh', 'logout', 'password sign-in', 'JWKS'] as const
export type ScenarioName = (typeof SCENARIOS)[number]

/** What the prepared database holds. */
export interface Fixture {
  apiKey: string
  clientId: string
  password: string
  emails: string[]
  /** Alive, each begun on the hosted page, in random order. */
  sessions: { id: string; cookie: string }[]
  returnTo: string
}

export interface Scenario {
  /** The next request of this client; undefined when nothing is left to do. */
  request(client: number): string | undefined
  /** Whether the answer was right. */
  accept(client: number, answer: Answer): boolean
}

const HOST = 'auth.bench.example'

export function createScenarios(fixture: Fixture): Record<ScenarioName, Scenario> {
  const chains = new Map<number, string>()
  return {
    refresh: refresh(fixture, chains),
    logout: logout(fixture),
    'password sign-in': signIn(fixture, chains),
    JWKS: jwks(fixture),
  }
}

/** Each client follows its own chain of tokens, begun by its latest sign-in. */
function refresh({ apiKey, clientId }: Fixture, chains: Map<number, string>): Scenario {
  return {
    request: (client) =>
      authenticate({
        client_id: clientId,
        client_secret: apiKey,
        grant_type: 'refresh_token',
        refresh_token: chains.get(client),
      }),
    accept: (client, answer) => keepRefreshToken(chains, client, answer),
  }
}

function signIn({ apiKey, clientId, emails, password }: Fixture, chains: Map<number, string>): Scenario {
  let count = 0
  return {
    request: () =>
      authenticate({
        client_id: clientId,
        client_secret: apiKey,
        grant_type: 'password',
        email: emails[count++ % emails.length],
        password,
      }),
    accept: (client, answer) => keepRefreshToken(chains, client, answer),
  }
}

/** A different session each time, with the cookie that a browser would send along. */
function logout({ sessions, returnTo }: Fixture): Scenario {
  let next = 0
  return {
    request() {
      const session = sessions[next++]
      if (!session) return undefined
      const query = new URLSearchParams({ session_id: session.id, return_to: returnTo })
      return head('GET', `/user_management/sessions/logout?${query}`, `cookie: ${session.cookie}\r\n`)
    },
    accept: (_client, answer) => answer.status === 302 && answer.head.includes(`location: ${returnTo}`),
  }
}

function jwks({ clientId }: Fixture): Scenario {
  return {
    request: () => head('GET', `/sso/jwks/${clientId}`),
    accept: (_client, answer) => answer.status === 200 && answer.body.includes('"kty":"RSA"'),
  }
}

function keepRefreshToken(chains: Map<number, string>, client: number, { status, body }: Answer): boolean {
  const token = /"refresh_token":"([^"]+)"/.exec(body)?.[1]
  if (status !== 200 || token === undefined || token === chains.get(client)) return false
  chains.set(client, token)
  return true
}

function authenticate(fields: Record<string, string | undefined>): string {
  const body = JSON.stringify(fields)
  const headers = `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n`
  return head('POST', '/user_management/authenticate', headers) + body
}

function head(method: string, path: string, headers = ''): string {
  return `${method} ${path} HTTP/1.1\r\nhost: ${HOST}\r\nuser-agent: gatehouse-bench\r\n${headers}\r\n`
}
