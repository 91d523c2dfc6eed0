import fc from 'fast-check'
import type { SampleRequest } from '../../reference/runner/read-curl-sample.ts'
import type { Operation } from '../src/contract.ts'
import { patternOf } from '../src/sample-requests.ts'
import { hostileJson, hostileText } from './hostile-values.ts'

/** One thing done to a request; `at` chooses among whatever it has of the kind. */
export type Mutation =
  | { of: 'path'; at: number; value: string; isRaw: boolean }
  | { of: 'query'; at: number; value: string; isTwice: boolean }
  | { of: 'member'; at: number; value: unknown }
  | { of: 'missing member'; at: number }
  | { of: 'added member'; name: string; value: unknown }
  | { of: 'body'; value: unknown }
  | { of: 'raw body'; value: string }
  | { of: 'header'; name: string; value: string }

const at = fc.nat({ max: 20 })

const headerValue = fc.oneof(
  fc.constantFrom(
    '',
    'Bearer',
    'Bearer sk_test_wrong',
    'Basic OnNrX3Rlc3RfZGVmYXVsdA==',
    'text/plain',
    'application/xml',
  ),
  fc.constantFrom('application/json; charset=utf-16', 'multipart/form-data; boundary=x', 'a'.repeat(3_000), '*/*'),
  fc.string({ unit: 'grapheme-ascii', maxLength: 30 }),
)

export const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({ of: fc.constant('path' as const), at, value: hostileText, isRaw: fc.boolean() }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ of: fc.constant('query' as const), at, value: hostileText, isTwice: fc.boolean() }),
  },
  { weight: 6, arbitrary: fc.record({ of: fc.constant('member' as const), at, value: hostileJson }) },
  fc.record({ of: fc.constant('missing member' as const), at }),
  fc.record({ of: fc.constant('added member' as const), name: hostileText, value: hostileJson }),
  fc.record({ of: fc.constant('body' as const), value: hostileJson }),
  fc.record({
    of: fc.constant('raw body' as const),
    value: fc.oneof(hostileText, fc.constantFrom('{', '{"a":', '[1,', '\ufeff{}')),
  }),
  fc.record({
    of: fc.constant('header' as const),
    name: fc.constantFrom(
      'authorization',
      'content-type',
      'accept',
      'idempotency-key',
      'cookie',
      'x-forwarded-for',
      'origin',
    ),
    value: headerValue,
  }),
)

export function mutate(request: SampleRequest, operation: Operation, change: Mutation): SampleRequest {
  switch (change.of) {
    case 'path':
      return { ...request, path: changePath(request.path, operation, change) }
    case 'query':
      return { ...request, path: changeQuery(request.path, operation, change) }
    case 'member':
      return changeMember(request, operation, change.at, change.value)
    case 'missing member':
      return changeMember(request, operation, change.at, undefined)
    case 'added member':
      return withBody(request, JSON.stringify({ ...fieldsOf(request), [change.name]: change.value }))
    case 'body':
      return withBody(request, JSON.stringify(change.value))
    case 'raw body':
      return withBody(request, change.value)
    case 'header':
      return { ...request, headers: { ...request.headers, [change.name]: change.value } }
  }
}

function changePath(path: string, operation: Operation, { at, value, isRaw }: Mutation & { of: 'path' }): string {
  const [bare = '', query] = path.split('?')
  const values = Object.values(patternOf(operation.path).exec(bare)?.groups ?? {})
  const old = values[at % Math.max(values.length, 1)]
  if (old === undefined) return path
  const text = isRaw ? value.replace(/[?#\s]/g, '') : encodeURIComponent(value.toWellFormed())
  const changed = bare.replace(`/${old}`, () => `/${text}`)
  return query === undefined ? changed : `${changed}?${query}`
}

/** One that the contract names, or that it does not. */
function changeQuery(
  path: string,
  { parameters }: Operation,
  { at, value, isTwice }: Mutation & { of: 'query' },
): string {
  const [bare, query = ''] = path.split('?')
  const names = [...parameters.filter((one) => one.in === 'query').map(({ name }) => name), 'unknown']
  const name = names[at % names.length] ?? ''
  // It may be asked to wait for half a minute.
  if (name === 'wait_seconds') return path
  const pair = `${encodeURIComponent(name)}=${encodeURIComponent(value.toWellFormed())}`
  return `${bare}?${[query, pair, ...(isTwice ? [pair] : [])].filter(Boolean).join('&')}`
}

/** Undefined takes it away. A member that the sample does not have is as good as one that it has. */
function changeMember(request: SampleRequest, operation: Operation, at: number, value: unknown): SampleRequest {
  if (operation.requestBody === undefined) return request
  const fields = fieldsOf(request)
  const known = operation.requestBody.content['application/json']?.schema.properties ?? {}
  const names = [...new Set([...Object.keys(fields), ...Object.keys(known)])]
  const name = names[at % Math.max(names.length, 1)]
  return name === undefined ? request : withBody(request, JSON.stringify({ ...fields, [name]: value }))
}

function fieldsOf({ body }: SampleRequest): Record<string, unknown> {
  try {
    return JSON.parse(body ?? '{}') ?? {}
  } catch {
    return {}
  }
}

function withBody(request: SampleRequest, body: string | undefined): SampleRequest {
  const headers = { 'content-type': 'application/json', ...request.headers }
  return body === undefined || request.method === 'GET' ? request : { ...request, headers, body }
}
