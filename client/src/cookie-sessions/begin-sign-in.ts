import type { PkceUrlOptions } from '../api/authorization-url.ts'
import { decideReturnTo } from './return-to.ts'
import { type CookieSettings, redirectTo } from './settings.ts'
import { flowCookie, supersededFlowCookies } from './sign-in-flow.ts'

/** `screenHint: 'sign-up'`, `loginHint`, `organizationId` and so on go to the hosted page as they are. */
export interface SignInOptions extends Omit<PkceUrlOptions, 'redirectUri' | 'clientId'> {
  /** Where the browser wanted to go, in this application. May come from the request: it is checked. */
  returnTo?: string | null | undefined
}

export async function beginSignIn(
  settings: CookieSettings,
  { request, returnTo, ...hints }: SignInOptions & { request: Request },
): Promise<Response> {
  const { gatehouse, redirectUri, origin } = settings
  const { url, state, codeVerifier } = await gatehouse.userManagement.getAuthorizationUrlWithPKCE({
    ...hints,
    redirectUri,
  })
  const flow = { state, codeVerifier, returnTo: decideReturnTo(returnTo, origin) }
  const superseded = supersededFlowCookies(settings, request.headers.get('cookie'))
  return redirectTo(url, { status: 302, setCookie: [...superseded, await flowCookie(settings, flow)] })
}
