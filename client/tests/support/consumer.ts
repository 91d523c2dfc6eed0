// What a TypeScript application writes; only its types are checked.
import { createSessionVerifier, type Verification } from '@gatehouse/client'
import { requireSession as express } from '@gatehouse/client/express'
import { requireSession as fastify } from '@gatehouse/client/fastify'
import { requireSession as hono } from '@gatehouse/client/hono'

const verifier = createSessionVerifier({ baseUrl: 'https://auth.example.com', clientId: 'client_a' })

export const adapters = [express(verifier), fastify(verifier), hono(verifier)]

export function userOf(verification: Verification): string {
  // @ts-expect-error: without a look at `active`. If the types were lost, this would be no error, and that is one.
  verification.claims.sub
  return verification.active ? verification.claims.sub : verification.reason
}
