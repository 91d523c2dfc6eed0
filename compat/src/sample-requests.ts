import { readdirSync, readFileSync } from 'node:fs'
import { prepareSample } from '../../reference/runner/examples.ts'
import { openPreparations, type Preparations } from '../../reference/runner/preparations.ts'
import { readCurlSample, type SampleRequest } from '../../reference/runner/read-curl-sample.ts'
import type { LiveServer } from '../../server/tests/compat/live-server.ts'
import { type Contract, keyOf, type Operation } from './contract.ts'

const SAMPLES = new URL('../../reference/samples/', import.meta.url)

/** A sample of the reference in curl, and the operation that it calls. */
export interface Sample {
  name: string
  text: string
  operation: Operation
}

/** Every operation has one, or `npm test` fails: what walks through all operations needs no list of its own. */
export function readSamples(contract: Contract): Sample[] {
  return readdirSync(SAMPLES).map((name) => {
    const text = readFileSync(new URL(`${name}/sample.sh`, SAMPLES), 'utf8')
    const { method, path } = readCurlSample(text)
    const operation = findOperation(contract, method, path)
    if (!operation) throw new Error(`reference/samples/${name} calls ${method} ${path}, which is no operation.`)
    return { name, text, operation }
  })
}

/** Makes on the server what the sample mentions; the request then has the real ids. */
export async function prepareRequest(
  sample: Sample,
  server: LiveServer,
  prepared?: Preparations,
): Promise<SampleRequest> {
  const { code } = await prepareSample(sample.name, sample.text, server, prepared)
  return readCurlSample(code)
}

/** For all samples on one server: whoever is a member of two organizations by then is asked for one before a sign-in. */
export async function openSharedPreparations(server: LiveServer): Promise<Preparations> {
  const preparations = openPreparations(server)
  await preparations.applicationSettings()
  await preparations.session()
  await preparations.code()
  await preparations.openIdCode()
  return preparations
}

/** A path without parameters goes before one that has them: `/users/external_id/…` is no user's. */
export function findOperation(contract: Contract, method: string, path: string): Operation | undefined {
  const [bare = ''] = path.split('?')
  const exact = contract.operations.get(keyOf(method, bare))
  if (exact) return exact
  const candidates = [...contract.operations.values()].filter(
    (one) => one.method === method && patternOf(one.path).test(bare),
  )
  return candidates.sort((a, b) => countParameters(a) - countParameters(b))[0]
}

export function patternOf(path: string): RegExp {
  return new RegExp(`^${path.replace(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`)
}

function countParameters({ path }: Operation): number {
  return path.split('{').length
}
