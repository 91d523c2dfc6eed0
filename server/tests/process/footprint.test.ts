import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { sqlite } from '../support/databases.ts'
import { at, PRODUCTION, spawnProduction, spawnServer } from '../support/spawn-server.ts'

const IDLE_MS = 1_000
/** Twice what it takes: a leak or a heavy new dependency is noticed, another build of Node is not. */
const MOST_MEGABYTES = 220

const skip = process.platform === 'linux' ? false : 'memory is read from /proc'

test('an idle server is small; its time to the first answer is printed', { skip }, async (t) => {
  const place = await sqlite.create()
  {
    // The first start makes the tables, the keys and the compiled sources.
    await using first = await spawnProduction(place)
    first.kill('SIGTERM')
    await first.exited
  }

  await using server = await spawnServer('serve', { ...PRODUCTION, ...at(place) })
  await sleep(IDLE_MS)

  const megabytes = readResidentMegabytes(server.pid)
  t.diagnostic(`first answer after ${Math.round(server.startMs)} ms, ${Math.round(megabytes)} MB resident when idle`)
  assert.ok(megabytes < MOST_MEGABYTES, `${megabytes} MB`)
  await place.remove()
})

function readResidentMegabytes(pid: number): number {
  const [, kilobytes] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
  return Number(kilobytes) / 1024
}
