/**
 * What sessions should do, in the simplest words: nothing here knows how the server does it. Times are milliseconds since
 * 1970. The answers of the server are compared with those of these functions by `session-model.test.ts`.
 */
export const GRACE_MS = 30_000
export const MAXIMUM_LENGTH_MS = 600_000
export const INACTIVITY_MS = 120_000
export const CODE_LIFETIME_MS = 600_000
/** How long a mass revocation stays open at least. */
export const OPEN_MS = 60_000

export interface ModelUser {
  isDeleted: boolean
  password: number
}

export interface ModelBrowser {
  user: ModelUser
  signedInAt: number
  usedAt: number
  isEnded: boolean
}

export interface ModelSession {
  user: ModelUser
  browser: ModelBrowser | undefined
  startedAt: number
  refreshedAt: number
  count: number
  /** When each token was first exchanged. */
  firstUse: number[]
  endReason: string | null
}

export interface ModelCode {
  browser: ModelBrowser
  issuedAt: number
  isSpent: boolean
  session: ModelSession | undefined
}

export interface Model {
  now: number
  users: ModelUser[]
  browsers: ModelBrowser[]
  sessions: ModelSession[]
  codes: ModelCode[]
  revocations: { user: ModelUser; at: number; isOpen: boolean }[]
}

export function emptyModel(now: number): Model {
  return { now, users: [], browsers: [], sessions: [], codes: [], revocations: [] }
}

export function start(model: Model, user: ModelUser, browser?: ModelBrowser): ModelSession {
  const { now } = model
  const session = { user, browser, startedAt: now, refreshedAt: now, count: 0, firstUse: [], endReason: null }
  model.sessions.push(session)
  return session
}

function isCovered({ revocations }: Model, user: ModelUser, since: number): boolean {
  return revocations.some((one) => one.isOpen && one.user === user && since <= one.at)
}

export function isSessionCovered(model: Model, { user, startedAt }: ModelSession): boolean {
  return isCovered(model, user, startedAt)
}

export function isAlive(model: Model, session: ModelSession): boolean {
  const isOver = session.endReason !== null || isSessionCovered(model, session)
  return !isOver && isInTime(model, session.startedAt, session.refreshedAt)
}

function isInTime({ now }: Model, since: number, usedAt: number): boolean {
  return now < since + MAXIMUM_LENGTH_MS && now < usedAt + INACTIVITY_MS
}

/** Without a password, and with a code that is out. */
export function signsInSilently(model: Model, browser: ModelBrowser): boolean {
  const signsOfLife = model.sessions
    .filter((session) => session.browser === browser && session.endReason === null)
    .map(({ refreshedAt }) => refreshedAt)
  const isOver = browser.isEnded || isCovered(model, browser.user, browser.signedInAt)
  return !isOver && isInTime(model, browser.signedInAt, Math.max(browser.usedAt, ...signsOfLife))
}

/** With the session its hosted sign-in ends, unless only the session's time is over. Ending it again does nothing. */
export function end(session: ModelSession, reason: string): void {
  if (session.endReason !== null) return
  session.endReason = reason
  if (session.browser && reason !== 'expired' && reason !== 'inactive') session.browser.isEnded = true
}

export function endAllOf(model: Model, user: ModelUser, reason: string): void {
  for (const session of model.sessions) if (session.user === user) end(session, reason)
  for (const browser of model.browsers) if (browser.user === user) browser.isEnded = true
}

export type RefreshAnswer = { kind: 'rotated' | 'replayed'; count: number } | { kind: 'refused'; description: string }

export function refresh(model: Model, session: ModelSession, presented: number): RefreshAnswer {
  const refuse = (description: string): RefreshAnswer => ({ kind: 'refused', description })
  if (session.endReason !== null || isSessionCovered(model, session)) return refuse('Session has already ended.')
  if (!isAlive(model, session)) return refuse('Session has expired.')
  if (presented === session.count) {
    session.firstUse[presented] = model.now
    session.refreshedAt = model.now
    session.count++
    return { kind: 'rotated', count: session.count }
  }
  if (model.now - (session.firstUse[presented] ?? 0) <= GRACE_MS) {
    session.refreshedAt = model.now
    return { kind: 'replayed', count: session.count }
  }
  end(session, 'refresh_token_reuse')
  return refuse('Refresh token already exchanged.')
}

/** The new session, if the code is good. Used again, it ends what it got. */
export function exchange(model: Model, code: ModelCode): ModelSession | undefined {
  const { browser } = code
  const isGood = !code.isSpent && model.now < code.issuedAt + CODE_LIFETIME_MS && signsInSilently(model, browser)
  if (!isGood) {
    if (code.session) end(code.session, 'code_reuse')
    return undefined
  }
  code.isSpent = true
  browser.usedAt = model.now
  code.session = start(model, browser.user, browser)
  return code.session
}

/** What the background writes down: it changes no answer but that of `lookAt` where a reason is told. */
export function recordRevoked(model: Model): void {
  for (const revocation of model.revocations) {
    if (!revocation.isOpen) continue
    for (const session of model.sessions) {
      if (session.user === revocation.user && session.startedAt <= revocation.at) end(session, 'mass_revoke')
    }
    if (model.now - revocation.at < OPEN_MS) continue
    for (const browser of model.browsers) {
      if (isCovered(model, browser.user, browser.signedInAt)) browser.isEnded = true
    }
    revocation.isOpen = false
  }
}

export function recordExpired(model: Model): void {
  for (const session of model.sessions) {
    if (session.endReason !== null) continue
    if (model.now >= session.startedAt + MAXIMUM_LENGTH_MS) end(session, 'expired')
    else if (model.now >= session.refreshedAt + INACTIVITY_MS) end(session, 'inactive')
  }
}

/** What the API shows. A session past the inactivity timeout is shown as it stands until that is written down. */
export function lookAt(model: Model, session: ModelSession): { status: string; endReason: string | null } {
  const { endReason, startedAt } = session
  if (endReason === 'expired' || endReason === 'inactive') return { status: 'expired', endReason }
  if (endReason !== null) return { status: 'revoked', endReason }
  if (isSessionCovered(model, session)) return { status: 'revoked', endReason: 'mass_revoke' }
  return { status: model.now >= startedAt + MAXIMUM_LENGTH_MS ? 'expired' : 'active', endReason: null }
}
