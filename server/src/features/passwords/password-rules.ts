import { ApiError } from '../../http/errors.ts'

/** Composition rules help nobody, length does (NIST SP 800-63B-4, 3.1.1.2). */
export const SHORTEST_PASSWORD = 10
const LONGEST_PASSWORD_BYTES = 1024

/** Why a new password is not accepted, in words for the person who chose it; undefined if it is. */
export function whyPasswordIsRefused(password: string): string | undefined {
  if ([...password].length < SHORTEST_PASSWORD) return `Password must have at least ${SHORTEST_PASSWORD} characters.`
  if (Buffer.byteLength(password) > LONGEST_PASSWORD_BYTES)
    return `Password must have at most ${LONGEST_PASSWORD_BYTES} bytes.`
  return undefined
}

export function refuseWeakPassword(password: string): void {
  const reason = whyPasswordIsRefused(password)
  if (!reason) return
  throw new ApiError(400, reason, {
    code: 'password_strength_error',
    errors: [{ code: 'password_strength_error', message: reason }],
  })
}

/** Imported hashes are not taken yet; saying so is better than a user who cannot sign in. */
export function refusePasswordHash(passwordHash: string | undefined): void {
  if (passwordHash === undefined) return
  throw new ApiError(
    400,
    'Gatehouse does not import password hashes yet: send `password`, or let the person reset it.',
    {
      code: 'invalid_password_hash',
    },
  )
}
