import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import { routes } from '../../server/src/app.ts'
import { useServer } from '../../server/tests/harness.ts'
import { sqlite } from '../../server/tests/support/databases.ts'
import { LANGUAGE_NAMES } from '../src/languages.ts'
import type { OpenApi } from '../src/openapi-operation.ts'
import { OperationFileError, parseOperationFile } from '../src/operation-file.ts'
import { readOperations } from '../src/read-operations.ts'
import { PENDING } from './pending.ts'

const openapi: OpenApi = JSON.parse(readFileSync(new URL('../../server/openapi.json', import.meta.url), 'utf8'))
const operations = readOperations(openapi)

describe('the reference', () => {
  test('has curl and JavaScript samples of every operation of the server, but for the few on the list', () => {
    const known = Object.values(openapi.paths).flatMap((methods) => Object.values(methods))
    const inReference = (method: string, path: string) =>
      operations.find((one) => one.method === method.toUpperCase() && one.path === path)?.languages ?? []
    const lacking = Object.entries(openapi.paths).flatMap(([path, methods]) =>
      Object.entries(methods)
        .filter(([method]) => {
          const languages = inReference(method, path).map(({ language }) => language)
          return !languages.includes('curl') || !languages.includes('javascript')
        })
        .map(([, { operationId }]) => operationId),
    )

    assert.deepEqual(lacking.toSorted(), PENDING.toSorted(), 'add reference/operations/… and reference/samples/…')
    assert.ok(known.length > 30)
  })

  test('has the logout URL in all seven languages', () => {
    const logout = operations.find(({ name }) => name === 'get-logout-url')

    assert.deepEqual(
      logout?.languages.map(({ language }) => language),
      LANGUAGE_NAMES,
    )
  })

  for (const { name, path, languages } of operations) {
    test(`${name}: the samples use the parameters that the page calls required, and mention no other server`, () => {
      for (const { language, call, request, parameters } of languages) {
        assert.ok(request.includes('localhost:4100') || request.includes('port: 4100'), `${language} names the server`)
        assert.doesNotMatch(request, /api\.workos\.com/)
        for (const parameter of parameters.filter(({ optional }) => !optional)) {
          // By position: then the call names it. Java's options object is filled by position as well.
          const isPositional =
            call.includes(parameter.name) || path.includes(`{${parameter.name}}`) || language === 'java'
          assert.ok(isPositional || request.includes(parameter.name), `${language}: ${parameter.name}`)
        }
      }
    })
  }

  test('refuses a definition with a key nobody knows, and one that describes what does not exist', () => {
    const broken = 'operationId: x\ntitle: X\nlanguages:\n  curl: { call: GET /x, parameter: [] }\n'

    assert.throws(() => parseOperationFile('x', broken), OperationFileError)
    assert.throws(() => parseOperationFile('x', broken), /operations\/x\.yaml.*[\s\S]*parameter/)
  })
})

describe('the pages of the reference', () => {
  const server = useServer(sqlite)

  test('are served for every operation, without a script and under the CSP of the pages', async () => {
    const paths = ['/reference', ...operations.map(({ name }) => `/reference/${name}`)]
    for (const path of paths) {
      const response = await server.request(path)
      const html = await response.text()

      assert.equal(response.status, 200, path)
      assert.match(response.headers.get('content-security-policy') ?? '', /default-src 'none'; style-src 'self'/)
      assert.doesNotMatch(html, /<script|<style|style="|https?:\/\/(?!localhost|app\.example)[^"]*\.(css|js)/)
    }
  })

  test('show code as text: nothing of a sample becomes markup', async () => {
    const response = await server.request('/reference/get-logout-url')
    const html = await response.text()

    assert.match(html, /&lt;?php|&lt;<span[^>]*>\?php|&lt;\?php/)
    assert.doesNotMatch(html, /<\?php/)
  })

  test('link to each other, and what does not exist is told as such', async () => {
    const index = await (await server.request('/reference')).text()
    const links = [...index.matchAll(/href="(\/reference\/[^"]+)"/g)].map(([, path = '']) => path)
    const missing = await server.request('/reference/nothing', { headers: { accept: 'text/html' } })

    for (const { name } of operations) assert.ok(links.includes(`/reference/${name}`), name)
    for (const path of new Set(links)) assert.equal((await server.request(path)).status, 200, path)
    assert.equal(missing.status, 404)
  })

  test('hand out the OpenAPI document and their stylesheet', async () => {
    const document = await server.request('/reference/openapi.json')
    const stylesheet = await server.request('/assets/reference.css')
    const again = await server.request('/assets/reference.css', {
      headers: { 'if-none-match': stylesheet.headers.get('etag') ?? '' },
    })

    assert.deepEqual(await document.json(), openapi)
    assert.match(stylesheet.headers.get('content-type') ?? '', /^text\/css/)
    assert.equal(again.status, 304)
  })

  test('are pages only: none of them is in the OpenAPI document', () => {
    const pages = routes.filter(({ path }) => path.startsWith('/reference'))

    assert.equal(pages.length, 3)
    assert.ok(pages.every(({ isPage }) => isPage))
  })
})
