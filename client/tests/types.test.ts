import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AccessTokenClaims, Verification } from '../src/verification.ts'

test('the claims cannot be reached before `active` has been looked at', () => {
  const forgetful = (verification: Verification): unknown => {
    // @ts-expect-error: a refusal has no claims.
    return verification.claims
  }
  const careful = (verification: Verification): AccessTokenClaims | string =>
    verification.active ? verification.claims : verification.reason

  const refusal: Verification = { active: false, reason: 'signed_out', message: 'The session has ended.' }
  assert.equal(forgetful(refusal), undefined)
  assert.equal(careful(refusal), 'signed_out')
})
