import { parse } from 'yaml'
import { z } from 'zod'
import { LANGUAGE_NAMES } from './languages.ts'

const valueSchema = z.strictObject({
  name: z.string().min(1),
  type: z.string().min(1),
  /** A key of `descriptions`, or else a name in the OpenAPI operation: each description is written once, for every language. */
  describes: z.string().min(1),
  optional: z.boolean().default(false),
})

const callSchema = z.strictObject({
  call: z.string().min(1),
  /** Without it the parameters are those of the OpenAPI document, under their names on the wire. */
  parameters: z.array(valueSchema).optional(),
  returns: z.array(valueSchema).optional(),
})

/** What the reference says of one operation beyond its contract: `operations/<name>.yaml`. */
export const operationFileSchema = z.strictObject({
  operationId: z.string().min(1),
  title: z.string().min(1),
  text: z.string().optional(),
  picture: z.enum(['logout']).optional(),
  descriptions: z.record(z.string(), z.string()).default({}),
  /** The status of a refusal, and what it means here. */
  errors: z.record(z.string().regex(/^[45]\d\d$/), z.string()).default({}),
  languages: z.partialRecord(z.enum(LANGUAGE_NAMES), callSchema),
})

export type OperationFile = z.output<typeof operationFileSchema>
export type Value = z.output<typeof valueSchema>

export class OperationFileError extends Error {}

/** `name` is for the message: it says which file is wrong, and where. */
export function parseOperationFile(name: string, text: string): OperationFile {
  const result = operationFileSchema.safeParse(parse(text))
  if (result.success) return result.data
  throw new OperationFileError(`operations/${name}.yaml: ${z.prettifyError(result.error)}`)
}
