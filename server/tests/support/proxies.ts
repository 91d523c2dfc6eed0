import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort, type Process, spawnProcess } from './spawn-server.ts'

const CONFIGURATIONS = resolve(import.meta.dirname, '../../../docs/forward-auth')
const LIMIT_MS = 10_000

/** A proxy of Debian's packages with the configuration that the documentation shows. */
export interface ReverseProxy {
  name: 'nginx' | 'Caddy'
  program: string
  configuration: string
  words(file: string, folder: string): string[]
  /** What differs on the machine of the tests, beside the addresses of the upstreams. */
  replaced(port: number): Record<string, string>
}

export const nginx: ReverseProxy = {
  name: 'nginx',
  program: '/usr/sbin/nginx',
  configuration: 'nginx.conf',
  words: (file, folder) => ['-p', folder, '-c', file, '-g', 'daemon off;'],
  replaced: (port) => ({
    'worker_processes auto;': 'worker_processes 1;',
    'pid /run/nginx.pid;': 'pid nginx.pid;',
    'listen 8080;': `listen 127.0.0.1:${port};`,
  }),
}

export const caddy: ReverseProxy = {
  name: 'Caddy',
  program: '/usr/bin/caddy',
  configuration: 'Caddyfile',
  words: (file) => ['run', '--adapter', 'caddyfile', '--config', file],
  replaced: (port) => ({ 'http://app.example.com:8080': `http://:${port}` }),
}

/** Where the proxy finds what in the documentation has names. */
export interface Upstreams {
  gatehouse: number
  application: number
}

export type RunningProxy = Process & { port: number }

/** Without the proxy the suite is counted as skipped, and fails in CI. */
export function behind(proxy: ReverseProxy, suite: (proxy: ReverseProxy) => void): void {
  const name = `an application behind ${proxy.name}`
  const isMissing = !existsSync(proxy.program) && process.env.CI !== 'true'
  // A skipped suite would not be counted: only tests are.
  if (isMissing) test(name, { skip: `needs ${proxy.program}: apt-get install nginx-light caddy` })
  else describe(name, () => suite(proxy))
}

export async function startProxy(
  proxy: ReverseProxy,
  upstreams: Upstreams,
  more: Record<string, string> = {},
): Promise<RunningProxy> {
  const port = await freePort()
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-proxy-'))
  const file = join(folder, proxy.configuration)
  const text = replaceAll(readFileSync(join(CONFIGURATIONS, proxy.configuration), 'utf8'), {
    ...proxy.replaced(port),
    ...more,
    'gatehouse.internal:4100': `127.0.0.1:${upstreams.gatehouse}`,
    'app.internal:3000': `127.0.0.1:${upstreams.application}`,
  })
  writeFileSync(file, text)
  const child = spawnProcess(proxy.program, proxy.words(file, folder), { HOME: folder, XDG_DATA_HOME: folder })
  void child.exited.then(() => rmSync(folder, { recursive: true, force: true }))
  await untilItListens(child, port)
  return Object.assign(child, { port })
}

/** A replacement that the documentation's file has no place for would test something else. */
function replaceAll(text: string, replaced: Record<string, string>): string {
  return Object.entries(replaced).reduce((done, [from, to]) => {
    if (!done.includes(from)) throw new Error(`The configuration does not have ${JSON.stringify(from)}.`)
    return done.replaceAll(from, to)
  }, text)
}

async function untilItListens(child: Process, port: number): Promise<void> {
  let isOver = false
  void child.exited.then(() => {
    isOver = true
  })
  for (const limit = performance.now() + LIMIT_MS; ; await sleep(15)) {
    const answer = await fetch(`http://127.0.0.1:${port}/`).catch(() => undefined)
    if (answer) return void (await answer.arrayBuffer())
    if (isOver || performance.now() > limit)
      throw new Error(`The proxy does not answer: ${child.stdout}${child.stderr}`)
  }
}
