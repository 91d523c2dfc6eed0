import type { Answer } from './connection.ts'
import { bareAnswer, introspection } from './introspection.scenario.ts'

export const SCENARIOS = ['refresh', 'logout', 'introspection', 'bare answer', 'password sign-in', 'JWKS'] as const
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
  const tokens: Tokens = { refresh: new Map(), access: new Map() }
  return {
    refresh: refresh(fixture, tokens),
    logout: logout(fixture),
    introspection: introspection(fixture.apiKey, tokens.access),
    'bare answer': bareAnswer(),
    'password sign-in': signIn(fixture, tokens),
    JWKS: jwks(fixture),
  }
}

/** The latest ones of each client. */
interface Tokens {
  refresh: Map<number, string>
  access: Map<number, string>
}

/** Each client follows its own chain of tokens, begun by its latest sign-in. */
function refresh(fixture: Fixture, tokens: Tokens): Scenario {
  return {
    request: (client) => refreshOf(fixture, tokens.refresh.get(client)),
    accept: (client, answer) => keepTokens(tokens, client, answer),
  }
}

function signIn(fixture: Fixture, tokens: Tokens): Scenario {
  let count = 0
  return {
    request: () => passwordSignIn(fixture, count++),
    accept: (client, answer) => keepTokens(tokens, client, answer),
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

function keepTokens(tokens: Tokens, client: number, { status, body }: Answer): boolean {
  const refreshToken = /"refresh_token":"([^"]+)"/.exec(body)?.[1]
  const accessToken = /"access_token":"([^"]+)"/.exec(body)?.[1]
  if (status !== 200 || !refreshToken || !accessToken || refreshToken === tokens.refresh.get(client)) return false
  tokens.refresh.set(client, refreshToken)
  tokens.access.set(client, accessToken)
  return true
}

export function passwordSignIn({ apiKey, clientId, emails, password }: Fixture, number: number): string {
  const email = emails[number % emails.length]
  // From everywhere, or else the limits of one address would be what is measured.
  const ip_address = `10.${(number >> 16) & 255}.${(number >> 8) & 255}.${number & 255}`
  const client = { client_id: clientId, client_secret: apiKey, ip_address }
  return post('/user_management/authenticate', { ...client, grant_type: 'password', email, password })
}

export function refreshOf({ apiKey, clientId }: Fixture, token: string | undefined): string {
  const client = { client_id: clientId, client_secret: apiKey }
  return post('/user_management/authenticate', { ...client, grant_type: 'refresh_token', refresh_token: token })
}

/** With the API key; a GET if there is no body. */
export function authorized({ apiKey }: Pick<Fixture, 'apiKey'>, path: string, body?: object): string {
  const header = `authorization: Bearer ${apiKey}\r\n`
  return body ? post(path, body, header) : head('GET', path, header)
}

function post(path: string, fields: object, headers = ''): string {
  const body = JSON.stringify(fields)
  const ofBody = `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n`
  return head('POST', path, headers + ofBody) + body
}

function head(method: string, path: string, headers = ''): string {
  return `${method} ${path} HTTP/1.1\r\nhost: ${HOST}\r\nuser-agent: gatehouse-bench\r\n${headers}\r\n`
}
