import assert from 'node:assert/strict'
import { execFile, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  cpSync,
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { promisify } from 'node:util'
import { type Analysis, checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'
import { signWebhook } from '../../server/src/features/webhooks/sign-webhook.ts'
import { startLiveServer } from '../../server/tests/compat/live-server.ts'
import { CLIENT_ID as CLIENT_ID_OF_HARNESS } from '../../server/tests/harness.ts'
import { inChromium } from '../../server/tests/support/chromium.ts'
import { sqlite } from '../../server/tests/support/databases.ts'
import { buildPackage } from '../scripts/build-package.ts'
import { type SessionData, sealSession } from '../src/api/session-seal.ts'
import { API_KEY, CLIENT_ID, type FeedServer, startFeedServer } from './support/feed-server.ts'

const ROOT = join(import.meta.dirname, '../..')
const SUPPORT = join(import.meta.dirname, 'support')

/** Runtimes of an application, with what runs a file there; those that are not on this machine are skipped, except in CI. */
const RUNTIMES = [
  { name: 'the Node of this repository', command: [process.execPath] },
  { name: 'the Node of this machine', command: ['node'] },
  { name: 'Bun', command: ['bun', 'run'] },
  { name: 'Deno', command: ['deno', 'run', '--allow-net', '--node-modules-dir=manual'] },
]

const COOKIE_PASSWORD = 'a cookie password of the application, 32+ characters'
/** What `exercise.mjs` tells on every runtime. */
const DONE = [
  '43 43',
  'ada@example.com',
  '/user_management/sessions/logout?session_id=session_sealed&return_to=http%3A%2F%2Fa%2Fb+c',
  'session.revoked user_1 SignatureVerificationException',
]

const WORKER_SETTINGS = `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (services = [
  (name = "main", worker = (modules = [(name = "worker", esModule = embed "worker.bundle.js")], compatibilityDate = "2026-01-01")),
  (name = "internet", network = (allow = ["private"])),
]);
`

const { dependencies } = JSON.parse(readFileSync(join(ROOT, 'client/package.json'), 'utf8'))
const DEPENDENCIES = [...Object.keys(dependencies), 'uint8array-extras']

describe('the published package', () => {
  let server: FeedServer
  let folder: string
  before(async () => {
    server = await startFeedServer()
    folder = installInto(mkdtempSync(join(tmpdir(), 'gatehouse-client-')))
  })
  after(async () => {
    rmSync(folder, { recursive: true })
    await server.close()
  })

  for (const { name, command } of RUNTIMES) {
    const [program = '', ...words] = command
    const version = versionOf(program)
    const skip = version === undefined && process.env.CI !== 'true' && `${program} is not installed`
    test(`works on ${name}${version ? ` (${version})` : ''} and lets the process end`, { skip }, async () => {
      const sid = `session_${name}`
      const token = await server.mint.issue({ sid, sub: 'user_consumer' })
      const args = [...words, 'consumer.mjs', JSON.stringify({ ...(await exerciseOf(server)), apiKey: API_KEY }), token]
      const child = spawn(program, args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] })
      let output = ''
      let errors = ''
      child.stdout.on('data', (chunk) => {
        output += chunk
        if (output.endsWith('user_consumer\n')) server.endSession(sid)
      })
      child.stderr.on('data', (chunk) => {
        errors += chunk
      })
      const [code] = await once(child, 'close')

      assert.deepEqual(
        output.trim().split('\n'),
        [...DONE, 'Not found.', 'true 302 1', 'user_consumer', 'signed_out'],
        errors,
      )
      assert.equal(code, 0)
    })
  }

  const workerd = versionOf('workerd')
  const isWorkerMissing =
    !(workerd && versionOf('bun')) && process.env.CI !== 'true' && 'workerd or Bun is not installed'
  test(`works on an edge runtime${workerd ? ` (${workerd})` : ''}`, { skip: isWorkerMissing }, async () => {
    const given = JSON.stringify({ ...(await exerciseOf(server)), apiKey: API_KEY })
    const worker = `import { exercise } from './exercise.mjs'
      export default { async test() { for (const line of await exercise(${given})) console.log(line) } }`
    writeFileSync(join(folder, 'worker.mjs'), worker)
    writeFileSync(join(folder, 'worker.capnp'), WORKER_SETTINGS)
    // Workers are one file.
    await runIn(folder, ['bun', 'build', 'worker.mjs', '--target=browser', '--outfile=worker.bundle.js'])

    const output = await runIn(folder, ['workerd', 'test', 'worker.capnp'])

    assert.deepEqual(
      output
        .trim()
        .split('\n')
        .slice(0, DONE.length + 1),
      [...DONE, 'Not found.'],
    )
  })

  inChromium('in a page, without an API key', (browser) => {
    test('does what every runtime must be able to do', async () => {
      browser.expectComplaints(/status of 401/)
      await using host = await servePage(folder, server.origin)
      const page = await browser.newBrowser()
      await page.goto(host.origin)

      const given = { ...(await exerciseOf(server)), baseUrl: host.origin }
      const lines = await page.evaluate(`import('/exercise.mjs').then((m) => m.exercise(${JSON.stringify(given)}))`)

      assert.deepEqual(lines, [...DONE, 'UnauthorizedException: The API key is not valid.'])
    })

    test('refreshes at a server of another origin, which knows the page’s', async () => {
      await using gatehouse = await startLiveServer(sqlite)
      await using host = await servePage(folder, server.origin)
      await gatehouse.api('POST', '/user_management/cors_origins', { origin: host.origin })
      const { email } = await gatehouse.createUser()
      const { refreshToken } = await gatehouse.signIn(email)
      const page = await browser.newBrowser()
      await page.goto(host.origin)

      const given = JSON.stringify({ baseUrl: gatehouse.url, clientId: CLIENT_ID_OF_HARNESS })
      const seen = await page.evaluate(`import('@gatehouse/client').then(async ({ Gatehouse }) => {
        const { userManagement, openid } = new Gatehouse(${given})
        const { accessToken, user } = await userManagement.authenticateWithRefreshToken({ refreshToken: '${refreshToken}' })
        const { sub } = await openid.getUserinfo(undefined, { accessToken })
        const refused = await userManagement.authenticateWithRefreshToken({ refreshToken: 'x' }).catch((error) => error)
        return [user.email, sub === user.id, refused.error]
      })`)

      assert.deepEqual(seen, [email, true, 'invalid_grant'])
    })
  })

  for (const [module, moduleResolution] of [
    ['nodenext', 'nodenext'],
    ['esnext', 'bundler'],
  ] as const) {
    test(`has its types for a consumer that resolves like ${moduleResolution}`, () => {
      const options = [
        '--noEmit',
        '--strict',
        '--skipLibCheck',
        '--module',
        module,
        '--moduleResolution',
        moduleResolution,
      ]
      const tsc = join(ROOT, 'node_modules/typescript/bin/tsc')
      execFileSync(process.execPath, [tsc, ...options, '--types', 'node', 'consumer.ts'], {
        cwd: folder,
        encoding: 'utf8',
      })
    })
  }

  test('is packed as publishers should', async () => {
    const { messages, pkg } = await publint({ pkgDir: join(ROOT, 'client/dist'), strict: true, pack: false })
    assert.deepEqual(
      messages.map((message) => formatMessage(message, pkg)),
      [],
    )
  })

  test('has types that fit its code for whoever imports it', async () => {
    const built = join(ROOT, 'client/dist')
    const packed = execFileSync('npm', ['pack', '--silent', '--pack-destination', folder], {
      cwd: built,
      encoding: 'utf8',
    })
    const tarball = createPackageFromTarballData(readFileSync(join(folder, packed.trim())))

    const { problems, types } = (await checkPackage(tarball)) as Analysis

    assert.deepEqual(types, { kind: 'included' })
    // It is ESM, so CommonJS and what resolves as Node 10 did cannot have it; nothing else is let through.
    const modern = new Set(['node16-esm', 'bundler'])
    assert.deepEqual(
      problems.filter((problem) => !('resolutionKind' in problem) || modern.has(problem.resolutionKind)),
      [],
    )
  })

  test('holds no test, and nothing of Node in what edge runtimes load', () => {
    const built = join(ROOT, 'client/dist')
    const files = globSync('**/*.js', { cwd: built })

    assert.ok(files.includes('index.js') && !files.some((file) => file.includes('test')))
    const ofNode = /from ['"](node:|fs|http|crypto)|\b(process|Buffer|require|__dirname)\b[.([]/
    assert.match("import { hash } from 'node:crypto'", ofNode)
    const bound = files.filter((file) => ofNode.test(withoutComments(readFileSync(join(built, file), 'utf8'))))
    assert.deepEqual(bound, [])
  })
})

/** As `npm install` would lay it: the package, what it depends on, and the frameworks for the types. */
function installInto(folder: string): string {
  const modules = join(folder, 'node_modules')
  mkdirSync(join(modules, '@gatehouse'), { recursive: true })
  cpSync(buildPackage(), join(modules, '@gatehouse/client'), { recursive: true })
  for (const name of DEPENDENCIES) cpSync(folderOf(name), join(modules, name), { recursive: true })
  for (const name of ['@types', 'hono', 'express', 'fastify'])
    symlinkSync(join(ROOT, 'node_modules', name), join(modules, name))
  for (const file of ['consumer.mjs', 'consumer.ts', 'exercise.mjs']) cpSync(join(SUPPORT, file), join(folder, file))
  const dependencies = { '@gatehouse/client': '*' }
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'consumer', type: 'module', dependencies }))
  assert.ok(existsSync(join(modules, '@gatehouse/client/index.js')))
  return folder
}

/** A sealed session, and everything else that the exercise needs. */
async function exerciseOf({ origin, mint }: FeedServer): Promise<Record<string, unknown>> {
  const accessToken = await mint.issue({ sid: 'session_sealed' })
  const user = { email: 'ada@example.com' } as SessionData['user']
  const sessionData = await sealSession({ user, accessToken, refreshToken: 'r' }, COOKIE_PASSWORD)
  const issuer = `${origin}/user_management/${CLIENT_ID}`
  const payload = '{"event":"session.revoked","data":{"user_id":"user_1"}}'
  const webhook = { payload, sigHeader: signWebhook('whsec_a', payload, new Date()), secret: 'whsec_a' }
  return { baseUrl: origin, clientId: CLIENT_ID, issuer, sessionData, cookiePassword: COOKIE_PASSWORD, webhook }
}

/** A page whose modules are those of the folder; everything else is the server's, so that no other origin is needed. */
async function servePage(folder: string, behind: string): Promise<{ origin: string } & AsyncDisposable> {
  const imports = Object.fromEntries(
    ['@gatehouse/client', ...DEPENDENCIES].map((name) => [name, `/node_modules/${name}/${entryOf(folder, name)}`]),
  )
  const html = `<!doctype html><script type="importmap">${JSON.stringify({ imports })}</script>`
  const http = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://page')
    if (pathname === '/') return response.writeHead(200, { 'content-type': 'text/html' }).end(html)
    if (/\.m?js$/.test(pathname))
      return response.writeHead(200, { 'content-type': 'text/javascript' }).end(readFileSync(join(folder, pathname)))
    const answer = await fetch(behind + pathname)
    return response.writeHead(answer.status, { 'content-type': 'application/json' }).end(await answer.text())
  })
  http.listen(0, '127.0.0.1')
  await once(http, 'listening')
  const { port } = http.address() as AddressInfo // It listens on TCP, never on a pipe.
  return {
    origin: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      http.closeAllConnections()
      http.close()
      await once(http, 'close')
    },
  }
}

/** As a bundler for pages would resolve it. */
function entryOf(folder: string, name: string): string {
  const { exports: entries } = JSON.parse(readFileSync(join(folder, 'node_modules', name, 'package.json'), 'utf8'))
  let entry = entries['.'] ?? entries
  while (typeof entry !== 'string') entry = entry.browser ?? entry.import ?? entry.default
  return entry.replace(/^\.\//, '')
}

/** Without waiting in its way: the server is in this process. */
async function runIn(cwd: string, [program = '', ...args]: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(program, args, { cwd })
  return stdout
}

/** npm puts a package beside the client when another version of it is needed elsewhere. */
function folderOf(name: string): string {
  const own = join(ROOT, 'client/node_modules', name)
  return existsSync(own) ? own : join(ROOT, 'node_modules', name)
}

function versionOf(program: string): string | undefined {
  try {
    return execFileSync(program, ['--version'], { encoding: 'utf8' })
      .split('\n')[0]
      ?.replace(/^deno /, '')
  } catch {
    return undefined
  }
}

function withoutComments(code: string): string {
  return code.replace(/\/\*[\s\S]*?\*\/|\/\/ .*$/gm, '')
}
