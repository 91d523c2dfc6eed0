import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { SETTINGS } from '../src/config.ts'
import { readSeedFile } from '../src/features/seed/seed-file.ts'
import { temporaryFolder } from './support/temporary-folder.ts'

const root = new URL('../../', import.meta.url)
const read = (path: string) => readFileSync(new URL(path, root), 'utf8')
const pages = [
  ...readdirSync(root).filter((name) => name.endsWith('.md')),
  ...readdirSync(new URL('docs/decisions/', root)).map((name) => `docs/decisions/${name}`),
  ...readdirSync(new URL('docs/', root))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
]

for (const page of pages) {
  test(`every file that ${page} links to exists`, () => {
    const links = [...read(page).matchAll(/\]\(([^)#]+)(?:#[^)]*)?\)/g)].map(([, target = '']) => target)
    const missing = links.filter(
      (target) => !/^https?:/.test(target) && !existsSync(new URL(target, new URL(page, root))),
    )
    assert.deepEqual(missing, [])
  })
}

test('the README’s table of variables is the list of settings, no more and no less', () => {
  const documented = [...read('README.md').matchAll(/^\| `([A-Z_]+)` \|/gm)].map(([, name]) => name)
  assert.deepEqual(documented.sort(), [...SETTINGS].sort())
})

test('the README’s seed file is one that the server reads', async () => {
  const [, yaml = ''] = /```yaml\n([\s\S]*?)```/.exec(read('README.md')) ?? []
  const file = join(temporaryFolder('seed'), 'seed.yaml')
  writeFileSync(file, yaml)

  const seed = await readSeedFile(file)

  assert.equal(seed.users[0]?.email, 'ada@example.com')
  assert.deepEqual(seed.session, {
    maximumLengthSeconds: 2592000,
    inactivityTimeoutSeconds: 86400,
    accessTokenSeconds: 300,
    maximumPerUser: null,
  })
})

test('every command that CONTRIBUTING names exists', () => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }
  const named = [...read('CONTRIBUTING.md').matchAll(/npm (?:run )?([\w:-]+)/g)].map(([, name = '']) => name)
  assert.deepEqual(
    named.filter((name) => name !== 'ci' && !(name in scripts)),
    [],
  )
})
