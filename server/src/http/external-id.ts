import { z } from 'zod'

/** The application's own id of an object: printable ASCII, at most 128 characters, as the official specification has it. */
export const externalId = z
  .string()
  .min(1)
  .max(128)
  .regex(/^[\x20-\x7e]+$/, 'must be printable ASCII')
  .nullable()
