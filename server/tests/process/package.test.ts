import assert from 'node:assert/strict'
import { chmodSync, cpSync, existsSync, globSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { before, describe, test } from 'node:test'
import { WorkOS } from '@workos-inc/node'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'
import { buildPackage } from '../../scripts/build-package.ts'
import { signInOnPage } from '../compat/hosted-page.ts'
import { decodeToken } from '../harness.ts'
import { createBrowser } from '../support/browser.ts'
import { onEachDatabase, sqlite } from '../support/databases.ts'
import { runWithoutPrivilege } from '../support/run-without-privilege.ts'
import { at, LAUNCHER, PRODUCTION, runGatehouse, type SpawnedServer, spawnServer } from '../support/spawn-server.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const ROOT = resolve(import.meta.dirname, '../../..')
const DEMO_USER = { email: 'demo@example.com', password: 'open the gate' }
const CALLBACK = 'http://localhost:3000/callback'
const CLIENT = { clientId: 'client_local' }

/** Where the package is when it has been built, once for all tests here, and its launcher where it is installed. */
let built: Promise<{ folder: string; launcher: string }> | undefined
const openPackage = () => {
  built ??= buildPackage().then((folder) => ({ folder, launcher: installIn(temporaryFolder('installed'), folder) }))
  return built
}

describe('the built package', () => {
  let folder: string
  let launcher: string
  before(async () => {
    ;({ folder, launcher } = await openPackage())
  })

  test('is packed as publishers should', async () => {
    const { messages, pkg } = await publint({ pkgDir: folder, strict: true, pack: false })

    assert.deepEqual(
      messages.map((message) => formatMessage(message, pkg)),
      [],
    )
  })

  test('names as its dependencies what its code asks for, all of that and no more', () => {
    const { dependencies } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
    const code = readCode(folder)

    const asked = [...code.values()].flatMap((text) => [...importsOf(text), ...loadedOnDemandBy(text)])

    const packages = asked.filter((name) => !/^\.|^node:/.test(name)).map(packageOf)
    assert.deepEqual(Object.keys(dependencies), [...new Set(packages)].sort())
    for (const version of Object.values(dependencies)) assert.match(String(version), /^\d+\.\d+\.\d+$/)
  })

  test('loads at the start no dependency but the one that has code for each platform', () => {
    const code = readCode(folder)
    const started = [...code.keys()].filter((file) => /^(main|serve-\w+|sqlite-\w+)\.js$/.test(file))
    assert.equal(started.length, 3)

    const loaded = new Set(started)
    for (const file of loaded)
      for (const name of importsOf(code.get(file) ?? '')) if (!name.startsWith('node:')) loaded.add(basename(name))

    assert.deepEqual(
      [...loaded].filter((name) => !name.endsWith('.js')),
      ['argon2'],
    )
  })

  test('holds no TypeScript, and no path of the machine it was built on', () => {
    const files = globSync('**/*.*', { cwd: folder })
    const ofThisMachine = new RegExp(`${RegExp.escape(ROOT)}/(server|reference|demo|node_modules)\\b`)

    assert.match(import.meta.filename, ofThisMachine)
    assert.ok(files.includes('lib/main.js') && files.includes('samples/get-logout-url/sample.js'))
    assert.deepEqual(
      files.filter((file) => /\.[cm]?tsx?$/.test(file)),
      [],
    )
    assert.deepEqual(
      files.filter((file) => ofThisMachine.test(readFileSync(join(folder, file), 'utf8'))),
      [],
    )
  })

  test('holds the licenses of the code of others that is in it', () => {
    const licenses = readFileSync(join(folder, 'THIRD-PARTY-LICENSES.txt'), 'utf8')
    const ofOthers = [...readCode(folder).values()].flatMap((text) =>
      [...text.matchAll(/^\/\/ node_modules\/(.+)$/gm)].map(([, path = '']) => packageOf(path)),
    )
    const names = [...new Set(ofOthers)].sort()

    assert.ok(names.includes('hono') && names.includes('@hono/node-server'))
    assert.deepEqual(
      [...licenses.matchAll(/^(\S+) \d+\.\d+\.\d+ \(MIT\)$/gm)].map(([, name]) => name),
      names,
    )
    assert.equal(licenses.match(/^Copyright /gm)?.length, names.length)
  })

  test('refuses to serve without a secret, in the words of the sources', async () => {
    const [refused, expected] = await Promise.all([runGatehouse(['serve'], {}, launcher), runGatehouse(['serve'], {})])

    assert.deepEqual(refused, expected)
    assert.equal(refused.code, 1)
    assert.match(refused.stderr, /^gatehouse: GATEHOUSE_SECRET is required/)
  })

  test('serves in production with a key that it has made', async () => {
    const place = await sqlite.createEmpty()
    const variables = { ...PRODUCTION, ...at(place) }
    const created = await runGatehouse(['api-keys', 'create'], variables, launcher)
    const [, apiKey = ''] = /^API key +(\S+)$/m.exec(created.stdout) ?? []
    await using server = await spawnServer('serve', variables, launcher)

    const workos = new WorkOS(apiKey, addressOf(server))

    assert.deepEqual((await workos.userManagement.listUsers()).data, [])
    await place.remove()
  })

  test('starts in a folder that it may not write to, and keeps no code where others can', async (t) => {
    const readOnly = temporaryFolder('read-only')
    const common = temporaryFolder('common')
    const program = installIn(readOnly, folder)
    const installed = resolve(program, '../..')
    t.after(() => chmodSync(installed, 0o755))
    chmodSync(installed, 0o555)
    chmodSync(readOnly, 0o755)
    chmodSync(common, 0o777)
    const { code } = await runWithoutPrivilege(['--check', LAUNCHER], {})
    if (code !== 0) return t.skip('nobody but root can read the repository')

    const help = await runWithoutPrivilege([program, 'help'], { TMPDIR: common })

    assert.equal(help.code, 0, help.stderr)
    assert.match(help.stdout, /^Usage: gatehouse/)
    assert.equal(existsSync(join(installed, '.compile-cache')), false)
    assert.deepEqual(readdirSync(common), [])
  })
})

onEachDatabase('`dev` from the package', (database) => {
  test('signs the demo user in and out with the official SDK, and has all its pages', async () => {
    const { launcher } = await openPackage()
    const place = await database.createEmpty()
    await using server = await spawnServer('dev', at(place), launcher)
    const { userManagement } = new WorkOS('sk_test_default', { ...CLIENT, ...addressOf(server) })
    const refresh = ({ refreshToken }: { refreshToken: string }) =>
      userManagement.authenticateWithRefreshToken({ ...CLIENT, refreshToken })

    const browser = createBrowser(
      (path, init) => fetch(new URL(path, server.origin), { redirect: 'manual', ...init }),
      server.origin.replace('127.0.0.1', 'localhost'),
    )
    const url = userManagement.getAuthorizationUrl({ provider: 'authkit', redirectUri: CALLBACK })
    const { code } = await signInOnPage(browser, url, DEMO_USER.email, DEMO_USER.password)
    const signedIn = await userManagement.authenticateWithCode({ ...CLIENT, code: String(code) })
    const refreshed = await refresh(signedIn)
    const { sid } = decodeToken(refreshed.accessToken)
    const signOut = await fetch(userManagement.getLogoutUrl({ sessionId: sid }), { redirect: 'manual' })

    assert.equal(signedIn.user.email, DEMO_USER.email)
    assert.equal(signOut.status, 302)
    await assert.rejects(refresh(refreshed), { error: 'invalid_grant' })
    await assertHasPages(server)
    assert.doesNotMatch(server.stderr, /"level":"error"/)
    server.kill('SIGTERM')
    assert.deepEqual(await server.exited, { code: 0, signal: null })
    await place.remove()
  })
})

/** As `npm install` would lay it, with links to what its package.json names. Answers the launcher. */
function installIn(folder: string, built: string): string {
  const modules = join(folder, 'node_modules')
  cpSync(built, join(modules, 'gatehouse'), { recursive: true })
  const { dependencies } = JSON.parse(readFileSync(join(built, 'package.json'), 'utf8'))
  for (const name of Object.keys(dependencies)) {
    mkdirSync(dirname(join(modules, name)), { recursive: true })
    symlinkSync(join(ROOT, 'node_modules', name), join(modules, name))
  }
  return join(modules, 'gatehouse/bin/gatehouse.cjs')
}

function readCode(built: string): Map<string, string> {
  const files = globSync('*.js', { cwd: join(built, 'lib') })
  return new Map(files.map((file) => [file, readFileSync(join(built, 'lib', file), 'utf8')]))
}

/** As the bundler writes them: at the beginning of a line, or at its end when the names took several. */
function importsOf(code: string): string[] {
  return [...code.matchAll(/^(?:import |export |\} from )(?:.* from )?"([^"]+)";$/gm)].map(([, name = '']) => name)
}

function loadedOnDemandBy(code: string): string[] {
  return [...code.matchAll(/\b(?:import|load)\("([^"]+)"\)/g)].map(([, name = '']) => name)
}

/** `@a/b/c.js` belongs to `@a/b`, `a/b.js` to `a`. */
function packageOf(path: string): string {
  return /^(@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? path
}

function addressOf({ origin }: SpawnedServer) {
  return { apiHostname: '127.0.0.1', port: Number(new URL(origin).port), https: false }
}

async function assertHasPages({ origin }: SpawnedServer): Promise<void> {
  const { hostname, port } = new URL(origin)
  const demo = `http://${hostname}:${Number(port) + 1}`
  for (const [url, expected] of [
    [`${demo}/`, /href="\/demo\.css"/],
    [`${demo}/demo.css`, /\{/],
    [`${origin}/signed-out`, /href="\/assets\/pages\.css"/],
    [`${origin}/assets/pages.css`, /\{/],
    [`${origin}/assets/signed-out.js`, /\(/],
    [`${origin}/reference/get-logout-url`, /href="\/assets\/reference\.css"[\s\S]*hljs-/],
    [`${origin}/assets/reference.css`, /hljs-/],
    [`${origin}/reference/openapi.json`, /"openapi":/],
  ] as const) {
    const answer = await fetch(url)
    assert.equal(answer.status, 200, url)
    assert.match(await answer.text(), expected, url)
  }
}
