import type { HonoRequest } from 'hono'
import { ApiError, type FieldError } from './errors.ts'
import { jsonDepth } from './json-depth.ts'
import { readParameters } from './parameters.ts'

/** Whatever walks through a value may do so by calling itself. */
const DEEPEST = 32

/**
 * JSON or form fields, by content type. An empty body is an empty object: the SDKs send `Content-Type: application/json`
 * also with none.
 */
export async function readBody(
  request: HonoRequest,
  contentType = '',
  refuse: (errors: FieldError[]) => Error,
): Promise<unknown> {
  const text = await request.text()
  if (text === '') return {}
  if (contentType.includes('application/x-www-form-urlencoded')) return readParameters(text)
  if (contentType === '' || contentType.includes('json')) return parseJson(text, refuse)
  throw new ApiError(415, `Send the body as application/json, not as ${contentType.slice(0, 100)}.`, {
    code: 'unsupported_media_type',
  })
}

function parseJson(text: string, refuse: (errors: FieldError[]) => Error): unknown {
  if (jsonDepth(text) > DEEPEST) {
    throw refuse([{ code: 'json_too_deep', message: `The body is nested too deep: ${DEEPEST} levels at most.` }])
  }
  try {
    return JSON.parse(text)
  } catch {
    throw refuse([{ code: 'invalid_json', message: 'The body is not valid JSON.' }])
  }
}
