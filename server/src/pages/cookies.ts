import { serialize } from 'hono/utils/cookie'
import type { Config } from '../config.ts'

/**
 * Cookies of the hosted pages. Over https they carry the `__Host-` prefix, which a sibling host cannot plant
 * (RFC 6265bis, 4.1.3); over plain http, on a laptop, browsers other than Chromium refuse that prefix.
 */
export type CookieName = 'browser' | 'session' | 'language'

/** Browsers keep none for longer (RFC 6265bis, 5.5). */
export const LONGEST_COOKIE_SECONDS = 400 * 24 * 60 * 60

export function cookieName(config: Config, name: CookieName): string {
  return `${cookiePrefix(config)}gatehouse-${name}`
}

/** Without `maxAgeSeconds` it lives as long as the browser runs. */
export function setCookie(config: Config, name: CookieName, value: string, maxAgeSeconds?: number): string {
  return serialize(cookieName(config, name), value, {
    path: '/',
    httpOnly: true,
    sameSite: 'Lax',
    secure: isSecure(config),
    ...(maxAgeSeconds === undefined ? {} : { maxAge: Math.min(maxAgeSeconds, LONGEST_COOKIE_SECONDS) }),
  })
}

/** Same attributes as when it was set, or the browser keeps it. */
export function clearCookie(config: Config, name: CookieName): string {
  return setCookie(config, name, '', 0)
}

export function cookiePrefix(config: Config): '__Host-' | '' {
  return isSecure(config) ? '__Host-' : ''
}

export function isSecure(config: Config): boolean {
  return config.publicUrl.startsWith('https:')
}
