import type { BrowserSessionRow } from '../../database/schema.ts'

/** What an application may ask for when it sends somebody to sign in. */
export interface SignInWish {
  prompt: string | undefined
  maxAgeSeconds: number | undefined
  screenHint: 'sign-in' | 'sign-up' | undefined
  /** Whom it expects to be signed in; undefined: anybody. */
  expectedUserId: string | undefined
  /** There is an invitation to accept, which nobody does without a page that says so. */
  isToAccept: boolean
}

export type Step =
  | { kind: 'code'; browserSession: BrowserSessionRow }
  /** Signed in as whom the invitation is for: all that is missing is their consent. */
  | { kind: 'agree'; browserSession: BrowserSessionRow }
  | { kind: 'sign-in' }
  | { kind: 'sign-up' }
  | { kind: 'refuse'; error: 'login_required' | 'interaction_required' }

/** The one place that decides which page comes next. Pages return to it and never to one another. */
export function nextStep(wish: SignInWish, browserSession: BrowserSessionRow | undefined, now: Date): Step {
  const isSignedIn = browserSession !== undefined && !mustSignInAgain(wish, browserSession, now)
  if (isSignedIn && !wish.isToAccept) return { kind: 'code', browserSession }
  // OpenID Connect Core 1.0, 3.1.2.6.
  if (wish.prompt === 'none') return { kind: 'refuse', error: isSignedIn ? 'interaction_required' : 'login_required' }
  if (isSignedIn) return { kind: 'agree', browserSession }
  return { kind: wish.screenHint ?? 'sign-in' }
}

/** `max_age=0` asks like `prompt=login` (OpenID Connect Core 1.0, 3.1.2.1). */
function mustSignInAgain(
  { prompt, maxAgeSeconds, expectedUserId }: SignInWish,
  browserSession: BrowserSessionRow,
  now: Date,
): boolean {
  if (prompt === 'login' || maxAgeSeconds === 0) return true
  if (expectedUserId !== undefined && expectedUserId !== browserSession.user_id) return true
  if (maxAgeSeconds === undefined) return false
  return now.getTime() - Date.parse(browserSession.authenticated_at) > maxAgeSeconds * 1000
}
