import type { Check, Exchange, History, Look, Operation, Refresh, SignOut, SilentSignIn } from './history.ts'
import { isLinearizable, type SessionOperation } from './is-linearizable.ts'

export interface Violation {
  /** `I1` to `I8`, `verifier`, or `order`: no order of the operations explains the answers. */
  promise: string
  text: string
}

/**
 * The promises of a sign-out, on what was seen (docs/proofs.md lists them). A verifier may accept a session for
 * `boundMs` after its sign-out was answered, because it need not be stale before.
 */
export function checkHistory(history: History, boundMs: number): Violation[] {
  const bySession = groupBySession(history.operations)
  return [
    ...[...bySession].flatMap(([session, operations]) => checkSession(session, operations, history, boundMs)),
    ...checkBrowsers(history),
  ]
}

function checkSession(session: string, operations: Operation[], history: History, boundMs: number): Violation[] {
  const facts = history.facts.get(session)
  const found: Violation[] = []
  const report = (promise: string, text: string) => found.push({ promise, text: `${session}: ${text}` })
  if (!facts) {
    report('I3', 'is not in the database')
    return found
  }
  const refreshes = operations.filter((one) => one.kind === 'refresh')
  const signOuts = operations.filter((one) => one.kind === 'sign-out')
  const looks = operations.filter((one) => one.kind === 'look')
  const answered = firstAnswer(signOuts)

  for (const text of grantsAfter(refreshes, answered)) report('I1', text)
  if (answered < Number.POSITIVE_INFINITY && facts.endedAt === null) report('I3', 'was signed out and is alive')
  for (const issuedAt of datesOfTokens(session, operations)) {
    if (facts.endedAt !== null && issuedAt * 1000 > facts.endedAt)
      report('I4', `a token is dated ${issuedAt * 1000 - facts.endedAt} ms after the end`)
  }
  for (const text of forks(refreshes, facts.count)) report('I5', text)
  for (const text of resurrections(looks, refreshes, answered)) report('I6, I7', text)
  if (facts.ends !== (facts.endedAt === null ? 0 : 1)) report('I8', `the log tells of ${facts.ends} ends`)
  for (const text of acceptedTooLong(operations, signOuts, boundMs)) report('verifier', text)
  const ordered = [...operations.filter(isOrdered), ...possibleEnds(session, operations, history.operations)]
  if (!isLinearizable(ordered, facts)) report('order', `no order explains ${describe(ordered, facts)}`)
  return found
}

function isOrdered(one: Operation): one is SessionOperation {
  return one.kind === 'refresh' || one.kind === 'sign-out' || one.kind === 'look'
}

/** A mass revocation that was under way when the session started covers it or not. */
function possibleEnds(session: string, operations: Operation[], all: Operation[]): SignOut[] {
  const exchange = operations.find((one) => one.kind === 'exchange')
  if (exchange?.kind !== 'exchange') return []
  return all
    .filter((one): one is SignOut => one.kind === 'sign-out' && one.how === 'mass' && one.browser === exchange.browser)
    .filter(({ sessions }) => !sessions.includes(session))
    .map((one) => ({ ...one, isAnswered: false, completed: Number.POSITIVE_INFINITY }))
}

/** I1, and I2 for the tokens that are tried once all is over. */
function grantsAfter(refreshes: Refresh[], answered: number): string[] {
  return refreshes
    .filter(({ outcome, invoked }) => outcome.kind === 'ok' && invoked > answered)
    .map(
      ({ presented, invoked }) =>
        `token ${presented} was good ${since(answered, invoked)} after the sign-out was answered`,
    )
}

function* datesOfTokens(session: string, operations: Operation[]): Generator<number> {
  for (const one of operations) {
    if (one.kind === 'refresh' && one.outcome.kind === 'ok') yield one.outcome.issuedAt
    if (one.kind === 'exchange' && one.outcome.kind === 'ok' && one.outcome.session === session)
      yield one.outcome.issuedAt
  }
}

function forks(refreshes: Refresh[], count: number): string[] {
  const found: string[] = []
  for (const { outcome, presented } of refreshes) {
    if (outcome.kind !== 'ok') continue
    if (outcome.count <= presented) found.push(`token ${presented} was exchanged for ${outcome.count}`)
    if (outcome.count > count) found.push(`token ${outcome.count} was handed out, the row knows ${count}`)
  }
  return found
}

/** What has been seen to be over is not seen alive later. */
function resurrections(looks: Look[], refreshes: Refresh[], answered: number): string[] {
  const over = Math.min(answered, ...looks.filter(({ says }) => says === 'ended').map(({ completed }) => completed))
  return [
    ...looks.filter(({ says, invoked }) => says === 'active' && invoked > over).map(() => 'it is shown alive again'),
    ...refreshes
      .filter(({ outcome, invoked }) => outcome.kind === 'ok' && invoked > over)
      .map(() => 'it was refreshed after it was shown ended'),
  ]
}

/**
 * The mark of a mass revocation is dated before its commit. Where that takes longer than a second, a token that was
 * refreshed in between is refused only when the end of its session has been written down.
 */
export const MASS_RECORDED_WITHIN_MS = 6_000

/** The longest acceptance by each verifier. */
function acceptedTooLong(operations: Operation[], signOuts: SignOut[], givenBoundMs: number): string[] {
  const answered = firstAnswer(signOuts)
  const isByMark = signOuts.every((one) => one.how === 'mass')
  const boundMs = givenBoundMs + (isByMark ? MASS_RECORDED_WITHIN_MS : 0)
  const how = signOuts.map((one) => one.how).join(', ')
  const latest = new Map<string, Check>()
  for (const one of operations) {
    if (one.kind !== 'check' || one.says !== 'accepted' || one.invoked <= answered + boundMs) continue
    if (one.invoked > (latest.get(one.verifier)?.invoked ?? 0)) latest.set(one.verifier, one)
  }
  return [...latest.values()].map(
    ({ verifier, invoked }) => `verifier ${verifier} accepted it ${since(answered, invoked)} after the answer (${how})`,
  )
}

/** The same of hosted sign-ins: no code, and no session for a code. */
function checkBrowsers({ operations, endedBrowsers }: History): Violation[] {
  const answered = new Map<string, number>()
  for (const one of operations) {
    if (one.kind !== 'sign-out' || !one.isAnswered) continue
    answered.set(one.browser, Math.min(one.completed, answered.get(one.browser) ?? one.completed))
  }
  const isGrantedAfter = (one: Operation): one is SilentSignIn | Exchange => {
    if (one.kind !== 'silent sign-in' && one.kind !== 'exchange') return false
    const isGranted = one.kind === 'exchange' ? one.outcome.kind === 'ok' : one.outcome === 'code'
    return isGranted && one.invoked > (answered.get(one.browser) ?? Number.POSITIVE_INFINITY)
  }
  return [
    ...operations.filter(isGrantedAfter).map(({ kind, browser, invoked }) => ({
      promise: 'I1',
      text: `${browser}: ${kind} ${since(answered.get(browser) ?? 0, invoked)} after the sign-out was answered`,
    })),
    ...[...answered.keys()]
      .filter((browser) => !endedBrowsers.has(browser))
      .map((browser) => ({ promise: 'I3', text: `${browser}: was signed out and is alive` })),
  ]
}

export function groupBySession(operations: Operation[]): Map<string, Operation[]> {
  const groups = new Map<string, Operation[]>()
  for (const one of operations) {
    for (const session of sessionsOf(one)) {
      const group = groups.get(session)
      if (group) group.push(one)
      else groups.set(session, [one])
    }
  }
  return groups
}

function sessionsOf(one: Operation): string[] {
  if (one.kind === 'sign-out') return one.sessions
  if (one.kind === 'exchange') return one.outcome.kind === 'ok' ? [one.outcome.session] : []
  return one.kind === 'silent sign-in' ? [] : [one.session]
}

export function firstAnswer(signOuts: SignOut[]): number {
  return Math.min(...signOuts.filter(({ isAnswered }) => isAnswered).map(({ completed }) => completed))
}

function since(from: number, to: number): string {
  return `${Math.round(to - from)} ms`
}

function describe(operations: SessionOperation[], facts: { count: number; endedAt: number | null }): string {
  const lines = operations
    .toSorted((a, b) => a.invoked - b.invoked)
    .map((one) => `${one.invoked.toFixed(1)}–${one.completed.toFixed(1)} ${summary(one)}`)
  return `${lines.join('; ')}; in the end count ${facts.count}, ${facts.endedAt === null ? 'alive' : 'ended'}`
}

function summary(one: SessionOperation): string {
  if (one.kind === 'sign-out') return `${one.how}${one.isAnswered ? '' : ' ?'}`
  if (one.kind === 'look') return `look ${one.says}`
  const { outcome, presented } = one
  return `${presented}→${outcome.kind === 'ok' ? outcome.count : outcome.kind}`
}
