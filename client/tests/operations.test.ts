import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import { TYPES_FILE, toOpenapiTypes } from '../scripts/write-openapi-types.ts'
import { MAKES } from '../src/api/build-operations.ts'
import { Gatehouse } from '../src/api/gatehouse.ts'
import { camelName, isFreeForm, snakeName } from '../src/api/letter-case.ts'
import { GRANTS, NOT_REQUESTED, OPERATIONS } from '../src/api/operations.ts'

// biome-ignore lint/suspicious/noExplicitAny: JSON, walked by tests.
type Json = any
type AnyMethod = (...given: unknown[]) => Promise<unknown>

const document: Json = JSON.parse(readFileSync(new URL('../../server/openapi.json', import.meta.url), 'utf8'))
const operations = Object.entries<Json>(document.paths).flatMap(([path, methods]) =>
  Object.entries<Json>(methods).map(([method, operation]) => ({
    call: `${method.toUpperCase()} ${path}`,
    ...operation,
  })),
)

describe('the operations of the OpenAPI document', () => {
  test('have types that are committed as they are', async () => {
    assert.equal(readFileSync(TYPES_FILE, 'utf8'), await toOpenapiTypes(), 'they are stale: npm run openapi')
  })

  test('can all be asked for: each method sends the request of its line', async () => {
    const sent: string[] = []
    const recorder = async (url: unknown, init?: RequestInit) => {
      sent.push(`${init?.method} ${new URL(String(url)).pathname}`)
      return new Response('{"data":[]}')
    }
    const gatehouse = new Gatehouse({ baseUrl: 'http://a', clientId: 'client_a', apiKey: 'k', fetch: recorder })
    const groups = gatehouse as unknown as Record<string, Record<string, AnyMethod>>

    for (const [group, calls] of Object.entries(OPERATIONS)) {
      for (const [name, call] of Object.entries<string>(calls)) {
        const parameters = [...call.matchAll(/\{([^}]+)\}/g)].map(([parameter]) => parameter)
        await groups[group]?.[name]?.(...parameters)
        assert.equal(decodeURI(sent.at(-1) ?? ''), call, `${group}.${name}`)
      }
    }

    const addresses = Object.keys(NOT_REQUESTED)
    const known = operations.map(({ call }) => call)
    assert.deepEqual([...sent.map(decodeURI), ...addresses].sort(), [...known].sort())
  })

  test('that are no requests have another function each', () => {
    const gatehouse = new Gatehouse({ baseUrl: 'http://a', clientId: 'client_a' })
    const groups = gatehouse as unknown as Record<string, Record<string, unknown>>

    for (const [call, instead] of Object.entries(NOT_REQUESTED)) {
      const [group = '', name = ''] = instead.split('.')
      assert.equal(typeof groups[group]?.[name], 'function', `${call}: ${instead}`)
    }
  })

  test('take grants that each have a method', () => {
    const grantTypes = document.components.schemas.AuthenticateRequest.oneOf.map(
      (grant: Json) => grant.properties.grant_type.const,
    )
    assert.deepEqual(Object.values(GRANTS).sort(), grantTypes.sort())
  })
})

describe('what the client takes for granted of every operation', () => {
  const has = (call: string, what: 'query' | 'body') => {
    const { parameters = [], requestBody } = operations.find((operation) => operation.call === call)
    return what === 'body' ? requestBody !== undefined : parameters.some((parameter: Json) => parameter.in === 'query')
  }
  const calls = operations.map(({ call }) => call).filter((call) => !(call in NOT_REQUESTED))

  test('what only reads or deletes takes a query, and everything else a body', () => {
    const reads = (call: string) => /^(GET|DELETE) /.test(call)

    assert.deepEqual(
      calls.filter((call) => has(call, reads(call) ? 'body' : 'query')),
      [],
    )
  })

  test('what makes an object can be told by its name, and takes an Idempotency-Key', () => {
    const takesKey = (call: string) =>
      operations
        .find((operation) => operation.call === call)
        .parameters?.some(({ name }: Json) => name === 'Idempotency-Key') ?? false
    const lines = Object.values(OPERATIONS).flatMap((group) => Object.entries<string>(group))
    const wrong = lines.filter(([name, call]) => MAKES.test(name) !== takesKey(call)).map(([name]) => name)

    assert.ok(lines.some(([, call]) => takesKey(call)))
    // It makes nothing, so it can come twice all the same.
    assert.deepEqual(wrong, ['createValidation'])
  })

  test('every name that is sent comes back from camelCase as it was', () => {
    const names = operations.flatMap(({ requestBody, parameters = [] }) => [
      ...namesIn(requestBody),
      ...parameters
        .filter((parameter: Json) => parameter.in === 'query' && !parameter.name.endsWith('[]'))
        .map((parameter: Json) => parameter.name),
    ])

    assert.ok(names.includes('first_name') && names.includes('except_session_id'))
    assert.deepEqual(
      names.filter((name) => snakeName(camelName(name)) !== name),
      [],
    )
  })

  test('what an application names itself is where it is left alone, and nothing else is', () => {
    const objects = objectsIn(document.components.schemas).concat(objectsIn(document.paths))
    const isOpen = ({ schema }: Found) => schema.additionalProperties !== undefined || !schema.properties
    const wrong = objects.filter((found) => isFreeForm(found.name, {}) !== isOpen(found))

    assert.ok(objects.some(({ name }) => name === 'metadata'))
    // What an event carries is one of the objects of the API, though the document leaves open which.
    assert.deepEqual(
      wrong.map(({ name }) => name),
      ['data'],
    )
  })
})

interface Found {
  name: string
  schema: Json
}

/** Every object that stands under a name, lists of objects aside. */
function objectsIn(json: Json): Found[] {
  if (typeof json !== 'object' || json === null) return []
  const found = Object.entries<Json>(json.properties ?? {}).flatMap(([name, given]) =>
    [given, ...(given.anyOf ?? []), ...(given.oneOf ?? [])]
      .map((schema: Json) => resolve(schema))
      .filter((schema: Json) => schema.type === 'object')
      .map((schema: Json) => ({ name, schema })),
  )
  return [...found, ...Object.values(json).flatMap(objectsIn)]
}

function resolve(schema: Json): Json {
  return schema.$ref ? document.components.schemas[schema.$ref.split('/').at(-1)] : schema
}

function namesIn(json: Json): string[] {
  if (typeof json !== 'object' || json === null) return []
  const named = json.$ref ? namesIn(resolve(json)) : Object.keys(json.properties ?? {})
  return [...named, ...Object.values(json).flatMap(namesIn)]
}
