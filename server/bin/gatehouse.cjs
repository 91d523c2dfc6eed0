#!/usr/bin/env node
// Plain CommonJS in old syntax, so that any Node can run it far enough to say what is wrong.
var OLDEST_NODE = 24
var os = require('node:os')
var path = require('node:path')

if (Number(process.versions.node.split('.')[0]) < OLDEST_NODE) {
  process.stderr.write(
    'gatehouse: needs Node ' +
      OLDEST_NODE +
      ' or later, and this is ' +
      process.version +
      '. ' +
      'Run it with `npm start` after `npm ci` (which brings its own Node for Linux, macOS and Windows), or install Node ' +
      OLDEST_NODE +
      '.\n',
  )
  process.exit(1)
}

// Before anything uses libuv's thread pool: token signing runs there, and more threads than cores only add switching.
process.env.UV_THREADPOOL_SIZE = process.env.UV_THREADPOOL_SIZE || String(Math.max(2, os.availableParallelism()))
// Keeps the stripped and compiled sources, which halves the time to the first answer from the second start on.
require('node:module').enableCompileCache()
import(require('node:url').pathToFileURL(path.join(__dirname, '../src/main.ts')).href)
