import assert from 'node:assert/strict'
import { execFileSync, spawn } from 'node:child_process'
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
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'
import { buildPackage } from '../scripts/build-package.ts'
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
      const args = [...words, 'consumer.mjs', server.origin, CLIENT_ID, API_KEY, token]
      const child = spawn(program, args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] })
      let output = ''
      let errors = ''
      child.stdout.on('data', (chunk) => {
        output += chunk
        if (output === 'user_consumer\n') server.endSession(sid)
      })
      child.stderr.on('data', (chunk) => {
        errors += chunk
      })
      const [code] = await once(child, 'close')

      assert.equal(output, 'user_consumer\nsigned_out\n', errors)
      assert.equal(code, 0)
    })
  }

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
  for (const name of ['jose', 'eventsource-parser'])
    cpSync(join(ROOT, 'node_modules', name), join(modules, name), { recursive: true })
  for (const name of ['@types', 'hono', 'express', 'fastify'])
    symlinkSync(join(ROOT, 'node_modules', name), join(modules, name))
  for (const file of ['consumer.mjs', 'consumer.ts']) cpSync(join(SUPPORT, file), join(folder, file))
  const dependencies = { '@gatehouse/client': '*' }
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'consumer', type: 'module', dependencies }))
  assert.ok(existsSync(join(modules, '@gatehouse/client/index.js')))
  return folder
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
