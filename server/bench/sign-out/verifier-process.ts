import { createSessionVerifier, type SessionVerifier } from '@gatehouse/client'

/** What the bench tells this process: what to follow, then to say what it saw. */
export type Order =
  | { kind: 'follow'; baseUrl: string; clientId: string; apiKey: string; issuer: string; tokens: [string, string][] }
  | { kind: 'report' }

export interface Report {
  /** Session → when `verify` first refused its token, in milliseconds of the clock that all processes share. */
  refusedAt: [string, number][]
  /** Sessions whose token is still accepted at the end. */
  accepted: string[]
  staleRefusals: number
}

/** While everything starts on the same cores, heartbeats can be late. */
const START_LIMIT_MS = 30_000

let verifier: SessionVerifier | undefined
let tokens = new Map<string, string>()
let staleAtStart = 0
const refusedAt = new Map<string, number>()

process.on('message', (order: Order) => void obey(order))
process.on('disconnect', () => process.exit())

async function obey(order: Order): Promise<void> {
  process.send?.(order.kind === 'follow' ? await follow(order) : await report())
}

/** Answers how many of the tokens are accepted before anybody signs out. */
async function follow(order: Extract<Order, { kind: 'follow' }>): Promise<number> {
  tokens = new Map(order.tokens)
  verifier = createSessionVerifier({
    ...order,
    onEvent(event) {
      if (event.kind === 'revocation' && event.entry.kind === 'session') void look(event.entry.sessionId)
    },
  })
  await verifier.ready()
  const limit = performance.now() + START_LIMIT_MS
  for (;;) {
    const accepted = (await listAccepted()).length
    staleAtStart = verifier.status().counters.refusedStale
    if (accepted === tokens.size || performance.now() > limit) return accepted
  }
}

/** The whole way of a request: the signature too. */
async function look(sessionId: string): Promise<void> {
  const token = tokens.get(sessionId)
  const verification = token === undefined ? undefined : await verifier?.verify(token)
  if (verification?.active !== false || verification.reason !== 'signed_out' || refusedAt.has(sessionId)) return
  refusedAt.set(sessionId, Number(process.hrtime.bigint()) / 1e6)
}

async function report(): Promise<Report> {
  const accepted = await listAccepted()
  const staleRefusals = (verifier?.status().counters.refusedStale ?? 0) - staleAtStart
  return { refusedAt: [...refusedAt], accepted, staleRefusals }
}

async function listAccepted(): Promise<string[]> {
  const accepted: string[] = []
  for (const [sessionId, token] of tokens) if ((await verifier?.verify(token))?.active) accepted.push(sessionId)
  return accepted
}
