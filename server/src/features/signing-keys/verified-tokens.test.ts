import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AccessTokenClaims } from './sign-access-token.ts'
import { createVerifiedTokens } from './verified-tokens.ts'

const claimsOf = (sid: string) => ({ sid }) as AccessTokenClaims

test('what was verified is remembered up to a limit; the token that was used the longest time ago gives way', () => {
  const tokens = createVerifiedTokens(3)
  for (const name of ['a', 'b', 'c']) tokens.remember(name, claimsOf(name))

  assert.equal(tokens.find('a')?.sid, 'a')
  tokens.remember('d', claimsOf('d'))

  assert.deepEqual(
    ['a', 'b', 'c', 'd', 'e'].map((name) => tokens.find(name)?.sid),
    ['a', undefined, 'c', 'd', undefined],
  )
})
