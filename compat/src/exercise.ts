import type { SampleRequest } from '../../reference/runner/read-curl-sample.ts'
import { type LiveServer, startLiveServer } from '../../server/tests/compat/live-server.ts'
import { sqlite } from '../../server/tests/support/databases.ts'
import { CALLS } from '../calls.ts'
import type { GivenAnswer } from './check-answers.ts'
import type { Operation } from './contract.ts'
import { refusedRequests } from './refused-requests.ts'
import { prepareRequest, type Sample } from './sample-requests.ts'

export interface Exercised {
  operation: Operation
  answer: GivenAnswer
}

/** Calls an operation as its sample does, and on another server in every way that its contract refuses. */
export async function exercise(sample: Sample): Promise<Exercised[]> {
  const { operation, name } = sample
  await using server = await startLiveServer(sqlite)
  const answer = await send(server, await prepareRequest(sample, server))
  if (answer.status >= 400) throw new Error(`${name} is refused: ${answer.status} ${answer.body}`)
  return [{ operation, answer }, ...(await exerciseRefusals(sample))]
}

async function exerciseRefusals(sample: Sample): Promise<Exercised[]> {
  const { operation } = sample
  await using server = await startLiveServer(sqlite)
  const request = await prepareRequest(sample, server)
  const exercised: Exercised[] = []
  for (const refused of refusedRequests(request, operation)) {
    exercised.push({ operation, answer: await send(server, refused) })
  }
  return exercised
}

/** What no sample shows and no contract implies; see `calls.ts`. */
export async function exerciseMore(operation: Operation): Promise<Exercised[]> {
  const calls = CALLS[`${operation.method} ${operation.path}`]
  if (!calls) return []
  await using server = await startLiveServer(sqlite)
  const exercised: Exercised[] = []
  const call = async (path: string, body?: object) => {
    const headers = { authorization: 'Bearer sk_test_default', 'content-type': 'application/json' }
    const request = { method: operation.method, path, headers }
    const answer = await send(server, body === undefined ? request : { ...request, body: JSON.stringify(body) })
    exercised.push({ operation, answer })
  }
  await calls(server, call)
  return exercised
}

async function send(server: LiveServer, { method, path, headers, body }: SampleRequest): Promise<GivenAnswer> {
  const response = await server.fetch(path, { method, headers, ...(body === undefined ? {} : { body }) })
  const contentType = response.headers.get('content-type') ?? ''
  return { status: response.status, contentType, body: await response.text() }
}
