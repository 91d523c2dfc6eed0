import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { API_KEY, CLIENT_ID, startFeedServer } from './support/feed-server.ts'
import { until } from './support/verifier-suite.ts'

const PROGRAM = join(import.meta.dirname, 'support/looking-process.ts')
/** The process may be stale for 2,000. What waits for it in the socket is older when it wakes. */
const SILENCE_MS = 2_400
const HEARTBEATS_MS = 400

test('a process that was stopped knows on waking that it is stale, before it answers', async () => {
  const server = await startFeedServer()
  const token = await server.mint.issue({ sid: 'session_paused' })
  const child = spawn(process.execPath, [PROGRAM, server.origin, CLIENT_ID, API_KEY, token], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let output = ''
  child.stdout.on('data', (chunk) => {
    output += chunk
  })
  const looks = () =>
    output
      .trim()
      .split('\n')
      .map((line) => line.split(' '))
      .map(([at = '0', answer]) => ({ at: BigInt(at), answer }))
  await until(() => looks().filter(({ answer }) => answer === 'active').length >= 20)

  child.kill('SIGSTOP')
  const stoppedAt = process.hrtime.bigint()
  await sleep(HEARTBEATS_MS)
  server.behaviour.heartbeatMs = 0
  await sleep(SILENCE_MS)
  // The kernel took a moment to stop it.
  const afterwards = () => looks().filter(({ at }) => at > stoppedAt + 100_000_000n)
  assert.deepEqual(afterwards(), [])
  child.kill('SIGCONT')
  await until(() => afterwards().length >= 5)
  server.endSession('session_paused')
  await until(() => looks().at(-1)?.answer === 'signed_out')
  child.kill('SIGKILL')
  await once(child, 'close')
  await server.close()

  assert.deepEqual(
    afterwards()
      .slice(0, 5)
      .map(({ answer }) => answer),
    ['stale', 'stale', 'stale', 'stale', 'stale'],
  )
})
