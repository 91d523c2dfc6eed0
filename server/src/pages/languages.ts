import { parseAccept } from 'hono/utils/accept'

/** What the hosted pages and mails are written in; the first is the fallback. */
export const LANGUAGES = ['en', 'de', 'fr', 'es', 'ja', 'ar'] as const

export type Language = (typeof LANGUAGES)[number]

export const FALLBACK_LANGUAGE: Language = LANGUAGES[0]

/** As its own speakers call it: whoever looks for it may understand no other word on the page. */
export const LANGUAGE_NAMES: Record<Language, string> = {
  en: 'English',
  de: 'Deutsch',
  fr: 'Français',
  es: 'Español',
  ja: '日本語',
  ar: 'العربية',
}

const RIGHT_TO_LEFT: readonly Language[] = ['ar']
/** Browsers send about ten. */
const MOST_TAGS = 50

export function directionOf(language: Language): 'ltr' | 'rtl' {
  return RIGHT_TO_LEFT.includes(language) ? 'rtl' : 'ltr'
}

export function isLanguage(value: unknown): value is Language {
  return LANGUAGES.some((language) => language === value)
}

/** The first that we have: `fr-CA` is answered in French (RFC 4647, 3.4). */
export function languageAmong(tags: readonly string[]): Language | undefined {
  return tags
    .slice(0, MOST_TAGS)
    .map((tag) => tag.trim().split('-')[0]?.toLowerCase())
    .find(isLanguage)
}

/** `ui_locales` of OpenID Connect Core 1.0, 3.1.2.1, and of RP-Initiated Logout: tags by preference, separated by spaces. */
export function languageOfUiLocales(uiLocales: string | undefined): Language | undefined {
  return uiLocales === undefined ? undefined : languageAmong(uiLocales.split(' '))
}

/** For mails: the language that the account is in, or else that of the page on which the mail was asked for. */
export function languageForMail(locale: string | null, ofPage: string | null): Language {
  return languageAmong([locale ?? '', ofPage ?? '']) ?? FALLBACK_LANGUAGE
}

/** RFC 9110, 12.5.4; best first, and what has `q=0` is not wanted at all. */
export function languageOfAcceptHeader(header: string | undefined): Language | undefined {
  if (header === undefined) return undefined
  const wanted = parseAccept(header).filter(({ q }) => q > 0)
  return languageAmong(wanted.map(({ type }) => type))
}
