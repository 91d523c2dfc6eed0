import type { Look, Refresh, SessionFacts, SignOut } from './history.ts'

export type SessionOperation = Refresh | SignOut | Look

interface State {
  count: number
  isEnded: boolean
}

/**
 * Whether the operations of one session can be put in an order that keeps to real time, in which a session of the simplest
 * kind would have given the same answers and be in the end as it is: a search in the manner of Wing and Gong. Clients
 * present tokens within the grace period only, so a live session refuses none.
 */
export function isLinearizable(operations: SessionOperation[], facts: SessionFacts): boolean {
  const seen = new Set<string>()
  const search = (waiting: SessionOperation[], state: State): boolean => {
    const left = withoutThoseThatChangeNothing(waiting, state)
    if (left.every(isUnknown) && isAsIn(facts, state)) return true
    const key = `${left.map((one) => operations.indexOf(one)).join()} ${state.count} ${state.isEnded}`
    if (seen.has(key)) return false
    seen.add(key)
    return nextChanges(left, state).some(({ one, next }) => search(without(left, one), next))
  }
  return search(
    operations.toSorted((a, b) => a.invoked - b.invoked),
    { count: 0, isEnded: false },
  )
}

/** What fits the state as it is and leaves it so may as well come now: later it could only fit less. */
function withoutThoseThatChangeNothing(waiting: SessionOperation[], state: State): SessionOperation[] {
  for (let left = waiting; ; ) {
    const fitting = left.find((one) => !isUnknown(one) && mayComeNow(one, left) && isSame(apply(one, state), state))
    if (!fitting) return left
    left = without(left, fitting)
  }
}

/** Of several without an answer that would do the same, the one that was asked first stands for all. */
function nextChanges(left: SessionOperation[], state: State): { one: SessionOperation; next: State }[] {
  const changes = left.flatMap((one) => {
    const next = mayComeNow(one, left) ? apply(one, state) : undefined
    return next && !isSame(next, state) ? [{ one, next }] : []
  })
  const firstUnknown = changes.find(({ one }) => isUnknown(one) && one.kind === 'refresh')
  const firstUnknownEnd = changes.find(({ one }) => isUnknown(one) && one.kind === 'sign-out')
  return changes.filter((change) => !isUnknown(change.one) || change === firstUnknown || change === firstUnknownEnd)
}

/** Whatever was asked only after another had been answered comes after it. */
function mayComeNow(one: SessionOperation, left: SessionOperation[]): boolean {
  return left.every(({ completed }) => one.invoked <= completed)
}

function without(list: SessionOperation[], one: SessionOperation): SessionOperation[] {
  return list.filter((other) => other !== one)
}

function isSame(a: State | undefined, b: State): boolean {
  return a?.count === b.count && a.isEnded === b.isEnded
}

function isUnknown(one: SessionOperation): boolean {
  if (one.kind === 'sign-out') return !one.isAnswered
  return one.kind === 'look' ? one.says === 'unknown' : one.outcome.kind === 'unknown'
}

function isAsIn(facts: SessionFacts, { count, isEnded }: State): boolean {
  return count === facts.count && isEnded === (facts.endedAt !== null)
}

/** What the session is afterwards; undefined: it would not have answered so. What had no answer may change nothing as well: then it is left out. */
function apply(one: SessionOperation, state: State): State | undefined {
  if (one.kind === 'sign-out') return { ...state, isEnded: true }
  if (one.kind === 'look') return one.says === 'unknown' || (one.says === 'ended') === state.isEnded ? state : undefined
  const { outcome, presented } = one
  if (outcome.kind === 'rejected') return state.isEnded ? state : undefined
  if (state.isEnded) return undefined
  const count = presented === state.count ? state.count + 1 : state.count
  if (presented > state.count) return undefined
  return outcome.kind === 'unknown' || outcome.count === count ? { ...state, count } : undefined
}
