import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { checkHistory, MASS_RECORDED_WITHIN_MS } from './check-history.ts'
import type {
  Check,
  Exchange,
  History,
  Look,
  Operation,
  Refresh,
  SessionFacts,
  SignOut,
  SilentSignIn,
} from './history.ts'

const BOUND_MS = 100
const NEVER = Number.POSITIVE_INFINITY
/** Milliseconds since 1970; `issuedAt` is 1,000 seconds unless a history says otherwise. */
const ENDED: SessionFacts = { endedAt: 1_000_000, count: 1, ends: 1 }

const refresh = (presented: number, outcome: number | 'rejected' | 'unknown', from: number, to: number): Refresh => ({
  kind: 'refresh',
  session: 's',
  presented,
  outcome: typeof outcome === 'number' ? { kind: 'ok', count: outcome, issuedAt: 1_000 } : { kind: outcome },
  invoked: from,
  completed: outcome === 'unknown' ? NEVER : to,
})
const signOut = (from: number, to: number, more: Partial<SignOut> = {}): SignOut => ({
  kind: 'sign-out',
  how: 'link',
  sessions: ['s'],
  browser: 'b',
  isAnswered: to !== NEVER,
  invoked: from,
  completed: to,
  ...more,
})
const look = (says: Look['says'], from: number): Look => ({
  kind: 'look',
  session: 's',
  says,
  invoked: from,
  completed: from + 1,
})
const check = (says: Check['says'], from: number): Check => ({
  kind: 'check',
  verifier: 'v',
  session: 's',
  says,
  invoked: from,
  completed: from + 1,
})

/** Which promises it breaks. */
function broken(operations: Operation[], facts: SessionFacts = ENDED, endedBrowsers = ['b']): string[] {
  const history: History = { operations, facts: new Map([['s', facts]]), endedBrowsers: new Set(endedBrowsers) }
  return [...new Set(checkHistory(history, BOUND_MS).map(({ promise }) => promise))].sort()
}

describe('the checker of histories finds', () => {
  test('nothing in an honest history', () => {
    const honest = [
      refresh(0, 1, 0, 5),
      refresh(0, 1, 1, 6),
      look('active', 7),
      check('accepted', 8),
      signOut(10, 20),
      refresh(1, 'rejected', 11, 30),
      refresh(1, 'unknown', 25, 0),
      check('accepted', 20 + BOUND_MS - 1),
      check('signed_out', 200),
      check('stale', 300),
      look('ended', 40),
    ]
    assert.deepEqual(broken(honest), [])
  })

  test('nothing when a refresh that was under way wins, whichever is answered first', () => {
    assert.deepEqual(broken([refresh(0, 1, 0, 50), signOut(1, 20)]), [])
    assert.deepEqual(broken([signOut(0, 50), refresh(0, 1, 1, 20)]), [])
  })

  test('I1: a refresh that began after the sign-out was answered', () => {
    assert.deepEqual(broken([signOut(0, 10), refresh(0, 1, 11, 12)]), ['I1', 'I6, I7', 'order'])
  })

  test('I1: a code, or a session for one, after the sign-out was answered', () => {
    const silent: SilentSignIn = { kind: 'silent sign-in', browser: 'b', outcome: 'code', invoked: 11, completed: 12 }
    const exchange: Exchange = {
      kind: 'exchange',
      browser: 'b',
      outcome: { kind: 'ok', session: 's', issuedAt: 1_000 },
      invoked: 11,
      completed: 12,
    }
    const before = { ...signOut(0, 10), sessions: [] }
    const facts = { ...ENDED, endedAt: null, count: 0, ends: 0 }

    assert.deepEqual(broken([before, silent]), ['I1'])
    assert.deepEqual(broken([before, exchange], facts), ['I1'])
    assert.deepEqual(broken([before, { ...silent, invoked: 9 }]), [])
    assert.deepEqual(broken([before, { ...silent, outcome: 'page' }]), [])
  })

  test('I3: a session or a hosted sign-in that was signed out and is alive', () => {
    const alive = { endedAt: null, count: 0, ends: 0 }
    assert.deepEqual(broken([signOut(0, 10)], alive), ['I3', 'order'])
    assert.deepEqual(broken([signOut(0, 10)], { ...ENDED, count: 0 }, []), ['I3'])
    assert.deepEqual(broken([signOut(0, NEVER)], alive, []), [])
  })

  test('I4: a token that is dated after the end', () => {
    assert.deepEqual(broken([refresh(0, 1, 0, 5), signOut(6, 7)], { ...ENDED, endedAt: 999_999 }), ['I4'])
  })

  test('I5: a fork of the chain, and a token that the row does not know', () => {
    assert.deepEqual(broken([refresh(0, 2, 0, 5), signOut(6, 7)], { ...ENDED, count: 2 }), ['order'])
    assert.deepEqual(broken([refresh(0, 1, 0, 5), signOut(6, 7)], { ...ENDED, count: 0 }), ['I5', 'order'])
    assert.deepEqual(broken([refresh(1, 1, 0, 5), signOut(6, 7)]), ['I5', 'order'])
  })

  test('I6, I7: a session that is shown alive after it was shown ended', () => {
    const seen = [look('ended', 20), look('active', 30), signOut(0, NEVER)]
    assert.deepEqual(broken(seen, { ...ENDED, count: 0 }), ['I6, I7', 'order'])
  })

  test('I8: an end that the log tells of twice, or never', () => {
    for (const ends of [0, 2]) assert.deepEqual(broken([signOut(0, 10)], { ...ENDED, count: 0, ends }), ['I8'])
  })

  test('a verifier that accepts for longer than the bound', () => {
    assert.deepEqual(broken([signOut(0, 10), check('accepted', 11 + BOUND_MS)], { ...ENDED, count: 0 }), ['verifier'])
  })

  test('the same of a mass revocation, once the ends of its sessions must have been written down', () => {
    const mass = signOut(0, 10, { how: 'mass' })
    const facts = { ...ENDED, count: 0 }
    assert.deepEqual(broken([mass, check('accepted', 11 + BOUND_MS)], facts), [])
    assert.deepEqual(broken([mass, check('accepted', 11 + BOUND_MS + MASS_RECORDED_WITHIN_MS)], facts), ['verifier'])
  })

  test('an honest person who was refused, and a session that ended by itself', () => {
    assert.deepEqual(broken([refresh(0, 'rejected', 0, 5), signOut(6, 7)], { ...ENDED, count: 0 }), ['order'])
    assert.deepEqual(broken([refresh(0, 1, 0, 5)]), ['order'])
  })

  test('nothing when what had no answer explains it, in time', () => {
    assert.deepEqual(broken([signOut(0, NEVER), refresh(0, 'rejected', 5, 6)], { ...ENDED, count: 0 }), [])
    assert.deepEqual(
      broken([refresh(0, 'unknown', 0, 0), refresh(1, 2, 5, 6), signOut(7, 8)], { ...ENDED, count: 2 }),
      [],
    )
    assert.deepEqual(
      broken([refresh(1, 2, 5, 6), refresh(0, 'unknown', 7, 0), signOut(8, 9)], { ...ENDED, count: 2 }),
      ['order'],
    )
  })

  test('nothing when a mass revocation that was under way covers a session that had just started', () => {
    const exchange: Exchange = {
      kind: 'exchange',
      browser: 'b',
      outcome: { kind: 'ok', session: 's', issuedAt: 1_000 },
      invoked: 1,
      completed: 5,
    }
    const mass = signOut(2, 4, { how: 'mass', sessions: [] })
    assert.deepEqual(broken([exchange, mass, refresh(0, 'rejected', 6, 7)], { ...ENDED, count: 0 }), [])
  })

  test('an answer within moments where many things happened at once', () => {
    const many = Array.from({ length: 40 }, (_, index) => refresh(0, index % 2 === 0 ? 'unknown' : 1, 0, 100))
    assert.deepEqual(broken([...many, signOut(0, NEVER), signOut(50, 60)]), [])
  })
})
