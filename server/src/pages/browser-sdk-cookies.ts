import { serialize } from 'hono/utils/cookie'
import type { Config } from '../config.ts'
import { cookiePrefix, isSecure, LONGEST_COOKIE_SECONDS } from './cookies.ts'

/**
 * Two cookies let a page of the browser SDK go on with its session after a reload.
 *
 * The refresh token, out of reach of scripts, one cookie for each application: with one for all, two applications that
 * refresh at once would overwrite each other's. `__Host-` means `Path=/`, and it is worth more than a narrow path: the
 * applications are sibling hosts, and without it any of them could plant such a cookie. `SameSite=Lax` is enough,
 * because sibling hosts are one site; it keeps other sites from sending it at all.
 *
 * And `workos-has-session`, which is the SDK's own: the client ids of the applications that may try to restore a
 * session, joined by dots. Scripts of the parent domain read it. It is no secret and proves nothing.
 */
export interface SentCookies {
  cookie(name: string): string | undefined
  cookieNames(): string[]
}

const MARKER = 'workos-has-session'

/** Undefined if the browser keeps none for the application. */
export function keptRefreshToken(config: Config, sent: SentCookies, clientId: string): string | undefined {
  return sent.cookie(refreshCookieName(config, clientId))
}

/** The applications that this browser keeps a refresh token for. */
export function clientsWithRefreshToken(config: Config, sent: SentCookies): string[] {
  const start = refreshCookieName(config, '')
  return sent
    .cookieNames()
    .filter((name) => name.startsWith(start))
    .map((name) => name.slice(start.length))
}

export function keepRefreshToken(
  config: Config,
  sent: SentCookies,
  kept: { clientId: string; token: string; maxAgeSeconds: number },
): string[] {
  const clients = new Set([...clientsWithRefreshToken(config, sent), kept.clientId])
  return [refreshCookie(config, kept.clientId, kept.token, kept.maxAgeSeconds), marker(config, [...clients])]
}

/** For tokens that are no good any more; those of other applications stay. */
export function forgetRefreshTokens(config: Config, sent: SentCookies, clientIds: string[]): string[] {
  const cleared = clientIds.map((clientId) => refreshCookie(config, clientId, '', 0))
  return [...cleared, ...unmark(config, sent, clientIds)]
}

/** For an application without a token: its pages need not try again. */
export function unmark(config: Config, sent: SentCookies, clientIds: string[]): string[] {
  return [
    marker(
      config,
      clientsWithRefreshToken(config, sent).filter((clientId) => !clientIds.includes(clientId)),
    ),
  ]
}

/** Whether the browser sent any cookie of the SDK. */
export function isMarked(sent: SentCookies): boolean {
  return sent.cookieNames().includes(MARKER)
}

function refreshCookieName(config: Config, clientId: string): string {
  return `${cookiePrefix(config)}gatehouse-refresh-${clientId}`
}

/** Cleared with the same attributes as it was set with, or the browser keeps it. */
function refreshCookie(config: Config, clientId: string, token: string, maxAgeSeconds: number): string {
  return serialize(refreshCookieName(config, clientId), token, {
    path: '/',
    httpOnly: true,
    sameSite: 'Lax',
    secure: isSecure(config),
    maxAge: Math.min(maxAgeSeconds, LONGEST_COOKIE_SECONDS),
  })
}

/** It outlives the tokens: one cookie speaks of several sessions, each with an end of its own. */
function marker(config: Config, clientIds: string[]): string {
  const { cookieDomain } = config
  return serialize(MARKER, clientIds.join('.'), {
    ...(cookieDomain === undefined ? {} : { domain: cookieDomain }),
    path: '/',
    sameSite: 'Lax',
    secure: isSecure(config),
    maxAge: clientIds.length === 0 ? 0 : LONGEST_COOKIE_SECONDS,
  })
}
