import type { Language } from './languages.ts'

const UNITS = [
  ['day', 24 * 60 * 60 * 1000],
  ['hour', 60 * 60 * 1000],
  ['minute', 60 * 1000],
] as const

/** "5 minutes ago": true in every time zone, and the server does not know the person's. */
export function timeAgo(language: Language, time: string, now: Date): string {
  const passed = Math.max(0, now.getTime() - Date.parse(time))
  const words = new Intl.RelativeTimeFormat(language, { numeric: 'auto' })
  const [unit, length] = UNITS.find(([, length]) => passed >= length) ?? ['second', Number.POSITIVE_INFINITY]
  // Of the last minute: "now".
  return words.format(-Math.floor(passed / length), unit)
}

/** The day in Greenwich; whoever lives elsewhere may have called it the day before or after. */
export function day(language: Language, time: string): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeZone: 'UTC' }).format(new Date(time))
}
