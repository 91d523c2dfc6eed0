import { z } from 'zod'

const MOST_ENTITLEMENTS = 50
/** As long as the lookup keys of Stripe's features, which the official API puts into the same claim. */
const LONGEST_SLUG = 80

const slug = z
  .string()
  .max(LONGEST_SLUG)
  .regex(/^[\x21-\x7e]+$/, 'must be a slug such as audit-logs: ASCII without blanks')

/** What an organization is entitled to, each once: it stands in every access token of its members. */
export const entitlements = z
  .array(slug)
  .max(MOST_ENTITLEMENTS)
  .transform((slugs) => [...new Set(slugs)])
