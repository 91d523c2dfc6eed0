import { ApiError } from '../../http/errors.ts'

/** Only for callers who have proved that they may know: with the password, or with an API key. The code is ours. */
export function userSuspended(): ApiError {
  return new ApiError(403, 'This user is suspended and cannot sign in.', { code: 'user_suspended' })
}
