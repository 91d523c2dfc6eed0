import assert from 'node:assert/strict'
import { routes } from '../../src/app.ts'
import { toOpenApi } from '../../src/http/openapi.ts'

/** What any request may be answered with: the `default` of every operation. */
const ALWAYS = new Set([405, 413, 415, 429, 500, 501, 503])

const operations = Object.entries(toOpenApi(routes, '').paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, { responses }]) => ({
    method: method.toUpperCase(),
    pattern: new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}$`),
    statuses: new Set(Object.keys(responses as object).map(Number)),
  })),
)

/** Every answer that a test gets is one that the OpenAPI document names. */
export async function checkDocumented(method: string, url: string, response: Response): Promise<void> {
  const { pathname } = new URL(url)
  const operation = operations.find((one) => one.method === method && one.pattern.test(pathname))
  if (!operation || operation.statuses.has(response.status) || ALWAYS.has(response.status)) return
  const isMalformed = response.status === 400 && (await response.clone().text()).includes('"invalid_request"')
  assert.ok(isMalformed, `${method} ${pathname} answered ${response.status}: add it to the \`refusals\` of the route`)
}
