#!/usr/bin/env node
// Plain CommonJS in old syntax, so that any Node can run it far enough to say what is wrong.
const { isPresentNodeTooOld, runPinnedNode } = require('./pinned-node.cjs')

/** In the repository the sources, which run as they are; the build of the package names what it has made of them. */
const PROGRAM = '../src/main.ts'
const SHELL_CHECK_INTERVAL_MS = 250

if (process.env.npm_lifecycle_event) endWithTheShell()
if (isPresentNodeTooOld()) runPinnedNode([__filename, ...process.argv.slice(2)])
else start()

function start() {
  const path = require('node:path')
  // Before anything uses libuv's thread pool: token signing runs there, and more threads than cores only add switching.
  const threads = Math.max(2, require('node:os').availableParallelism())
  process.env.UV_THREADPOOL_SIZE = process.env.UV_THREADPOOL_SIZE || String(threads)
  // Keeps the stripped and compiled sources, which shortens every start but the first. In a folder of our own: Node's
  // default lies in the common temporary folder, where another user of the machine could have put code for us to run.
  const { enableCompileCache, registerHooks } = require('node:module')
  enableCompileCache(path.join(__dirname, '../.compile-cache'))
  registerHooks({ resolve: resolveRelativeImport })
  void import(require('node:url').pathToFileURL(path.join(__dirname, PROGRAM)).href)
}

/** A relative import names its file in full, so there is nothing to look for: that saves more than a third of the loading. */
function resolveRelativeImport(specifier, context, next) {
  const isRelativeImport = /^\.\.?\//.test(specifier) && context.conditions.includes('import')
  if (!isRelativeImport) return next(specifier, context)
  const url = new URL(specifier, context.parentURL).href
  return { url, format: formatOf(specifier, context.parentURL), shortCircuit: true }
}

/** Said here where the name tells it, so that Node need not look for the package.json of each file. Undefined: it looks. */
function formatOf(specifier, parentUrl) {
  if (specifier.endsWith('.ts')) return 'module-typescript'
  // A `.js` file that imports is a module because a package.json says so, to the whole folder: another may have its own.
  return /^\.\/[^/]+\.js$/.test(specifier) && parentUrl.endsWith('.js') ? 'module' : undefined
}

/** npm passes a signal on to the shell it started us in, and many shells die of it alone: the server would stay behind. */
function endWithTheShell() {
  const shell = process.ppid
  const timer = setInterval(() => {
    if (process.ppid === shell) return
    clearInterval(timer)
    process.kill(process.pid, 'SIGHUP')
  }, SHELL_CHECK_INTERVAL_MS)
  timer.unref()
}
