import { errors, type JWTPayload, jwtVerify } from 'jose'
import { type KeySet, KeysUnavailableError } from './key-set.ts'
import type { AccessTokenClaims, Refusal, Verification } from './verification.ts'

/** Signed by the server and sent in a header: longer ones are not ours. */
const MOST_TOKEN_LENGTH = 16_384

interface Expected {
  issuer: string | string[]
  clientId: string
}

/** Signature and claims, by RFC 7519 and RFC 8725: one algorithm, this issuer, this application. Never throws. */
export async function checkToken(
  token: string,
  { issuer, clientId }: Expected,
  { keys, now }: { keys: KeySet; now: number },
): Promise<Verification> {
  if (typeof token !== 'string' || token.length > MOST_TOKEN_LENGTH) return invalid('This is no access token.')
  try {
    const { payload } = await jwtVerify(token, keys.getKey, {
      algorithms: ['RS256'],
      issuer,
      currentDate: new Date(now),
      // The server signs ID tokens with the same keys; an access token is the one that has an ID of its own.
      requiredClaims: ['sub', 'sid', 'jti', 'iat', 'exp'],
    })
    return readClaims(payload, clientId)
  } catch (error) {
    return toRefusal(error)
  }
}

/** Tokens of older official environments have neither `aud` nor `client_id`: their keys belong to one application. */
function readClaims(payload: JWTPayload, clientId: string): Verification {
  const { sub, sid, aud = clientId, client_id = clientId } = payload
  if (typeof sub !== 'string' || typeof sid !== 'string' || sub === '' || sid === '')
    return invalid('The token names no user or no session.')
  const audiences = Array.isArray(aud) ? aud : [aud]
  if (!audiences.includes(clientId) || client_id !== clientId) return invalid('The token is for another application.')
  // `requiredClaims` and jose's own checks: `iss`, `iat` and `exp` are there and of their types.
  return { active: true, claims: payload as AccessTokenClaims }
}

function toRefusal(error: unknown): Refusal {
  if (error instanceof KeysUnavailableError)
    return { active: false, reason: 'keys_unavailable', message: error.message }
  if (error instanceof errors.JWTExpired) return { active: false, reason: 'expired', message: 'The token has expired.' }
  // jose's messages name the claim or the step, never a value.
  return invalid(error instanceof errors.JOSEError ? `The token is refused: ${error.message}.` : 'Malformed token.')
}

function invalid(message: string): Refusal {
  return { active: false, reason: 'invalid', message }
}
