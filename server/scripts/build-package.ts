import assert from 'node:assert/strict'
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import { collectLicenses } from './collect-licenses.ts'

const ROOT = join(import.meta.dirname, '../..')
const DIST = join(ROOT, 'server/dist')

/** One package after the build. None knows where another lies, and each finds its files from the folder of its code. */
const WORKSPACES = ['server', 'reference', 'demo']
/**
 * What every start loads, because that is hundreds of modules. Everything else is loaded when it is needed or has code for
 * one platform, and is installed beside the package; so is a new dependency until somebody names it here.
 */
const BUNDLED = ['@gatehouse/demo', '@gatehouse/reference', '@hono/node-server', 'hono', 'ipaddr.js', 'kysely', 'zod']
const FILES = {
  'server/bin': 'bin',
  'server/public': 'public',
  'server/openapi.json': 'openapi.json',
  'reference/public': 'public',
  'reference/operations': 'operations',
  'reference/samples': 'samples',
  'demo/demo.css': 'lib/demo.css',
  'README.md': 'README.md',
  LICENSE: 'LICENSE',
}

/**
 * Builds what is installed elsewhere into `dist/`: the server with the reference and the demo app, as a few files of
 * JavaScript, and a package.json of its own. In the repository nothing has to be built: there the sources run as they are.
 */
export async function buildPackage(): Promise<string> {
  const dependencies = Object.assign({}, ...WORKSPACES.map((folder) => readPackage(folder).dependencies))
  const installed = Object.keys(dependencies).filter((name) => !BUNDLED.includes(name))

  rmSync(DIST, { recursive: true, force: true })
  for (const [from, to] of Object.entries(FILES)) cpSync(join(ROOT, from), join(DIST, to), { recursive: true })
  startWith('lib/main.js')
  const modules = await bundle(installed)
  writeFileSync(join(DIST, 'THIRD-PARTY-LICENSES.txt'), collectLicenses(ROOT, modules))

  // Without `private`, which keeps the sources from being published by mistake.
  const { private: _, ...described } = readPackage('server')
  // With the Node that the launcher goes over to, so that the one it is started on may be too old.
  const { engines, optionalDependencies } = readPackage('.')
  const needed = Object.fromEntries(installed.sort().map((name) => [name, dependencies[name]]))
  const published = { ...described, engines, dependencies: needed, optionalDependencies }
  writeFileSync(join(DIST, 'package.json'), `${JSON.stringify(published, null, 2)}\n`)
  return DIST
}

/** Answers what went in. Whatever is imported when it is needed becomes a file of its own and is still loaded then. */
async function bundle(external: string[]): Promise<string[]> {
  const { metafile } = await build({
    absWorkingDir: ROOT,
    entryPoints: ['server/src/main.ts'],
    outdir: join(DIST, 'lib'),
    format: 'esm',
    platform: 'node',
    target: 'node24',
    bundle: true,
    splitting: true,
    external,
    // Read by nobody but a Node that is started with --enable-source-maps. The sources are in the repository.
    sourcemap: true,
    sourcesContent: false,
    metafile: true,
    logLevel: 'warning',
  })
  return Object.keys(metafile.inputs)
}

function startWith(program: string): void {
  const file = join(DIST, 'bin/gatehouse.cjs')
  const [before, after, ...others] = readFileSync(file, 'utf8').split("'../src/main.ts'")
  assert.ok(after !== undefined && others.length === 0, 'The launcher names src/main.ts once.')
  writeFileSync(file, `${before}'../${program}'${after}`)
}

function readPackage(folder: string) {
  return JSON.parse(readFileSync(join(ROOT, folder, 'package.json'), 'utf8'))
}

if (import.meta.main) process.stdout.write(`${await buildPackage()}\n`)
