import assert from 'node:assert/strict'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, describe, test } from 'node:test'
import {
  doesAnswer,
  freePort,
  LAUNCHER,
  spawnProcess,
  spawnServer,
  waitUntilItAnswers,
} from '../support/spawn-server.ts'

describe('the launcher', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-launcher-'))
  after(() => rmSync(folder, { recursive: true, force: true }))

  /** Loaded first, it makes this Node say that it is another; only the launcher looks. */
  const pretend = (version: string) => {
    const file = join(folder, `${version}.cjs`)
    const versions = `{ ...process.versions, node: '${version}' }`
    writeFileSync(
      file,
      `Object.defineProperty(process, 'versions', { value: ${versions} })
       Object.defineProperty(process, 'version', { value: 'v${version}' })`,
    )
    return ['--require', file]
  }
  const run = async (nodeArguments: string[], variables = {}) => {
    await using command = spawnProcess(process.execPath, nodeArguments, variables)
    const exit = await command.exited
    return { ...exit, stdout: command.stdout, stderr: command.stderr }
  }

  describe('on a Node that is too old', () => {
    test('says in a line what to do, when no other Node came with it', async () => {
      const alone = join(folder, 'alone')
      cpSync(dirname(LAUNCHER), alone, { recursive: true })

      for (const version of ['20.20.2', '23.11.1']) {
        const { code, stdout, stderr } = await run([...pretend(version), join(alone, 'gatehouse.cjs'), 'dev'])

        assert.equal(code, 1)
        assert.equal(stdout, '')
        assert.match(
          stderr,
          new RegExp(`^gatehouse: needs Node 24 or later, and this is v${version}\\. .*npm ci.*\\n$`),
        )
      }
    })

    const isPinnedHere = /[\\/]node_modules[\\/]node-/.test(process.execPath)
    const skip = isPinnedHere || process.env.CI === 'true' ? false : 'the pinned Node is not installed'

    test('runs itself on the one that came with it, and passes on arguments and exit code', { skip }, async () => {
      const help = await run([...pretend('20.20.2'), LAUNCHER, 'help'])
      const unknown = await run([...pretend('20.20.2'), LAUNCHER, 'no', 'such'])

      assert.equal(help.code, 0, help.stderr)
      assert.match(help.stdout, /^Usage: gatehouse/)
      assert.equal(unknown.code, 1)
      assert.match(unknown.stderr, /^gatehouse: Unknown command: no such\n/)
    })

    test('passes signals on, and ends when the server has ended', { skip }, async () => {
      const port = await freePort()
      const variables = { PORT: String(port), GATEHOUSE_DATA: join(folder, 'signals'), GATEHOUSE_DEMO: 'off' }
      await using server = spawnProcess(process.execPath, [...pretend('20.20.2'), LAUNCHER, 'dev'], variables)
      const url = `http://127.0.0.1:${port}/health`
      await waitUntilItAnswers(server, url)

      // To the launcher alone.
      server.kill('SIGTERM')

      assert.deepEqual(await server.exited, { code: 0, signal: null })
      assert.equal(await doesAnswer(url), false)
    })
  })

  test('is content with the oldest Node that is supported', async () => {
    const { code, stdout } = await run([...pretend('24.0.0'), LAUNCHER, 'help'])

    assert.equal(code, 0)
    assert.match(stdout, /^Usage: gatehouse/)
  })

  const hasThreadNames = process.platform === 'linux' ? false : 'thread names are read from /proc'
  for (const [setting, expected] of [
    [undefined, Math.max(2, availableParallelism())],
    ['3', 3],
  ] as const) {
    test(`gives the thread pool ${setting ?? 'a thread for each core'}`, { skip: hasThreadNames }, async () => {
      const variables = { GATEHOUSE_DATA: join(folder, `threads-${expected}`) }
      // The demo user's password is hashed at the start, on the thread pool.
      await using server = await spawnServer('dev', {
        ...variables,
        ...(setting === undefined ? {} : { UV_THREADPOOL_SIZE: setting }),
      })

      const tasks = `/proc/${server.pid}/task`
      const names = readdirSync(tasks).map((task) => readFileSync(join(tasks, task, 'comm'), 'utf8').trim())

      assert.equal(names.filter((name) => name === 'libuv-worker').length, expected, names.join(' '))
    })
  }

  test('keeps the compiled sources in its own folder, where nobody else can put code for it to run', async () => {
    const common = join(folder, 'tmp')
    mkdirSync(common)
    const variables = { TMPDIR: common, NODE_DEBUG_NATIVE: 'COMPILE_CACHE' }

    await run([LAUNCHER, 'help'], variables)
    const second = await run([LAUNCHER, 'help'], variables)

    const said = second.stdout + second.stderr
    assert.match(said, /retrieving transpile cache for StrippedTypeScript file:\S+\/src\/main\.ts\.\.\.success/)
    assert.match(said, /V8 code cache for ESM file:\S+\/src\/main\.ts was accepted/)
    assert.match(said, /resolved path \S+\/server\/\.compile-cache /)
    assert.deepEqual(readdirSync(common), [])
  })
})
