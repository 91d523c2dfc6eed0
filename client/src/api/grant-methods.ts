import type { Operations } from './build-operations.ts'
import type { AnswerOf, GrantOptions, GrantType, RequestOptions } from './call.ts'
import { GRANTS } from './operations.ts'
import { type SessionData, sealSession } from './session-seal.ts'

export type AuthenticationAnswer = AnswerOf<'POST /user_management/authenticate'>
export type AuthenticationResponse = AuthenticationAnswer & {
  /** If it was asked for: what belongs into the cookie. */
  sealedSession?: string
}

/** As in the official SDK: the answer also comes sealed. */
export interface SealOptions {
  session?: { sealSession: boolean; cookiePassword: string } | undefined
}

type GrantMethod<Type extends GrantType> = (
  options: GrantOptions<Type> & SealOptions,
  request?: RequestOptions,
) => Promise<AuthenticationResponse>

export type Grants = { [Name in keyof typeof GRANTS]: GrantMethod<(typeof GRANTS)[Name]> }

type Authenticate = Operations['userManagement']['authenticate']

/** `authenticate` with the type of the grant in the name. */
export function grantMethods(authenticate: Authenticate): Grants {
  const methods = Object.entries(GRANTS).map(([name, grantType]) => [
    name,
    async ({ session, ...options }: SealOptions, request?: RequestOptions) => {
      // The type of the grant and its options are paired by the mapped type above.
      const answer = await authenticate({ ...options, grantType } as Parameters<Authenticate>[0], request)
      if (!session?.sealSession) return answer
      return { ...answer, sealedSession: await sealSession(toSessionData(answer), session.cookiePassword) }
    },
  ])
  return Object.fromEntries(methods)
}

/** What is kept of an answer, in the words of the official SDK. */
export function toSessionData(answer: AuthenticationAnswer): SessionData {
  const { user, accessToken, refreshToken, authenticationMethod, impersonator } = answer as AuthenticationAnswer &
    Pick<SessionData, 'impersonator'>
  return { user, accessToken, refreshToken, authenticationMethod, impersonator }
}
