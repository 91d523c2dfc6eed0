import { spawn } from 'node:child_process'
import { cpSync, existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import type { Browser } from 'playwright-core'
import client from '../../client/package.json' with { type: 'json' }
import { buildPackage } from '../../client/scripts/build-package.ts'
import { API_KEY, CLIENT_ID } from '../../server/tests/harness.ts'
import { launchChromium } from '../../server/tests/support/chromium.ts'
import { type Site, startSite } from '../../server/tests/support/site.ts'
import { freePort } from '../../server/tests/support/spawn-server.ts'
import { runOrAbsent, SDK_FOLDER, SdkAbsent } from '../sdks/sdk.ts'
import type { Report } from './table.ts'
import { walkApp } from './walk-app.ts'

interface App {
  name: 'react' | 'nextjs' | 'nextjs-client'
  sdk: string
  source: 'npm' | 'this repository'
  /** Starts it at `http://localhost:<port>`; it answers when this returns. */
  start(folder: string, port: number, site: Site): Promise<Running>
}

interface Running {
  stop(): Promise<void>
}

export const APPS: App[] = [
  { name: 'react', sdk: '@workos-inc/authkit-react', source: 'npm', start: startReact },
  { name: 'nextjs', sdk: '@workos-inc/authkit-nextjs', source: 'npm', start: startNextjs },
  { name: 'nextjs-client', sdk: '@gatehouse/client', source: 'this repository', start: startNextjs },
]

const START_TIMEOUT_MS = 120_000
const POLL_MS = 250

/** A minimal application with each browser and framework SDK, walked through in Chromium. */
export async function* runApps(): AsyncGenerator<Report> {
  for (const app of APPS) {
    const common = { language: 'Browser', sdk: app.sdk, version: versionOf(app), source: app.source }
    try {
      yield { ...common, results: await runApp(app) }
    } catch (error) {
      if (!(error instanceof SdkAbsent)) throw error
      yield { ...common, results: error.message }
    }
  }
}

export function versionOf({ name, sdk, source }: App): string {
  if (source === 'this repository') return client.version
  const { dependencies } = JSON.parse(readFileSync(join(sourceOf(name), 'package.json'), 'utf8'))
  return dependencies[sdk]
}

async function runApp(app: App): Promise<Exclude<Report['results'], string>> {
  const folder = await install(app)
  const browser = await openBrowser()
  const site = await startSite()
  try {
    const port = await freePort()
    const url = `http://localhost:${port}`
    await site.server.api('POST', '/user_management/sign_out_uris', { uri: `${url}/bye` })
    const running = await app.start(folder, port, site)
    try {
      return await walkApp(await (await browser.newContext()).newPage(), url, site)
    } finally {
      await running.stop()
    }
  } finally {
    await browser.close()
    await site.close()
  }
}

/** Not in the repository's own lock file: Next.js alone is larger than everything else together. */
async function install({ name, source }: App): Promise<string> {
  const folder = join(SDK_FOLDER, name)
  cpSync(sourceOf(name), folder, { recursive: true })
  const installed = join(folder, 'node_modules/.package-lock.json')
  if (!existsSync(installed)) {
    await runOrAbsent('npm', ['install', '--no-audit', '--no-fund', '--no-package-lock'], { cwd: folder })
  }
  if (source === 'this repository')
    cpSync(buildPackage(), join(folder, 'node_modules/@gatehouse/client'), { recursive: true })
  return folder
}

function sourceOf(name: App['name']): string {
  return join(import.meta.dirname, '../apps', name)
}

async function openBrowser(): Promise<Browser> {
  return await launchChromium().catch((error: Error) => {
    if (process.env.CI) throw error
    throw new SdkAbsent('there is no Chromium')
  })
}

async function startReact(folder: string, port: number, site: Site): Promise<Running> {
  await runOrAbsent(process.execPath, ['build.mjs'], { cwd: folder })
  const settings = {
    clientId: CLIENT_ID,
    port: Number(new URL(site.server.origin).port),
    returnTo: `http://localhost:${port}/bye`,
  }
  const html = `<!doctype html><title>App</title><link rel="icon" href="data:,"><div id="app"></div>
<script>window.settings = ${JSON.stringify(settings)}</script><script src="/bundle.js"></script>`
  const http = createServer((request, response) => {
    const isBundle = request.url === '/bundle.js'
    response.setHeader('content-type', isBundle ? 'text/javascript' : 'text/html; charset=utf-8')
    response.end(isBundle ? readFileSync(join(folder, 'bundle.js')) : html)
  })
  await new Promise<void>((resolve) => http.listen(port, 'localhost', resolve))
  return {
    async stop() {
      http.closeAllConnections()
      await new Promise((resolve) => http.close(resolve))
    },
  }
}

async function startNextjs(folder: string, port: number, site: Site): Promise<Running> {
  const { hostname, port: apiPort } = new URL(site.server.origin)
  const url = `http://localhost:${port}`
  const env = {
    ...process.env,
    NODE_ENV: 'production' as const,
    NEXT_TELEMETRY_DISABLED: '1',
    WORKOS_API_KEY: API_KEY,
    WORKOS_CLIENT_ID: CLIENT_ID,
    WORKOS_COOKIE_PASSWORD: 'a cookie password of the application, 32+ characters',
    NEXT_PUBLIC_WORKOS_REDIRECT_URI: `${url}/callback`,
    WORKOS_API_HOSTNAME: hostname,
    WORKOS_API_PORT: apiPort,
    WORKOS_API_HTTPS: 'false',
    GATEHOUSE_URL: site.server.origin,
    GATEHOUSE_API_KEY: API_KEY,
    GATEHOUSE_CLIENT_ID: CLIENT_ID,
    COOKIE_PASSWORD: 'a cookie password of the application, 32+ characters',
    REDIRECT_URI: `${url}/callback`,
    RETURN_TO: `${url}/bye`,
  }
  const next = 'node_modules/next/dist/bin/next'
  await runOrAbsent(process.execPath, [next, 'build'], { cwd: folder, environment: env as Record<string, string> })
  const child = spawn(process.execPath, [next, 'start', '-p', String(port)], { cwd: folder, env, stdio: 'ignore' })
  await untilItAnswers(url)
  return {
    async stop() {
      const exited = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGTERM')
      await exited
    },
  }
}

async function untilItAnswers(url: string): Promise<void> {
  const until = Date.now() + START_TIMEOUT_MS
  for (;;) {
    const answer = await fetch(url).catch(() => undefined)
    if (answer?.ok) return
    if (Date.now() > until) throw new Error(`${url} does not answer: ${answer?.status ?? 'no connection'}`)
    await setTimeout(POLL_MS)
  }
}
