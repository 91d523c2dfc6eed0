import type { SampleRequest } from '../../reference/runner/read-curl-sample.ts'
import { type Contract, type Json, type Operation, resolve } from '../src/contract.ts'
import { patternOf } from '../src/sample-requests.ts'
import { NEVER, NEVER_SLUG } from './strangers.ts'

/** A place of a request where something else is named. */
export interface Slot {
  name: string
  place: 'path' | 'query' | 'body'
  /** What the sample has there; undefined: nothing, since it is optional. */
  value: string | undefined
}

/** Names that the caller chooses, and of other systems. */
const NO_REFERENCE = new Set(['external_id', 'stripe_customer_id', 'verifier_id', 'resource_type_slug'])

export function slotsOf(contract: Contract, operation: Operation, request: SampleRequest): Slot[] {
  const [path = '', query = ''] = request.path.split('?')
  const inPath = Object.entries(patternOf(operation.path).exec(path)?.groups ?? {})
  const given = new URLSearchParams(query)
  const inQuery = operation.parameters.filter((one) => one.in === 'query').map(({ name }) => name)
  const body: Record<string, unknown> = isJson(request) ? JSON.parse(request.body ?? '') : {}
  const text = (value: unknown) => (typeof value === 'string' ? value : undefined)
  return [
    ...inPath.map(([name, value]) => ({ name, place: 'path' as const, value })),
    ...inQuery
      .filter(isReference)
      .map((name) => ({ name, place: 'query' as const, value: given.get(name) ?? undefined })),
    ...membersOf(contract, operation, body)
      .filter(isReference)
      .map((name) => ({ name, place: 'body' as const, value: text(body[name]) })),
  ]
}

function isReference(name: string): boolean {
  return (/_(id|slug)$/.test(name) || name === 'organization') && !NO_REFERENCE.has(name)
}

function isJson({ body, headers }: SampleRequest): boolean {
  return body !== undefined && (headers['content-type']?.includes('json') ?? false)
}

/** Of several kinds of body the one that this is of: a grant reads nothing of another one's. */
function membersOf({ document }: Contract, { requestBody }: Operation, body: Record<string, unknown>): string[] {
  const schema: Json = resolve(document, requestBody?.content['application/json']?.schema ?? {})
  const choices: Json[] = (schema.anyOf ?? schema.oneOf ?? [schema]).map((one: Json) => resolve(document, one))
  const isMeant = ({ properties = {} }: Json) =>
    Object.entries<Json>(properties).every(([name, member]) => !('const' in member) || member.const === body[name])
  return [...new Set(choices.filter(isMeant).flatMap(({ properties = {} }) => Object.keys(properties)))]
}

/** The request with something else in that place. */
export function fill(request: SampleRequest, { name, place, value }: Slot, other: string): SampleRequest {
  const [path = '', query = ''] = request.path.split('?')
  if (place === 'path') {
    // From the end: what is named last is what the path leads to.
    const start = path.lastIndexOf(`/${value}`)
    const elsewhere = `${path.slice(0, start)}/${encodeURIComponent(other)}${path.slice(start + 1 + (value ?? '').length)}`
    return { ...request, path: query ? `${elsewhere}?${query}` : elsewhere }
  }
  if (place === 'query') {
    const changed = new URLSearchParams(query)
    changed.set(name, other)
    return { ...request, path: `${path}?${changed}` }
  }
  const body = isJson(request) ? JSON.parse(request.body ?? '') : {}
  const headers = { ...request.headers, 'content-type': 'application/json' }
  return { ...request, headers, body: JSON.stringify({ ...body, [name]: other }) }
}

/** What would stand in that place if there never had been one. */
export function neverThere({ name, value }: Slot, kind: string | undefined): string {
  if (kind !== undefined) return `${kind}_${NEVER}`
  return name.endsWith('_id') && value === undefined ? `${name.slice(0, -'_id'.length)}_${NEVER}` : NEVER_SLUG
}
