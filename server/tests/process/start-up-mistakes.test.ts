import assert from 'node:assert/strict'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { after, before, describe, test } from 'node:test'
import { runWithoutPrivilege } from '../support/run-without-privilege.ts'
import {
  createApiKey,
  type Finished,
  freePort,
  LAUNCHER,
  PRODUCTION,
  runGatehouse,
  spawnServer,
  type Variables,
} from '../support/spawn-server.ts'

/** Every one is said in a line that tells what to do, with an exit code that a script sees, and leaves nothing running. */
async function isRefused(words: string[], variables: Variables, ...lines: RegExp[]): Promise<void> {
  assertRefused(await runGatehouse(words, variables), lines)
}

function assertRefused({ code, stdout, stderr }: Finished, lines: RegExp[]): void {
  assert.equal(code, 1, `${stdout}${stderr}`)
  assert.equal(stdout, '')
  const said = stderr.trimEnd().split('\n')
  assert.equal(said.length, lines.length, stderr)
  assert.match(said[0] ?? '', /^gatehouse: /)
  assert.doesNotMatch(stderr, /\n\s+at |node:internal|"level":"error"/)
  for (const [index, line] of lines.entries()) assert.match(said[index] ?? '', line)
}

describe('a mistake at the start is one line that says what to do:', { concurrency: 2 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-mistakes-'))
  after(() => rmSync(folder, { recursive: true, force: true }))
  const production = (more: Variables = {}) => ({ ...PRODUCTION, GATEHOUSE_DATA: join(folder, 'production'), ...more })
  const development = (more: Variables = {}) => ({ GATEHOUSE_DATA: join(folder, 'development'), ...more })
  const file = (name: string, content: string) => {
    const path = join(folder, name)
    writeFileSync(path, content)
    return path
  }

  before(async () => {
    await createApiKey(production())
    const port = String(await freePort())
    await using server = await spawnServer('dev', development({ PORT: port, GATEHOUSE_DEMO: 'off' }))
    server.kill('SIGTERM')
    await server.exited
  })

  describe('the environment', { concurrency: 2 }, () => {
    test('several mistakes are reported at once', async () => {
      const variables = {
        PORT: 'http',
        DATABASE_URL: 'mysql://localhost/gatehouse',
        GATEHOUSE_SECRET: 'short',
        GATEHOUSE_PUBLIC_URL: 'https://example.com/auth',
        GATEHOUSE_DEMO: 'perhaps',
        GATEHOUSE_PUBLIC_URI: 'https://example.com',
      }
      await isRefused(
        ['dev'],
        variables,
        /PORT: must be a whole number from 0 to 65535/,
        /DATABASE_URL: must start with postgres:/,
        /GATEHOUSE_SECRET: must have at least 32 bytes; make one with: openssl rand/,
        /GATEHOUSE_PUBLIC_URL: must be an origin .* without a path/,
        /GATEHOUSE_DEMO must be one of .*on, off/,
        /GATEHOUSE_PUBLIC_URI is not a setting of Gatehouse/,
      )
    })

    test('a misspelt variable is named, with the ones there are', async () => {
      await isRefused(['dev'], { GATEHOUSE_SECERT: 'x' }, /GATEHOUSE_SECERT is not a setting.*GATEHOUSE_SECRET/)
    })

    test('`serve` without a secret and a public URL names both', async () => {
      await isRefused(['serve'], {}, /GATEHOUSE_SECRET is required; make one with/, /GATEHOUSE_PUBLIC_URL is required/)
    })

    test('`serve` at a public URL without TLS asks for the opt-out', async () => {
      const plain = production({ GATEHOUSE_PUBLIC_URL: 'http://auth.example.com' })
      await isRefused(['serve'], plain, /GATEHOUSE_PUBLIC_URL must be https.*GATEHOUSE_ALLOW_HTTP=true/)
    })

    test('an unknown command is answered with the ones there are', async () => {
      const { code, stdout, stderr } = await runGatehouse(['server'], {})

      assert.equal(code, 1)
      assert.equal(stdout, '')
      assert.match(stderr, /^gatehouse: Unknown command: server\n\nUsage: gatehouse <command>\n/)
    })

    test('an unknown option of a command is named', async () => {
      await isRefused(['api-keys', 'create', '--nmae', 'x'], production(), /--nmae/)
    })
  })

  describe('the port', { concurrency: 2 }, () => {
    const taken = createServer()
    let port = 0
    before(async () => {
      port = await freePort()
      await new Promise<void>((resolve) => taken.listen(port + 1, '127.0.0.1', resolve))
    })
    after(() => taken.close())

    for (const command of ['dev', 'serve']) {
      test(`\`${command}\` on a port that is taken`, async () => {
        const own = command === 'dev' ? development({ GATEHOUSE_DATA: join(folder, 'taken') }) : production()
        await isRefused([command], { ...own, PORT: String(port + 1) }, new RegExp(`Port ${port + 1} is taken.*PORT`))
      })
    }

    test('the demo app on a port that is taken', async () => {
      const variables = development({ GATEHOUSE_DATA: join(folder, 'taken-demo'), PORT: String(port) })
      await isRefused(['dev'], variables, new RegExp(`demo app: port ${port + 1} is taken.*PORT.*GATEHOUSE_DEMO=off`))
    })
  })

  describe('the address', { concurrency: 2 }, () => {
    const variables = (more: Variables) => development({ GATEHOUSE_DATA: join(folder, 'address'), ...more })

    test('no port is left for the demo app', async () => {
      const line = /^gatehouse: PORT: the demo app takes the next port, .*after 65535\. .*lower.*GATEHOUSE_DEMO=off/
      await isRefused(['dev'], variables({ PORT: '65535' }), line)
    })

    for (const [what, HOST] of [
      ['an address of another machine', '203.0.113.1'],
      ['a name that means nothing', 'nowhere.invalid'],
    ] as const) {
      test(`\`dev\` at ${what}`, async () => {
        const PORT = String(await freePort())
        await isRefused(['dev'], variables({ HOST, PORT }), /^gatehouse: HOST=\S+ is not an address of this machine\.$/)
      })
    }
  })

  describe('the database', { concurrency: 2 }, () => {
    for (const command of ['dev', 'serve']) {
      test(`\`${command}\` with a data folder that is none`, async () => {
        const variables = { ...PRODUCTION, GATEHOUSE_DATA: file(`${command}-folder`, '') }
        await isRefused([command], variables, /Cannot use the data folder .*-folder \(.*\).*GATEHOUSE_DATA/)
      })
    }

    test('a file that is not a database', async () => {
      const place = mkdtempSync(join(folder, 'garbage-'))
      writeFileSync(join(place, 'gatehouse.db'), 'no database at all, but long enough to have a header'.repeat(100))
      await isRefused(
        ['serve'],
        { ...PRODUCTION, GATEHOUSE_DATA: place },
        /Cannot use the data folder .*not a database/,
      )
    })

    test('a database that may be read and not written', async (t) => {
      const place = mkdtempSync(join(tmpdir(), 'gatehouse-read-only-'))
      t.after(() => rmSync(place, { recursive: true, force: true }))
      const variables = { ...PRODUCTION, GATEHOUSE_DATA: place }
      await createApiKey(variables)
      chmodSync(join(place, 'gatehouse.db'), 0o444)
      chmodSync(place, 0o777)
      const { code } = await runWithoutPrivilege(['--check', LAUNCHER], {})
      if (code !== 0) return t.skip('nobody but root can read the repository')

      const line =
        /Cannot use the data folder .* \(attempt to write a readonly database\)\. Make it .*writable.*GATEHOUSE_DATA/
      assertRefused(await runWithoutPrivilege([LAUNCHER, 'serve'], variables), [line])
    })

    test('a database from a newer version', async () => {
      const variables = { ...PRODUCTION, GATEHOUSE_DATA: join(folder, 'newer') }
      await createApiKey(variables)
      const database = new DatabaseSync(join(folder, 'newer', 'gatehouse.db'))
      database.exec("insert into migration (name, timestamp) values ('9999-tomorrow', '2099-01-01T00:00:00.000Z')")
      database.close()

      await isRefused(['serve'], variables, /newer version of Gatehouse \(.*9999-tomorrow\)\. Upgrade/)
    })

    test('`serve` on a development database', async () => {
      const variables = { ...PRODUCTION, ...development() }
      await isRefused(['serve'], variables, /created by `gatehouse dev` .*well-known password.*another data folder/)
    })

    test('`dev` on a production database', async () => {
      const { GATEHOUSE_SECRET = '' } = PRODUCTION
      const variables = { GATEHOUSE_SECRET, GATEHOUSE_DATA: join(folder, 'production') }
      await isRefused(['dev'], variables, /created by `gatehouse serve`.*GATEHOUSE_DATA/)
    })

    test('another secret than the one the database was made with', async () => {
      const variables = production({ GATEHOUSE_SECRET: 'another secret, and of the same good length' })
      await isRefused(['serve'], variables, /GATEHOUSE_SECRET is not the secret this database was created with/)
    })

    test('`serve` without an API key tells how to make one', async () => {
      const variables = production({ GATEHOUSE_DATA: join(folder, 'no-key') })
      await isRefused(['serve'], variables, /no API key yet.*gatehouse api-keys create/)
    })

    test('a PostgreSQL that is not there, without the password of its URL', async () => {
      const url = `postgres://gatehouse:hunter2@127.0.0.1:${await freePort()}/gatehouse`
      const variables = { ...PRODUCTION, DATABASE_URL: url }
      await isRefused(
        ['serve'],
        variables,
        /^(?!.*hunter2).*Cannot reach PostgreSQL at 127.0.0.1:\d+\/gatehouse.*DATABASE_URL/,
      )
    })
  })

  describe('the seed file', { concurrency: 2 }, () => {
    const seeded = (path: string) => production({ GATEHOUSE_SEED: path })

    test('one that cannot be read', async () => {
      await isRefused(['serve'], seeded(join(folder, 'none.yaml')), /GATEHOUSE_SEED: cannot read .*none\.yaml/)
    })

    test('one that is not YAML', async () => {
      await isRefused(['serve'], seeded(file('broken.yaml', 'users: [')), /GATEHOUSE_SEED: cannot read .*broken\.yaml/)
    })

    test('one with unknown keys names them all, with their place', async () => {
      const path = file('unknown.yaml', 'organisations: []\nusers:\n  - email: a@example.com\n    passwort: x\n')
      await isRefused(['serve'], seeded(path), /users\[0\]\.passwort/, /not yet supported: organisations/)
    })

    test('one with an address that may not be registered', async () => {
      const path = file('script.yaml', 'redirectUris: ["javascript:alert(1)"]\n')
      await isRefused(['serve'], seeded(path), /script\.yaml: redirectUris: javascript.* never a redirect target/)
    })

    test('one in which two users have one id', async () => {
      const user = (email: string) => `  - {id: user_01E4ZCR3C56J083X43JQXF3JK5, email: ${email}}\n`
      const path = file('twice.yaml', `users:\n${user('a@example.com')}${user('b@example.com')}`)
      await isRefused(
        ['serve'],
        seeded(path),
        /twice\.yaml: users\[1\]\.id: another entry has user_01E4ZCR3C56J083X43JQXF3JK5 already/,
      )
    })
  })
})
