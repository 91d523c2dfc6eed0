import type { AccessTokenClaims } from './sign-access-token.ts'

/** What the signature check of a token answered, by the whole token: it can never answer for another one. */
export interface VerifiedTokens {
  find(token: string): AccessTokenClaims | undefined
  remember(token: string, claims: AccessTokenClaims): void
}

/** About 2 KB each, and three times that where a JWT template adds all it may. */
const MOST_TOKENS = 10_000

/**
 * A signature is good for ever, so this may be remembered; whether a token is good now is asked each time. The token
 * that has not been used for the longest time gives way.
 */
export function createVerifiedTokens(most = MOST_TOKENS): VerifiedTokens {
  // A Map keeps the order in which its keys were set.
  const tokens = new Map<string, { text: string; claims: AccessTokenClaims }>()
  return {
    find(token) {
      const known = tokens.get(token)
      if (known === undefined) return undefined
      tokens.delete(token)
      tokens.set(known.text, known)
      return known.claims
    },
    remember(token, claims) {
      // A copy: the token is often a part of a header of many kilobytes, which it would keep in memory.
      const text = Buffer.from(token).toString()
      tokens.set(text, { text, claims })
      const [oldest] = tokens.size > most ? tokens.keys() : []
      if (oldest !== undefined) tokens.delete(oldest)
    },
  }
}
