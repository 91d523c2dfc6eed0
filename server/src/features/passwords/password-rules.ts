import { ApiError } from '../../http/errors.ts'

/** Composition rules help nobody, length does (NIST SP 800-63B-4, 3.1.1.2). */
export const SHORTEST_PASSWORD = 10
const LONGEST_PASSWORD_BYTES = 1024

/** What is wrong with a new password; the API and the pages have their own words for it. */
export type PasswordMistake = 'password-too-short' | 'password-too-long'

/** Undefined if there is nothing wrong with it. */
export function whyPasswordIsRefused(password: string): PasswordMistake | undefined {
  if ([...password].length < SHORTEST_PASSWORD) return 'password-too-short'
  if (Buffer.byteLength(password) > LONGEST_PASSWORD_BYTES) return 'password-too-long'
  return undefined
}

const REASONS: Record<PasswordMistake, string> = {
  'password-too-short': `Password must have at least ${SHORTEST_PASSWORD} characters.`,
  'password-too-long': `Password must have at most ${LONGEST_PASSWORD_BYTES} bytes.`,
}

/** For the developer who called the API. */
export function describePasswordMistake(mistake: PasswordMistake): string {
  return REASONS[mistake]
}

export function refuseWeakPassword(password: string): void {
  const mistake = whyPasswordIsRefused(password)
  if (!mistake) return
  const reason = describePasswordMistake(mistake)
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
