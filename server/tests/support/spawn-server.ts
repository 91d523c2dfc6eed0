import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Place } from './databases.ts'

export const LAUNCHER = resolve(import.meta.dirname, '../../bin/gatehouse.cjs')
const READY_LIMIT_MS = 20_000
const POLL_INTERVAL_MS = 15

export type Variables = Record<string, string>

export interface Exit {
  code: number | null
  signal: NodeJS.Signals | null
}

/** A child of ours. What it wrote so far, and how it ended. */
export interface Process {
  pid: number
  stdout: string
  stderr: string
  exited: Promise<Exit>
  kill(signal: NodeJS.Signals): void
  [Symbol.asyncDispose](): Promise<void>
}

export interface SpawnedServer extends Process {
  origin: string
  /** From the spawn to the first answer of `/health`. */
  startMs: number
}

export interface Finished extends Exit {
  stdout: string
  stderr: string
}

/** What the tests of `serve` set. */
export const PRODUCTION: Variables = {
  GATEHOUSE_SECRET: 'ihIdIcjjTGu8zYeq9rnvwTT7GLoUMvdr8PBwXxBkP9M=',
  GATEHOUSE_PUBLIC_URL: 'https://auth.example.com',
  HOST: '127.0.0.1',
}

export function at(place: Place): Variables {
  if (place.url === undefined) return { GATEHOUSE_DATA: place.folder }
  return { DATABASE_URL: place.url }
}

/** Starts a program with these variables and none of ours; it is killed when the scope that holds it is left. */
export function spawnProcess(program: string, words: string[], variables: Variables, cwd?: string): Process {
  const env = { PATH: process.env.PATH, HOME: process.env.HOME, ...variables }
  // In a process group of its own, so that what a shell or npm starts for it goes with it.
  const child = spawn(program, words, { env, cwd, stdio: ['ignore', 'pipe', 'pipe'], detached: true })
  const exited = once(child, 'close').then(([code, signal]): Exit => ({ code, signal }))
  killWithUs(child)
  const own: Process = {
    // Undefined only when the program does not exist, and then `exited` rejects.
    pid: child.pid ?? 0,
    stdout: '',
    stderr: '',
    exited,
    kill: (signal) => void child.kill(signal),
    async [Symbol.asyncDispose]() {
      killGroup(child)
      await exited
    },
  }
  child.stdout.on('data', (chunk) => {
    own.stdout += chunk
  })
  child.stderr.on('data', (chunk) => {
    own.stderr += chunk
  })
  return own
}

/** Also when the test runner gives up on a test that hangs. */
function killWithUs(child: ChildProcess): void {
  const kill = () => killGroup(child)
  process.once('exit', kill)
  child.once('close', () => process.off('exit', kill))
}

function killGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return
  try {
    process.kill(-pid, 'SIGKILL')
  } catch {
    // Nobody of the group is left.
  }
}

export function spawnGatehouse(words: string[], variables: Variables, launcher = LAUNCHER): Process {
  return spawnProcess(process.execPath, [launcher, ...words], variables)
}

/** A command that ends by itself. */
export async function runGatehouse(words: string[], variables: Variables, launcher?: string): Promise<Finished> {
  await using command = spawnGatehouse(words, variables, launcher)
  // One that serves where it should have ended would keep the whole suite waiting.
  const late = setTimeout(() => command.kill('SIGKILL'), READY_LIMIT_MS)
  const exit = await command.exited
  clearTimeout(late)
  return { ...exit, stdout: command.stdout, stderr: command.stderr }
}

/** The real command on a free port, from when it answers. */
export async function spawnServer(
  command: 'serve' | 'dev',
  variables: Variables,
  launcher?: string,
): Promise<SpawnedServer> {
  const port = variables.PORT ?? String(await freePort())
  const started = performance.now()
  const server = spawnGatehouse([command], { PORT: port, ...variables }, launcher)
  const origin = `http://127.0.0.1:${port}`
  await waitUntilItAnswers(server, `${origin}/health`)
  return Object.assign(server, { origin, startMs: performance.now() - started })
}

export async function waitUntilItAnswers(server: Process, url: string): Promise<void> {
  const limit = performance.now() + READY_LIMIT_MS
  let exit: Exit | undefined
  void server.exited.then((value) => {
    exit = value
  })
  while (!(await doesAnswer(url))) {
    const isLate = performance.now() > limit
    if (isLate) server.kill('SIGKILL')
    assert.ok(!exit && !isLate, `The server does not answer: ${JSON.stringify(exit)}\n${server.stdout}${server.stderr}`)
    await sleep(POLL_INTERVAL_MS)
  }
}

export async function doesAnswer(url: string): Promise<boolean> {
  try {
    const response = await fetch(url)
    await response.arrayBuffer()
    return response.ok
  } catch {
    return false
  }
}

/** One that is free together with its successor, because `dev` wants both. Below the ports that connections get. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = 2 * randomInt(10_000, 16_000)
    if ((await canListen(port)) && (await canListen(port + 1))) return port
  }
}

async function canListen(port: number): Promise<boolean> {
  const server = createServer()
  try {
    server.listen(port, '127.0.0.1')
    await once(server, 'listening')
  } catch {
    return false
  }
  server.close()
  await once(server, 'close')
  return true
}

/** A production server with an API key of its own, as an operator sets it up. */
export async function spawnProduction(place: Place, more: Variables = {}): Promise<SpawnedServer & Credentials> {
  const variables = { ...PRODUCTION, ...at(place), ...more }
  const credentials = await createApiKey(variables)
  const server = await spawnServer('serve', variables)
  return Object.assign(server, credentials)
}

export interface Credentials {
  apiKey: string
  clientId: string
}

export async function createApiKey(variables: Variables, name = 'Tests'): Promise<Credentials> {
  const { code, stdout, stderr } = await runGatehouse(['api-keys', 'create', '--name', name], variables)
  assert.equal(code, 0, stderr)
  const [, apiKey = ''] = /^API key +(sk_\S+)$/m.exec(stdout) ?? []
  const [, clientId = ''] = /^Client ID +(client_\S+)$/m.exec(stdout) ?? []
  assert.ok(apiKey && clientId, stdout)
  return { apiKey, clientId }
}
