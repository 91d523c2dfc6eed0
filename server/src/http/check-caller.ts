import type { AppContext } from '../context.ts'
import type { Caller, Identity } from './define-route.ts'
import { ApiError } from './errors.ts'
import type { RequestInfo } from './request-info.ts'

/** Answers the working API key that this is, if it is one. */
export type FindApiKey = (app: AppContext, value: string) => Promise<{ id: string; name: string } | undefined>

/** Answers 401 unless the caller is of the kind that the route names. Keys count in the header only, never in a URL. */
export function createCallerCheck(findApiKey: FindApiKey) {
  return async (app: AppContext, caller: Caller, request: RequestInfo): Promise<Identity> => {
    if (caller === 'anyone') return { kind: 'anyone' }
    const value = /^Bearer (\S+)$/i.exec(request.header('authorization') ?? '')?.[1]
    const key = value === undefined ? undefined : await findApiKey(app, value)
    if (key) return { kind: 'api-key', id: key.id, name: key.name }
    const message =
      value === undefined
        ? 'Send an API key: Authorization: Bearer sk_…'
        : 'Unauthorized: this API key is not valid here.'
    throw new ApiError(401, message, {
      code: 'unauthorized',
      headers: { 'www-authenticate': 'Bearer' },
    })
  }
}
