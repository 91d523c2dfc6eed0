import { type Answer, decodeToken } from '../harness.ts'
import { countOf } from '../races/nodes.ts'
import { createApiClient, requestsTo } from '../support/api-client.ts'
import type { Credentials } from '../support/spawn-server.ts'
import type { Node } from './fleet.ts'
import type { Look, Operation, SilentSignIn } from './history.ts'
import type { Person } from './people.ts'

export const REDIRECT_URI = 'https://app.example.com/callback'
const COOKIE = '__Host-gatehouse-session'
/** As an application's HTTP client has it. */
const PATIENCE_MS = 8_000

export interface Tokens {
  refreshToken: string
  accessToken: string
}

/** Calls the nodes and writes down what it asked for and was told. */
export interface RecordedClient {
  operations: Operation[]
  /** Answers that nothing explains: neither done, nor refused, nor 503. */
  surprises: string[]
  refresh(node: Node, session: string, refreshToken: string): Promise<Tokens | 'rejected' | 'unknown'>
  /** Whether it was answered. */
  signOut(node: Node, how: 'link' | 'api' | 'mass', person: Person, sessions: string[]): Promise<boolean>
  /** The code, if the browser is signed in. */
  silently(node: Node, person: Person): Promise<string | undefined>
  exchange(node: Node, person: Person, code: string): Promise<(Tokens & { session: string }) | 'rejected' | 'unknown'>
  /** A second use, which ends what the first one got; `session` is that. */
  useCodeAgain(node: Node, person: Person, code: string, session: string): Promise<boolean>
  look(node: Node, session: string): Promise<void>
}

export function createRecordedClient(credentials: Credentials): RecordedClient {
  const { operations, surprises, timed } = createRecorder()
  const api = ({ origin }: Node) => {
    const send = requestsTo(origin)
    return createApiClient(
      (path, init) => send(path, { ...init, signal: AbortSignal.timeout(PATIENCE_MS) }),
      credentials,
    )
  }
  return {
    operations,
    surprises,
    async refresh(node, session, refreshToken) {
      const given = { grant_type: 'refresh_token', refresh_token: refreshToken }
      const { answer, times } = await timed(() => api(node).authenticate(given), [200, 400])
      const about = { kind: 'refresh' as const, session, presented: countOf(refreshToken), ...times }
      if (answer?.status !== 200) return noteRefusal(answer, (kind) => operations.push({ ...about, outcome: { kind } }))
      const tokens = tokensOf(answer)
      const { iat } = decodeToken(tokens.accessToken)
      operations.push({ ...about, outcome: { kind: 'ok', count: countOf(tokens.refreshToken), issuedAt: iat } })
      return tokens
    },
    async signOut(node, how, person, sessions) {
      const { answer, times } = await timed(() => leave(api(node), how, person), [200, 201, 302])
      const isAnswered = answer !== undefined
      operations.push({ kind: 'sign-out', how, sessions, browser: person.browserId, isAnswered, ...times })
      return isAnswered
    },
    async silently(node, { browserId: browser, cookie }) {
      const { answer, times } = await timed(() => authorize(node, credentials.clientId, cookie), [302])
      const location = answer?.headers.get('location') ?? ''
      const code = URL.parse(location, node.origin)?.searchParams.get('code') ?? undefined
      operations.push({ kind: 'silent sign-in', browser, outcome: meaningOf(location, code), ...times })
      return code
    },
    async exchange(node, { browserId: browser }, code) {
      const given = { grant_type: 'authorization_code', code }
      const { answer, times } = await timed(() => api(node).authenticate(given), [200, 400])
      const about = { kind: 'exchange' as const, browser, ...times }
      if (answer?.status !== 200) return noteRefusal(answer, (kind) => operations.push({ ...about, outcome: { kind } }))
      const tokens = tokensOf(answer)
      const { sid, iat } = decodeToken(tokens.accessToken)
      operations.push({ ...about, outcome: { kind: 'ok', session: sid, issuedAt: iat } })
      return { ...tokens, session: sid }
    },
    async useCodeAgain(node, { browserId: browser }, code, session) {
      const given = { grant_type: 'authorization_code', code }
      const { answer, times } = await timed(() => api(node).authenticate(given), [400])
      const isAnswered = answer !== undefined
      operations.push({ kind: 'sign-out', how: 'code reuse', sessions: [session], browser, isAnswered, ...times })
      return isAnswered
    },
    async look(node, session) {
      const { answer, times } = await timed(() => api(node).api('GET', `/user_management/sessions/${session}`), [200])
      operations.push({ kind: 'look', session, says: statusIn(answer), ...times })
    },
  }
}

function createRecorder() {
  const operations: Operation[] = []
  const surprises: string[] = []
  /** No answer: nobody knows whether it has happened. */
  const ask = async (send: () => Promise<Answer>, expected: number[]): Promise<Answer | undefined> => {
    const answer = await send().catch(() => undefined)
    if (answer === undefined || answer.status === 503) return undefined
    if (expected.includes(answer.status)) return answer
    surprises.push(`${answer.status} ${JSON.stringify(answer.body)}`)
    return undefined
  }
  return {
    operations,
    surprises,
    async timed(send: () => Promise<Answer>, expected: number[]) {
      const invoked = performance.now()
      const answer = await ask(send, expected)
      return { answer, times: { invoked, completed: answer ? performance.now() : Number.POSITIVE_INFINITY } }
    },
  }
}

function noteRefusal(answer: Answer | undefined, note: (kind: 'rejected' | 'unknown') => void): 'rejected' | 'unknown' {
  const kind = answer ? 'rejected' : 'unknown'
  note(kind)
  return kind
}

async function authorize(node: Node, clientId: string, cookie: string): Promise<Answer> {
  const query = new URLSearchParams({
    client_id: clientId,
    redirect_uri: REDIRECT_URI,
    response_type: 'code',
    provider: 'authkit',
  })
  const init = { headers: { cookie: `${COOKIE}=${cookie}` }, signal: AbortSignal.timeout(PATIENCE_MS) }
  const response = await requestsTo(node.origin)(`/user_management/authorize?${query}`, init)
  return { status: response.status, headers: response.headers, body: await response.text() }
}

function meaningOf(location: string, code: string | undefined): SilentSignIn['outcome'] {
  if (code !== undefined) return 'code'
  return location.startsWith('/sign-in') ? 'page' : 'unknown'
}

function statusIn(answer: Answer | undefined): Look['says'] {
  if (!answer) return 'unknown'
  return answer.body.status === 'active' ? 'active' : 'ended'
}

function tokensOf({ body }: Answer): Tokens {
  return { refreshToken: body.refresh_token, accessToken: body.access_token }
}

async function leave(
  api: ReturnType<typeof createApiClient>,
  how: 'link' | 'api' | 'mass',
  person: Person,
): Promise<Answer> {
  const { id } = person.session
  if (how === 'link') return await api.get(`/user_management/sessions/logout?session_id=${id}`)
  if (how === 'api') return await api.api('POST', '/user_management/sessions/revoke', { session_id: id })
  return await api.api('POST', '/user_management/sessions/revocations', { user_id: person.userId })
}
