import { z } from 'zod'

const MOST_KEYS = 50

/** What an application keeps with an object, as the official specification has it. In a change, null removes a key. */
export const metadata = z
  .record(z.string().min(1).max(40), z.string().max(600).nullable())
  .refine((value) => Object.keys(value).length <= MOST_KEYS, `may have at most ${MOST_KEYS} keys`)

/** What remains after a change; keys set to null are gone. */
export function mergeMetadata(
  before: Record<string, string>,
  change: Record<string, string | null> | null,
): Record<string, string> {
  const merged = Object.entries({ ...before, ...change })
  return Object.fromEntries(merged.filter((entry): entry is [string, string] => entry[1] !== null))
}
