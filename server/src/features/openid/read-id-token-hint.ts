import { z } from 'zod'
import type { AppContext } from '../../context.ts'
import { openidIssuer } from '../signing-keys/openid-issuer.ts'
import { findSigningKey, readSignedPayload } from '../signing-keys/read-signed-payload.ts'

/** Ours have about 900 letters. */
const LONGEST_TOKEN = 4_096

const claimsOfIdToken = z.object({
  iss: z.string(),
  aud: z.string(),
  sub: z.string(),
  sid: z.string(),
  // An access token has it, an ID token has not; both are signed by the same keys and may have one issuer.
  client_id: z.never().optional(),
})

export type IdTokenHint = Pick<z.output<typeof claimsOfIdToken>, 'aud' | 'sub' | 'sid'>

/**
 * What an ID token of ours says when an application hands it back as a hint: who was signed in, and in which session.
 * Its time may be over, as the specifications ask for; its signature, its key and its issuer must be ours (T18).
 */
export function readIdTokenHint(app: AppContext, token: string): IdTokenHint | undefined {
  if (token.length > LONGEST_TOKEN) return undefined
  const key = findSigningKey(app.keys, token, app.clock.now())
  const claims = key && claimsOfIdToken.safeParse(readSignedPayload(key, token)).data
  return claims?.iss === openidIssuer(app.config) ? claims : undefined
}
