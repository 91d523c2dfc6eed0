import type { AppContext } from '../context.ts'
import type { Caller } from './define-route.ts'
import { ApiError } from './errors.ts'
import type { RequestInfo } from './request-info.ts'

/** Answers whether this is a working API key. */
export type IsApiKey = (app: AppContext, value: string) => Promise<boolean>

/** Throws 401 unless the caller is of the kind that the route names. Keys count in the header only, never in a URL. */
export function createCallerCheck(isApiKey: IsApiKey) {
  return async (app: AppContext, caller: Caller, request: RequestInfo): Promise<void> => {
    if (caller === 'anyone') return
    const key = /^Bearer (\S+)$/i.exec(request.header('authorization') ?? '')?.[1]
    if (key !== undefined && (await isApiKey(app, key))) return
    const message =
      key === undefined
        ? 'Send an API key: Authorization: Bearer sk_…'
        : 'Unauthorized: this API key is not valid here.'
    throw new ApiError(401, message, {
      code: 'unauthorized',
      headers: { 'www-authenticate': 'Bearer' },
    })
  }
}
