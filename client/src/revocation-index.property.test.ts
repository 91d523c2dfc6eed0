import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { RevocationEntry } from './feed-message.ts'
import { createRevocationIndex } from './revocation-index.ts'
import type { AccessTokenClaims } from './verification.ts'

const CLIENT = 'client_a'
const TERMS = { accessTokenSeconds: 300, clockSkewSeconds: 60 }
const START = 1_800_000_000

/** Often at one of a few moments, so that they meet at the edges of the time that is kept. */
const second = fc.oneof(
  fc.integer({ min: START, max: START + 1_000 }),
  fc.constantFrom(0, 299, 300, 301, 359, 360, 361, 660).map((offset) => START + offset),
)
const sessionId = fc.constantFrom('session_1', 'session_2', 'session_3')
const userId = fc.constantFrom('user_1', 'user_2')
const organizationId = fc.constantFrom('org_1', 'org_2')
const orNull = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: null })

const entry: fc.Arbitrary<RevocationEntry> = fc.oneof(
  fc.record({
    kind: fc.constant('session' as const),
    sessionId,
    endedAt: second.map((at) => at * 1000 - 300),
    reason: fc.constant('sign_out'),
  }),
  fc.record({
    kind: fc.constant('not_before' as const),
    revocationId: fc.string(),
    notBefore: second.map((at) => at * 1000),
    userId: orNull(userId),
    clientId: orNull(fc.constantFrom(CLIENT, 'client_b')),
    organizationId: orNull(organizationId),
    exceptSessionId: orNull(sessionId),
    reason: fc.constant('mass_revoke'),
  }),
)
const everyClaim = {
  iss: fc.constant('https://auth.example.com'),
  sub: userId,
  sid: sessionId,
  jti: fc.constant('token'),
  iat: second,
  exp: fc.constant(0),
}
const claims: fc.Arbitrary<AccessTokenClaims> = fc.oneof(
  fc.record(everyClaim),
  fc.record({ ...everyClaim, org_id: organizationId }),
)

/** The contract, as it reads: no index, no memory saved. */
function isCovered(entries: RevocationEntry[], { sub, sid, iat, org_id }: AccessTokenClaims): boolean {
  return entries.some((given) => {
    if (given.kind === 'session') return given.sessionId === sid
    if (given.clientId !== null && given.clientId !== CLIENT) return false
    if (given.userId !== null && given.userId !== sub) return false
    if (given.organizationId !== null && given.organizationId !== org_id) return false
    return given.exceptSessionId !== sid && iat <= given.notBefore / 1000
  })
}

test('the index covers what the entries say, in any order and with repetitions', () => {
  const given = fc.tuple(fc.array(entry, { maxLength: 12 }), fc.array(claims, { minLength: 1, maxLength: 12 }))
  fc.assert(
    fc.property(given, fc.infiniteStream(fc.nat()), ([entries, tokens], chance) => {
      const index = createRevocationIndex(CLIENT)
      index.setTerms(TERMS)
      const shuffled = [...entries, ...entries].sort(() => ((chance.next().value ?? 0) % 2) - 0.5)

      for (const one of shuffled) index.add(one)

      for (const token of tokens) assert.equal(index.covers(token), isCovered(entries, token))
    }),
  )
})

test('pruning forgets nothing that a living token could meet, and in the end everything', () => {
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 12 }), claims, second, (entries, token, now) => {
      const index = createRevocationIndex(CLIENT)
      index.setTerms(TERMS)
      for (const one of entries) index.add(one)
      const alive = { ...token, iat: Math.max(token.iat, now - TERMS.accessTokenSeconds) }
      const relevant = entries.filter(
        (one) => (one.kind === 'session' ? one.endedAt : one.notBefore) / 1000 >= now - 360,
      )

      index.prune(now * 1000)

      if (isCovered(relevant, alive)) assert.ok(index.covers(alive))
      index.prune((START + 1_361) * 1000)
      assert.equal(index.size(), 0)
      assert.equal(index.covers(token), false)
    }),
  )
})

test('a hundred thousand marks of one user are one mark', () => {
  const index = createRevocationIndex(CLIENT)
  const mark = {
    ...{ kind: 'not_before' as const, revocationId: 'r', reason: 'x' },
    ...{ clientId: null, organizationId: null, exceptSessionId: null },
  }

  for (let count = 0; count < 100_000; count++)
    index.add({ ...mark, userId: 'user_1', notBefore: START * 1000 + count })

  assert.equal(index.size(), 1)
  assert.ok(index.covers({ iss: '', sub: 'user_1', sid: 'session_1', jti: 'token', iat: START + 100, exp: 0 }))
})
