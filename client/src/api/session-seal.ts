import { defaults, seal, unseal } from 'iron-webcrypto'
import { decodeJwt } from 'jose'
import { check } from '../check-options.ts'
import type { AccessTokenClaims } from '../verification.ts'
import type { Schemas } from './call.ts'

/** What a sealed session holds, exactly as the official SDK writes it, so that either reads what the other sealed. */
export interface SessionData {
  organizationId?: string | undefined
  user: Schemas['User']
  accessToken: string
  refreshToken: string
  authenticationMethod?: string | undefined
  impersonator?: { email: string; reason?: string | null } | undefined
}

const LEAST_PASSWORD_LENGTH = 32
/** The official SDK appends its version of the format to what Iron makes. */
const VERSION = '~2'
/** The ID of the password in the seal. */
const PASSWORD_ID = '1'

export async function sealSession(session: SessionData, password: string): Promise<string> {
  checkCookiePassword(password)
  const { org_id: organizationId } = claimsOf(session)
  return await sealJson({ organizationId, ...session }, password)
}

/** What was sealed with this password; undefined for anything else. */
export async function unsealSession(sealed: string, password: string): Promise<SessionData | undefined> {
  checkCookiePassword(password)
  const session = await unsealJson(sealed, password)
  return isSessionData(session) ? session : undefined
}

/** Any JSON in the same way; `ttlMs` of 0 is forever. */
export async function sealJson(value: object, password: string, ttlMs = 0): Promise<string> {
  const options = { ...defaults, ttl: ttlMs, encode: JSON.stringify }
  return `${await seal(value, { id: PASSWORD_ID, secret: password }, options)}${VERSION}`
}

/** Undefined for what was not sealed with this password, or for too long. */
export async function unsealJson(sealed: string, password: string): Promise<unknown> {
  // Cookies can hold anything: whatever Iron says about it, it is no seal of ours.
  return await unseal(withoutVersion(sealed), { [PASSWORD_ID]: password }, defaults).catch(() => undefined)
}

/** Of a session that this application sealed itself: whoever can make a seal needs no forged token. */
export function claimsOf({ accessToken }: Pick<SessionData, 'accessToken'>): Partial<AccessTokenClaims> {
  return decodeJwt(accessToken) as Partial<AccessTokenClaims>
}

export function checkCookiePassword(password: unknown): void {
  const isLongEnough = typeof password === 'string' && password.length >= LEAST_PASSWORD_LENGTH
  check(isLongEnough, `cookiePassword must be a secret of ${LEAST_PASSWORD_LENGTH} characters or more.`)
}

function withoutVersion(sealed: string): string {
  return sealed.endsWith(VERSION) ? sealed.slice(0, -VERSION.length) : sealed
}

function isSessionData(value: unknown): value is SessionData {
  if (typeof value !== 'object' || value === null) return false
  const { accessToken, refreshToken, user } = value as Partial<SessionData>
  return isJwt(accessToken) && typeof refreshToken === 'string' && typeof user === 'object' && user !== null
}

function isJwt(value: unknown): value is string {
  try {
    return typeof value === 'string' && decodeJwt(value) !== undefined
  } catch {
    return false
  }
}
