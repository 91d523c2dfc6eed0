import type { z } from 'zod'
import type { FieldError } from './errors.ts'

/** What is wrong with the fields of a request. The codes are zod's, and `required` for what is missing. */
export function toFieldErrors(issue: z.core.$ZodIssue): FieldError[] {
  const field = issue.path.join('.')
  if (isMissing(issue)) return [{ code: 'required', field, message: `${field} is required.` }]
  const inner = issue.code === 'invalid_union' ? issue.errors.flat() : []
  const [first] = inner.flatMap((one) => toFieldErrors({ ...one, path: [...issue.path, ...one.path] }))
  return [first ?? { code: issue.code, field, message: `${field === '' ? 'The request' : field} ${issue.message}.` }]
}

function isMissing(issue: z.core.$ZodIssue): boolean {
  if (issue.code === 'invalid_union') return isWithoutDiscriminator(issue)
  return (issue.code === 'invalid_type' || issue.code === 'invalid_value') && issue.input === undefined
}

/** What chooses between the forms of a body is missing; zod tells that as if it were wrong. */
function isWithoutDiscriminator({ discriminator, input }: z.core.$ZodIssueInvalidUnion): boolean {
  if (discriminator === undefined || typeof input !== 'object' || input === null) return false
  return (input as Record<string, unknown>)[discriminator] === undefined
}

/**
 * What follows the name of the field in a sentence, where the contract has no words of its own: zod's are for whoever
 * wrote the contract, and these are read by whoever sent the request.
 */
export function describeIssue(issue: z.core.$ZodRawIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return isSentTwice(issue.input) ? SENT_TWICE : `must be ${TYPES[issue.expected] ?? issue.expected}${butIs(issue)}`
    case 'invalid_value':
      return isSentTwice(issue.input)
        ? SENT_TWICE
        : `must be ${issue.values.length > 1 ? 'one of ' : ''}${issue.values.join(', ')}`
    case 'too_small':
      return issue.minimum === 1 && issue.origin !== 'number'
        ? 'must not be empty'
        : `must ${sizeOf(issue.origin, 'at least', issue.minimum)}`
    case 'too_big':
      return `must ${sizeOf(issue.origin, 'at most', issue.maximum)}`
    case 'invalid_format':
      return FORMATS[issue.format] ?? 'is not in the right form'
    case 'invalid_key':
      return `is not a possible key: it ${issue.issues[0]?.message}`
    case 'unrecognized_keys':
      return `has what is not known here: ${issue.keys.join(', ')}`
    default:
      return 'is not valid'
  }
}

const SENT_TWICE = 'was sent more than once; send it once'

const TYPES: Partial<Record<string, string>> = {
  string: 'a string',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
}

const FORMATS: Partial<Record<string, string>> = {
  email: 'must be an e-mail address',
  datetime: 'must be a time such as 2026-01-31T12:00:00Z',
}

/** How `readParameters` hands over a repeated parameter. */
function isSentTwice(input: unknown): boolean {
  return Array.isArray(input) && input.length > 1 && input.every((value) => typeof value === 'string')
}

function butIs({ expected, input }: { expected: string; input?: unknown }): string {
  if (input === null) return ', not null'
  if (Array.isArray(input)) return ', not a list'
  // Not a number is a number, and so is one with a fraction.
  const isNumber = Number.isNaN(input) || expected === 'int'
  return isNumber ? '' : `, not ${TYPES[typeof input] ?? typeof input}`
}

function sizeOf(origin: string, limit: string, size: number | bigint): string {
  if (origin === 'string') return `have ${limit} ${size} characters`
  return origin === 'array' ? `have ${limit} ${size} entries` : `be ${limit} ${size}`
}
