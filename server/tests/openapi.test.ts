import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import { Validator } from '@seriousme/openapi-schema-validator'
import server from '../package.json' with { type: 'json' }
import { routes } from '../src/app.ts'
import { DEVELOPMENT_API_KEY } from '../src/features/applications/api-keys.ts'
import type { Route } from '../src/http/define-route.ts'
import { toOpenApi } from '../src/http/openapi.ts'

// biome-ignore lint/suspicious/noExplicitAny: JSON, walked by tests.
type Json = any

describe('the OpenAPI document', () => {
  const document: Json = toOpenApi(routes, server.version)
  const documented = routes.filter((route) => !route.isPage && !route.isUndocumented)
  const committed = readFileSync(new URL('../openapi.json', import.meta.url), 'utf8')

  test('is committed as the routes have it', () => {
    assert.equal(committed, `${JSON.stringify(document, null, 2)}\n`, 'it is stale: npm run openapi')
  })

  test('is valid OpenAPI 3.1, and so is no document without a title', async () => {
    const { version: _, info, ...rest } = document
    const untitled = { ...rest, info: { ...info, title: undefined } }

    assert.deepEqual(await new Validator().validate(structuredClone(document)), { valid: true })
    assert.equal((await new Validator().validate(untitled)).valid, false)
  })

  test('has every answer of every route, with its body if that is JSON, and no page', () => {
    const isMissing = ({ path, method, responses }: Route, status: string) => {
      const answer = document.paths[path]?.[method]?.responses[status]
      const shape = responses[status]
      return typeof shape === 'string' ? !answer : !answer?.content['application/json'].schema
    }
    const missing = (list: Route[]) =>
      list.flatMap((route) =>
        Object.keys(route.responses)
          .filter((status) => isMissing(route, status))
          .map((status) => `${route.method} ${route.path} ${status}`),
      )

    assert.deepEqual(missing(documented), [])
    const others = routes.filter((route) => !documented.includes(route))
    assert.equal(missing(others).length, others.flatMap((route) => Object.keys(route.responses)).length)
  })

  test('asks for an API key where the route does, and nowhere else', () => {
    for (const { path, method, caller, refusals = [] } of documented) {
      const { security, responses } = document.paths[path][method]
      assert.deepEqual(security, caller === 'api-key' ? [{ apiKey: [] }] : [])
      assert.equal('401' in responses, caller === 'api-key' || refusals.includes(401))
    }
  })

  test('refers only to what it has, names each operation once and says what every parameter is', () => {
    const references = [...committed.matchAll(/"\$ref": "#\/([^"]+)"/g)].map(([, path = '']) => path.split('/'))
    const ids = operations().map(({ operationId }) => operationId)

    for (const path of references) {
      assert.ok(
        path.reduce((at: Json, key) => at?.[key], document),
        path.join('/'),
      )
    }
    assert.equal(new Set(ids).size, ids.length)
    for (const { operationId, parameters = [] } of operations()) {
      for (const { name, description } of parameters) assert.ok(description, `${operationId}: ${name}`)
    }
  })

  test('gives no secret away, as a default or otherwise', () => {
    assert.ok(!committed.includes(DEVELOPMENT_API_KEY))
    assert.deepEqual(secretsIn({ password: { anyOf: [{ type: 'string', default: 'x' }] } }), ['password'])
    assert.deepEqual(secretsIn(document), [])
  })

  function operations(): Json[] {
    return Object.values(document.paths).flatMap((methods: Json) => Object.values(methods))
  }
})

/** Members whose name sounds like a secret and that have a value somewhere in the document. */
function secretsIn(json: Json): string[] {
  if (typeof json !== 'object' || json === null) return []
  return Object.entries<Json>(json).flatMap(([name, value]) => {
    const isSecret = /secret|password|token|key|verifier/i.test(name) && !name.startsWith('/')
    const isTold = isSecret && /"(default|examples?)":/.test(JSON.stringify(value))
    return [...(isTold ? [name] : []), ...secretsIn(value)]
  })
}
