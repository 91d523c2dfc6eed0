import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import { createAnswerCheck } from '../src/check-answers.ts'
import { compareContracts } from '../src/compare-contracts.ts'
import { type Json, readContract } from '../src/contract.ts'
import { sortIntoFeatures } from '../src/features.ts'
import { judge } from '../src/ledger.ts'
import { readSamples } from '../src/sample-requests.ts'

const SPECIFICATION = {
  paths: {
    '/things/{id}': {
      put: {
        tags: ['things'],
        parameters: [{ name: 'limit', in: 'query', schema: { type: 'integer', maximum: 100, default: 10 } }],
        requestBody: {
          required: true,
          content: { 'application/json': { schema: { $ref: '#/components/schemas/Change' } } },
        },
        responses: {
          200: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Thing' } } } },
          404: {
            content: {
              'application/json': { schema: { type: 'object', required: ['message'], properties: { message: {} } } },
            },
          },
        },
      },
    },
  },
  components: {
    schemas: {
      Change: { type: 'object', properties: { name: { type: ['string', 'null'] }, kind: { enum: ['a', 'b'] } } },
      Thing: {
        type: 'object',
        required: ['id', 'kind', 'created_at'],
        properties: {
          id: { type: 'string' },
          kind: { oneOf: [{ const: 'a' }, { const: 'b' }] },
          owner: { allOf: [{ type: 'object' }, { properties: { name: { type: 'string' } } }] },
          created_at: { type: 'string', format: 'date-time' },
        },
      },
    },
  },
}

/** The same with something changed. */
function changed(change: (document: Json) => void): Json {
  const document = structuredClone<Json>(SPECIFICATION)
  change(document)
  return document
}

describe('the comparison with the official specification', () => {
  const theirs = readContract(SPECIFICATION)
  const put = (document: Json) => document.paths['/things/{id}'].put
  const thing = (document: Json) => document.components.schemas.Thing
  const change = (document: Json) => document.components.schemas.Change

  const cases: [name: string, change: (document: Json) => void, found: string[]][] = [
    ['nothing, when they are the same', () => {}, []],
    ['a parameter less', (ours) => delete put(ours).parameters, ['query limit: not taken']],
    ['a parameter more', (ours) => put(ours).parameters.push({ name: 'x', in: 'query' }), ['query x: ours alone']],
    [
      'a parameter that has to be there',
      (ours) => Object.assign(put(ours).parameters[0], { required: true }),
      ['query limit: required'],
    ],
    [
      'a narrower limit',
      (ours) => Object.assign(put(ours).parameters[0].schema, { maximum: 50 }),
      ['query limit: maximum 50'],
    ],
    [
      'another meaning of nothing',
      (ours) => Object.assign(put(ours).parameters[0].schema, { default: 20 }),
      ['query limit: by default 20'],
    ],
    ['a body that is not read', (ours) => delete put(ours).requestBody, ['body: not taken']],
    ['a member that is not read', (ours) => delete change(ours).properties.kind, ['body kind: not taken']],
    [
      'a member that must be there',
      (ours) => Object.assign(change(ours), { required: ['name'] }),
      ['body name: required'],
    ],
    [
      'null, which is not taken',
      (ours) => Object.assign(change(ours).properties.name, { type: 'string' }),
      ['body name: may not be null'],
    ],
    [
      'a value that is not taken',
      (ours) => Object.assign(change(ours).properties.kind, { enum: ['a'] }),
      ['body kind: may not be "b"'],
    ],
    ['a status less', (ours) => delete put(ours).responses[404], ['answer 404: never given']],
    ['a status more', (ours) => Object.assign(put(ours).responses, { 409: {} }), ['answer 409: ours alone']],
    ['a member that is not answered', (ours) => delete thing(ours).properties.id, ['answer 200 id: missing']],
    ['a member that may be left out', (ours) => thing(ours).required.shift(), ['answer 200 id: may be absent']],
    ['a member more', (ours) => Object.assign(thing(ours).properties, { x: {} }), ['answer 200 x: ours alone']],
    [
      'null, where they never answer it',
      (ours) => Object.assign(thing(ours).properties.id, { type: ['string', 'null'] }),
      ['answer 200 id: may be null'],
    ],
    [
      'a value that they do not know',
      (ours) => thing(ours).properties.kind.oneOf.push({ const: 'c' }),
      ['answer 200 kind: may be "c"'],
    ],
    [
      'any text instead of a time',
      (ours) => delete thing(ours).properties.created_at.format,
      ['answer 200 created_at: is no date-time'],
    ],
    [
      'a deeper member',
      (ours) => delete thing(ours).properties.owner.allOf[1].properties.name,
      ['answer 200 owner name: missing (optional)'],
    ],
  ]
  for (const [name, make, found] of cases) {
    test(`finds ${name}`, () => {
      const differences = compareContracts(theirs, readContract(changed(make)))

      assert.deepEqual(
        differences.map(({ what }) => what),
        found,
      )
      assert.ok(differences.every(({ operation }) => operation === 'PUT /things/{id}'))
    })
  }

  test('looks at more than nothing', () => {
    const { document, operations } = readContract(
      JSON.parse(readFileSync(new URL('../../server/openapi.json', import.meta.url), 'utf8')),
    )

    assert.ok(operations.size > 90)
    assert.deepEqual(compareContracts({ document, operations }, { document, operations }), [])
  })

  test('holds answers against the whole schema: status, content type, every member', () => {
    const check = createAnswerCheck(theirs)
    const operation = theirs.operations.get('PUT /things/{}')
    assert.ok(operation)
    const answer = (status: number, body: object, contentType = 'application/json; charset=utf-8') =>
      check(operation, { status, contentType, body: JSON.stringify(body) }).map(({ what }) => what)
    const right = { id: 'thing_1', kind: 'a', created_at: '2026-01-01T00:00:00.000Z' }

    assert.deepEqual(answer(200, right), [])
    assert.deepEqual(answer(201, right), ['answer 201: ours alone'])
    assert.deepEqual(answer(200, right, 'text/html'), ['answered 200: is text/html'])
    assert.deepEqual(answer(200, { ...right, created_at: 'today' }), [
      'answered 200: created_at must match format "date-time"',
    ])
    assert.deepEqual(answer(200, { ...right, kind: 'c' }), ['answered 200: kind must be equal to constant'])
    assert.deepEqual(answer(404, {}), ["answered 404: must have required property 'message'"])
  })

  test('tells what is wrong with the alternative that was meant, and of two items once', () => {
    const event = (name: string) => ({
      type: 'object',
      required: ['event', 'data'],
      properties: { event: { const: name }, data: { type: 'object', required: [`${name}_id`] } },
    })
    const schema = { type: 'array', items: { oneOf: [event('user'), event('session')] } }
    const responses = { 200: { content: { 'application/json': { schema } } } }
    const contract = readContract({ paths: { '/events': { get: { responses } } } })
    const [operation] = contract.operations.values()
    assert.ok(operation)
    const body = JSON.stringify([
      { event: 'session', data: {} },
      { event: 'session', data: {} },
    ])

    const found = createAnswerCheck(contract)(operation, { status: 200, contentType: 'application/json', body })

    assert.deepEqual(
      found.map(({ what }) => what),
      ["answered 200:[] data must have required property 'session_id'"],
    )
  })

  test('fails at a difference without an entry, and at an entry without a difference', () => {
    const found = [
      { operation: 'GET /a', what: 'answer 401: ours alone' },
      { operation: 'GET /b', what: 'answer 401: ours alone' },
      { operation: 'GET /b', what: 'answer 409: never given' },
    ]
    const ledger = (...differences: string[]) => [{ reason: 'Because.', differences }]

    assert.deepEqual(judge(found, ledger('* | answer 401: ours alone', 'GET /b | answer 409: never given')), {
      unexpected: [],
      stale: [],
    })
    assert.deepEqual(judge(found, ledger('* | answer 401: ours alone', 'GET /a | answer 409: never given')), {
      unexpected: ['GET /b | answer 409: never given'],
      stale: ['GET /a | answer 409: never given'],
    })
  })

  test('wants a reason for what is absent, and no reason for what is not', () => {
    const features = (ours: Json, absent: { reason: string }[]) =>
      sortIntoFeatures([{ feature: 'Things', paths: ['/things'], absent }], theirs, readContract(ours))[0]

    assert.deepEqual(features({ paths: {} }, [])?.absent[0]?.reason, undefined)
    assert.deepEqual(features({ paths: {} }, [{ reason: 'not yet' }])?.absent[0]?.reason, 'not yet')
    assert.deepEqual(features(SPECIFICATION, [{ reason: 'not yet' }])?.stale, ['Things: not yet'])
    assert.throws(() => sortIntoFeatures([], theirs, theirs), /PUT \/things\/\{id\} belongs to no feature/)
  })

  test('takes its calls from the samples: each can be read, and every operation has one', () => {
    const ours = readContract(JSON.parse(readFileSync(new URL('../../server/openapi.json', import.meta.url), 'utf8')))

    const called = new Set(readSamples(ours).map(({ operation }) => operation.key))

    assert.deepEqual([...new Set(ours.operations.keys()).difference(called)], [])
  })
})
