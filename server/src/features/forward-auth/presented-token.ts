import type { RequestInfo } from '../../http/request-info.ts'

/**
 * The access token of the person's request. A cookie counts only where there is no `Authorization` at all, so that the
 * application behind the proxy cannot take another one for the right one. Of two headers or two cookies none counts.
 */
export function presentedToken(request: RequestInfo, cookie: string | undefined): string | undefined {
  const authorization = request.header('authorization')
  if (authorization !== undefined) return /^Bearer (\S+)$/i.exec(authorization)?.[1]
  return cookie === undefined ? undefined : request.cookie(cookie)
}
