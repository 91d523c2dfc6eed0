import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import fc from 'fast-check'
import type { SampleRequest } from '../../reference/runner/read-curl-sample.ts'
import { type LiveServer, startLiveServer } from '../../server/tests/compat/live-server.ts'
import { onEachDatabase } from '../../server/tests/support/databases.ts'
import { createAnswerCheck } from '../src/check-answers.ts'
import { type Contract, type Operation, readContract } from '../src/contract.ts'
import { openSharedPreparations, prepareRequest, readSamples } from '../src/sample-requests.ts'
import { mutate, mutation } from './mutate-request.ts'

/** `npm run fuzz` takes minutes. A failure names the seed. */
const SECONDS = Number(process.env.FUZZ_SECONDS ?? 3)
const SEED = Number(process.env.FUZZ_SEED ?? 1)
/** What the requests change adds up; then another server takes over. */
const RUNS_PER_SERVER = 1_500
const PATIENCE_MS = 10_000
/** For any request: the `default` answer of every operation. Not 503: one request after another keeps no server busy. */
const ANY_REQUEST = [400, 405, 413, 415, 422]

const contract = readContract(JSON.parse(readFileSync(new URL('../../server/openapi.json', import.meta.url), 'utf8')))
const check = createAnswerCheck(withDefaults(contract))

/** A request that succeeds, and what it is for. */
interface Original {
  operation: Operation
  request: SampleRequest
}

onEachDatabase('requests that nobody would write', (database) => {
  test(`T54: in ${SECONDS} s none brings a 5xx, hangs, or is answered in a shape that the contract does not have`, {
    timeout: (SECONDS + 50) * 1000,
  }, async () => {
    const end = performance.now() + SECONDS * 1000
    const statuses = new Map<number, number>()
    for (let round = 0; round === 0 || performance.now() < end; round++) {
      await using server = await startLiveServer(database)
      const originals = await prepareOriginals(server)
      const property = fc.asyncProperty(
        fc.nat({ max: originals.length - 1 }),
        fc.array(mutation, { minLength: 1, maxLength: 3 }),
        async (index, changes) => {
          const { operation, request } = originals[index] ?? assert.fail()
          const changed = changes.reduce((before, change) => mutate(before, operation, change), request)
          if (operation.method === 'DELETE' && changed.path === request.path) return
          const status = await answer(server, changed)
          statuses.set(status, (statuses.get(status) ?? 0) + 1)
        },
      )
      await fc.assert(property, {
        seed: SEED + round,
        numRuns: RUNS_PER_SERVER,
        interruptAfterTimeLimit: Math.max(end - performance.now(), 500),
      })
      assert.deepEqual(
        server.logLines.filter((line) => line.includes('"level":"error"')),
        [],
      )
    }
    // Otherwise one check refused everything, and little behind it was tried.
    for (const status of [200, 404, 422]) assert.ok((statuses.get(status) ?? 0) > 0, `no ${status}`)
  })
})

/** All on one server; the id of a thing that is used up is an id of nothing later, which is a request like others. */
async function prepareOriginals(server: LiveServer): Promise<Original[]> {
  const preparations = await openSharedPreparations(server)
  const originals: Original[] = []
  for (const sample of readSamples(contract)) {
    originals.push({ operation: sample.operation, request: await prepareRequest(sample, server, preparations) })
  }
  return originals
}

async function answer(server: LiveServer, { path, ...request }: SampleRequest): Promise<number> {
  const about = `${request.method} ${path}\n${JSON.stringify(request)}`
  const response = await Promise.race([
    server.request(path, { ...request, redirect: 'manual' }),
    setTimeout(PATIENCE_MS, undefined, { ref: false }),
  ])
  assert.ok(response, `no answer within ${PATIENCE_MS} ms: ${about}`)
  assert.ok(response.status < 500, `${response.status}: ${about}`)
  assert.ok(response.headers.get('x-request-id'), about)
  const contentType = response.headers.get('content-type') ?? ''
  const operation = findExactly(request.method, path)
  if (!operation || contentType.startsWith('text/event-stream')) {
    await response.body?.cancel()
    return response.status
  }
  const given = { status: response.status, contentType, body: await response.text() }
  assert.deepEqual(check(operation, given), [], `${given.status} ${given.body.slice(0, 500)}: ${about}`)
  return response.status
}

/** None where a mutated path leads to a page, or to nothing. */
function findExactly(method: string, path: string): Operation | undefined {
  const { pathname } = new URL(path, 'http://localhost')
  const matching = [...contract.operations.values()].filter(
    (one) => one.method === method && new RegExp(`^${one.path.replace(/\{\w+\}/g, '[^/]+')}$`).test(pathname),
  )
  return matching.sort((a, b) => a.path.split('{').length - b.path.split('{').length)[0]
}

/** With the answer that any request may get, by its status. */
function withDefaults({ document, operations }: Contract): Contract {
  for (const operation of operations.values()) {
    const { default: anyAnswer } = operation.responses
    if (!anyAnswer) continue
    for (const status of ANY_REQUEST) operation.responses[status] ??= anyAnswer
  }
  return { document, operations }
}
