import assert from 'node:assert/strict'
import { globSync, readlinkSync } from 'node:fs'
import { networkInterfaces } from 'node:os'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { spawnProcess } from '../support/spawn-server.ts'
import { apart, TRIAL, type Trial, tryNamespaces } from './enter-namespace.ts'
import { isPossible } from './nemesis.ts'

const GONE_WITHIN_MS = 5_000

/** Once for both tests that need it: it takes a second. */
let tried: Promise<Trial> | undefined
const trial = () => {
  tried ??= tryNamespaces()
  return tried
}

test('without namespaces no cable can be pulled, and everything else can be done', () => {
  assert.equal(isPossible('unplug-node', false), false)
  assert.equal(isPossible('unplug-database', false), false)
  assert.equal(isPossible('cut', false), true)
  assert.equal(isPossible('unplug-node', true), true)
})

test('a pulled cable loses words that come late when it is plugged in again, and nothing is left afterwards', async (t) => {
  const before = Object.keys(networkInterfaces())

  const { text, obstacle } = await trial()

  // What this machine does not allow is not tried; whatever fails later is our own mistake.
  if (!text.includes('reached')) return t.skip(obstacle)
  assert.equal(obstacle, undefined)
  assert.match(text, /^reached\npeople pulled and plugged in\ndatabase pulled and plugged in\n/m)
  assert.equal(namespacesIn(text).length, 2)
  assert.ok(!namespacesIn(text).includes(readlinkSync('/proc/self/ns/net')))
  await areGone(namespacesIn(text))
  assert.deepEqual(Object.keys(networkInterfaces()), before)
})

test('a run that is killed leaves nothing', async (t) => {
  const { obstacle } = await trial()
  if (obstacle !== undefined) return t.skip(obstacle)
  const [program = '', ...words] = apart([TRIAL])
  await using killed = spawnProcess(program, words, {})
  const exited = killed.exited.then(() => true)
  while (!killed.stdout.includes('namespaces')) assert.ok(!(await Promise.race([exited, sleep(5)])), killed.stderr)
  killed.kill('SIGKILL')

  assert.doesNotMatch(killed.stdout, /database/)
  assert.equal(namespacesIn(killed.stdout).length, 2)
  await areGone(namespacesIn(killed.stdout))
})

/** The trial's own and the room's. */
function namespacesIn(text: string): string[] {
  return [...new Set(text.match(/net:\[\d+\]/g))]
}

/** A namespace without a process is none any more, and its links have gone with it. */
async function areGone(namespaces: string[]): Promise<void> {
  const isInUse = () => globSync('/proc/[0-9]*/ns/net').some((file) => namespaces.includes(namespaceOf(file)))
  for (const limit = performance.now() + GONE_WITHIN_MS; isInUse(); await sleep(10))
    assert.ok(performance.now() < limit, 'Somebody is left in it.')
}

function namespaceOf(file: string): string {
  try {
    return readlinkSync(file)
  } catch {
    // The process has ended meanwhile.
    return ''
  }
}
