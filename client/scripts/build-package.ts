import { execFileSync } from 'node:child_process'
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const CLIENT = join(import.meta.dirname, '..')
const DIST = join(CLIENT, 'dist')
const TSC = join(CLIENT, '../node_modules/typescript/bin/tsc')

/**
 * Builds what is published into `dist/`: JavaScript, types, and a package.json of its own whose entries point to them.
 * In the repository the entries are the sources, which run as they are; so nothing has to be built before a test.
 */
export function buildPackage(): string {
  rmSync(DIST, { recursive: true, force: true })
  execFileSync(process.execPath, [TSC, '-p', join(CLIENT, 'tsconfig.build.json')], { stdio: 'inherit' })
  const source = JSON.parse(readFileSync(join(CLIENT, 'package.json'), 'utf8'))
  // Without `private`, which keeps the sources from being published by mistake, and without the tools of the repository.
  const { private: _, devDependencies: __, exports: entries, ...published } = source
  writeFileSync(join(DIST, 'package.json'), `${JSON.stringify({ ...published, exports: toBuilt(entries) }, null, 2)}\n`)
  cpSync(join(CLIENT, 'README.md'), join(DIST, 'README.md'))
  cpSync(join(CLIENT, '../LICENSE'), join(DIST, 'LICENSE'))
  return DIST
}

function toBuilt(entries: Record<string, string>): Record<string, { types: string; default: string }> {
  return Object.fromEntries(
    Object.entries(entries).map(([name, source]) => {
      const built = source.replace('./src/', './').replace(/\.ts$/, '')
      return [name, { types: `${built}.d.ts`, default: `${built}.js` }]
    }),
  )
}

if (import.meta.main) process.stdout.write(`${buildPackage()}\n`)
