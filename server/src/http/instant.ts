import { z } from 'zod'

/** A moment as the wire has it: ISO 8601, UTC, milliseconds. Written by ourselves, so answers are not held against it. */
export const instant = z.string().meta({ format: 'date-time' })
