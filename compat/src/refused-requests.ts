import type { SampleRequest } from '../../reference/runner/read-curl-sample.ts'
import type { Operation } from './contract.ts'
import { patternOf } from './sample-requests.ts'

/** In the form of an id, and nobody's. */
const NEVER = '01JNEVER0EXSTED0000000000A'

/** Requests made of one that succeeds, each with one thing wrong; what the contract says about them is in every operation. */
export function refusedRequests(request: SampleRequest, operation: Operation): SampleRequest[] {
  return [
    withoutKey(request),
    ...withOtherIds(request, operation, toUnknown),
    // No database keeps it in a text, so it is refused wherever text is.
    ...withOtherIds(request, operation, () => '%00'),
    ...withWrongTypes(request),
    ...withWrongQuery(request, operation),
  ]
}

function withoutKey({ headers: { authorization: _, ...headers }, ...request }: SampleRequest): SampleRequest {
  return { ...request, headers }
}

function withOtherIds(
  request: SampleRequest,
  operation: Operation,
  change: (value: string) => string,
): SampleRequest[] {
  const [path = '', query] = request.path.split('?')
  const values = Object.values(patternOf(operation.path).exec(path)?.groups ?? {})
  return values.map((value) => {
    const elsewhere = path.replace(`/${value}`, `/${change(value)}`)
    return { ...request, path: query === undefined ? elsewhere : `${elsewhere}?${query}` }
  })
}

function toUnknown(value: string): string {
  return /_[0-9A-Z]{26}$/.test(value) ? value.replace(/[0-9A-Z]{26}$/, NEVER) : 'never-existed'
}

/** Every member of the body in turn, and then none at all. */
function withWrongTypes(request: SampleRequest): SampleRequest[] {
  if (!request.body || !request.headers['content-type']?.includes('json')) return []
  const fields: Record<string, unknown> = JSON.parse(request.body)
  const wrong = Object.keys(fields).map((name) => ({ ...fields, [name]: { not: 'of this type' } }))
  return [...wrong, {}].map((body) => ({ ...request, body: JSON.stringify(body) }))
}

function withWrongQuery(request: SampleRequest, operation: Operation): SampleRequest[] {
  const [path = '', query = ''] = request.path.split('?')
  const names = operation.parameters.filter((one) => one.in === 'query').map(({ name }) => name)
  if (names.length === 0) return []
  const noLimit = names.includes('limit') ? [{ ...request, path: `${path}?${query}&limit=0` }] : []
  return [...noLimit, { ...request, path }]
}
