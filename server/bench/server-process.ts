import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { openSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { openConnection } from './connection.ts'

export const LAUNCHER = join(import.meta.dirname, '../bin/gatehouse.cjs')
/** What Node itself takes for a server and a database; it answers everything alike. */
export const BARE_SERVER = join(import.meta.dirname, 'bare-server.cjs')
const REPORTER = join(import.meta.dirname, 'report-usage.cjs')
const START_LIMIT_MS = 20_000
const POLL_MS = 2

/** `gatehouse serve` as an operator starts it, in a process of its own. */
export interface MeasuredServer {
  port: number
  /** From the spawn to the first answer. */
  startMs: number
  /** CPU time in microseconds since its start, all threads, and resident bytes. */
  usage(): Promise<{ cpu: number; rss: number }>
  stop(): Promise<void>
  /** At once, in the middle of whatever it does. */
  kill(): Promise<void>
}

export async function startServer(given: {
  command: 'serve' | 'dev'
  /** In the place of Gatehouse as it is in the repository. */
  program?: string | undefined
  environment: Record<string, string>
  logFile: string
  /** Where to leave a CPU profile when the server stops. */
  profileFolder?: string | undefined
}): Promise<MeasuredServer> {
  const port = await freePort()
  const log = openSync(given.logFile, 'a')
  const start = performance.now()
  const profile = given.profileFolder ? ['--cpu-prof', `--cpu-prof-dir=${given.profileFolder}`] : []
  const child = spawn(process.execPath, [...profile, '--require', REPORTER, given.program ?? LAUNCHER, given.command], {
    env: { ...given.environment, PORT: String(port) },
    stdio: ['ignore', log, log, 'ipc'],
  })
  await firstAnswer(child, port, given.logFile)
  return {
    port,
    startMs: performance.now() - start,
    async usage() {
      child.send('usage')
      const [{ cpu, rss }] = await once(child, 'message')
      return { cpu: cpu.user + cpu.system, rss }
    },
    async stop() {
      child.kill('SIGTERM')
      if (child.exitCode === null) await once(child, 'exit')
    },
    async kill() {
      child.kill('SIGKILL')
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
    },
  }
}

async function firstAnswer(child: ChildProcess, port: number, logFile: string): Promise<void> {
  const deadline = performance.now() + START_LIMIT_MS
  while (performance.now() < deadline && child.exitCode === null) {
    const connection = await openConnection(port).catch(() => undefined)
    const answer = await connection?.exchange('GET /ready HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n')
    connection?.close()
    if (answer?.status === 200) return
    await wait(POLL_MS)
  }
  child.kill('SIGKILL')
  throw new Error(`The server did not start; see ${logFile}.`)
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('A listening server has an address.')
  return address.port
}
