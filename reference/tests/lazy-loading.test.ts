import assert from 'node:assert/strict'
import { test } from 'node:test'
import { run } from '../../conformance/sdks/sdk.ts'

/** Names what is loaded with the app, as a fresh process loads it. */
const LIST_LOADED = `
  const { registerHooks } = require('node:module')
  const loaded = []
  registerHooks({ load: (url, context, next) => (loaded.push(url), next(url, context)) })
  import('./server/src/app.ts').then(() => console.log(loaded.join('\\n')))`

test('a server that nobody asks for the reference loads nothing of it but the name of its stylesheet', async () => {
  const { stdout } = await run(process.execPath, ['-e', LIST_LOADED], {
    cwd: new URL('../..', import.meta.url).pathname,
  })

  const loaded = stdout.split('\n')
  assert.ok(loaded.some((url) => url.endsWith('/server/src/features/reference/reference.pages.ts')))
  const ofReference = loaded.filter((url) => /\/reference\/(src|operations)\/|highlight\.js/.test(url))
  assert.deepEqual(
    ofReference.map((url) => url.slice(url.lastIndexOf('/reference/'))),
    ['/reference/src/stylesheet.ts'],
  )
})
