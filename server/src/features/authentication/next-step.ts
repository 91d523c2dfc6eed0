import type { BrowserSessionRow } from '../../database/schema.ts'

/** What an application may ask for when it sends somebody to sign in. */
export interface SignInWish {
  prompt: string | undefined
  maxAgeSeconds: number | undefined
  screenHint: 'sign-in' | 'sign-up' | undefined
  /** Whom it expects to be signed in; undefined: anybody. */
  expectedUserId: string | undefined
  /** There is something to accept, which nobody does without a page that says so. */
  isToAccept: boolean
}

export type Step =
  | { kind: 'code'; browserSession: BrowserSessionRow }
  | { kind: 'sign-in' }
  | { kind: 'sign-up' }
  | { kind: 'refuse'; error: 'login_required' }

/** The one place that decides which page comes next. Pages return to it and never to one another. */
export function nextStep(wish: SignInWish, browserSession: BrowserSessionRow | undefined, now: Date): Step {
  if (browserSession && !mustSignInAgain(wish, browserSession, now)) return { kind: 'code', browserSession }
  if (wish.prompt === 'none') return { kind: 'refuse', error: 'login_required' }
  return { kind: wish.screenHint ?? 'sign-in' }
}

/** `max_age=0` asks like `prompt=login` (OpenID Connect Core 1.0, 3.1.2.1). */
function mustSignInAgain(
  { prompt, maxAgeSeconds, expectedUserId, isToAccept }: SignInWish,
  browserSession: BrowserSessionRow,
  now: Date,
): boolean {
  if (prompt === 'login' || maxAgeSeconds === 0 || isToAccept) return true
  if (expectedUserId !== undefined && expectedUserId !== browserSession.user_id) return true
  if (maxAgeSeconds === undefined) return false
  return now.getTime() - Date.parse(browserSession.authenticated_at) > maxAgeSeconds * 1000
}
