import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import pg from 'pg'
import { freePort } from '../support/spawn-server.ts'
import { withUs } from './end-with-us.ts'

/** A PostgreSQL of our own, with its data in a temporary folder: one that may be killed. */
export interface Cluster {
  port: number
  url: string
  /** As an operator does it: connections end, nothing is lost. */
  restart(): Promise<void>
  /** The server and all its processes at once, as a power cut would; then it recovers. */
  crash(): Promise<void>
  remove(): Promise<void>
}

const BINARIES = '/usr/lib/postgresql/*/bin/postgres'
const READY_LIMIT_MS = 60_000
const run = promisify(execFile)

/** Undefined if PostgreSQL is not installed on this machine. */
export function findPostgres(): string | undefined {
  const [newest] = globSync(BINARIES).sort().reverse()
  return newest && dirname(newest)
}

/** Durable, as the server demands it (`fsync` and `synchronous_commit` on). */
export async function startCluster(binaries: string): Promise<Cluster> {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-postgres-'))
  const owner = ownerOfPostgres()
  if (owner) chownSync(folder, owner.uid, owner.gid)
  const data = join(folder, 'data')
  const port = await freePort()
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`
  const options = { ...owner, cwd: folder }
  await run(join(binaries, 'initdb'), ['-D', data, '-A', 'trust', '-U', 'postgres', '-E', 'UTF8', '--locale=C.UTF-8'], {
    ...options,
  })
  const settings = ['listen_addresses=127.0.0.1', `unix_socket_directories=${folder}`, 'max_connections=120']
  const given = ['-D', data, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])]
  const [program = '', ...words] = withUs([join(binaries, 'postgres'), ...given])
  let server: ChildProcess
  const start = async () => {
    server = spawn(program, words, { ...options, stdio: 'ignore' })
    await untilItAnswers(url, server)
  }
  const killWithUs = () => killAll(server)
  process.once('exit', killWithUs)
  await start()
  return {
    port,
    url,
    async restart() {
      // SIGINT: "fast", which ends the connections and writes a checkpoint.
      await end(server, () => server.kill('SIGINT'))
      await start()
    },
    async crash() {
      await end(server, () => killAll(server))
      await start()
    },
    async remove() {
      process.off('exit', killWithUs)
      await end(server, () => killAll(server))
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** PostgreSQL refuses to run as root. */
function ownerOfPostgres(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined
  const id = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }))
  return { uid: id('-u'), gid: id('-g') }
}

async function end(server: ChildProcess, kill: () => void): Promise<void> {
  const exited = once(server, 'exit')
  kill()
  await exited
}

/** Killing the postmaster alone would leave processes behind that block the restart. */
function killAll({ pid }: ChildProcess): void {
  if (pid === undefined) return
  const children = childrenOf(pid)
  for (const one of [pid, ...children]) {
    try {
      process.kill(one, 'SIGKILL')
    } catch {
      // It has ended by itself.
    }
  }
}

function childrenOf(pid: number): number[] {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number)
  } catch {
    return []
  }
}

async function untilItAnswers(url: string, server: ChildProcess): Promise<void> {
  for (const limit = performance.now() + READY_LIMIT_MS; ; await sleep(20)) {
    const client = new pg.Client(url)
    client.on('error', () => {})
    try {
      await client.connect()
      return
    } catch (error) {
      if (server.exitCode !== null || performance.now() > limit) throw error
    } finally {
      await client.end().catch(() => {})
    }
  }
}
