const LONGEST = 80
/** What mail programs make a link of, or what turns the text around it: `evil.example`, `https:`, an address, controls. */
const UNFIT = /[\p{Cc}\u2028-\u202e\u2066-\u2069]|[/\\@:]|[\p{L}\p{N}]\.[\p{L}\p{N}]/u

/**
 * A name that somebody chose, if it can stand in a mail of ours. Otherwise whoever may name themselves could have us send
 * their words and links to any address. Undefined: the mail does without.
 */
export function nameForMail(name: string | null | undefined): string | undefined {
  const trimmed = name?.trim()
  if (!trimmed || trimmed.length > LONGEST || UNFIT.test(trimmed)) return undefined
  return trimmed
}
