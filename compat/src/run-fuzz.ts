import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { spawnServer } from '../../server/tests/support/spawn-server.ts'

/**
 * Requests that nobody would write, for as long as there is patience: `npm run fuzz -- --seconds 600 --seed 7`. First our
 * own, made of the samples of the reference; then those of schemathesis, made of the OpenAPI document, where it is
 * installed (`pip install schemathesis`).
 */

const { values } = parseArgs({
  options: { seconds: { type: 'string', default: '120' }, seed: { type: 'string', default: '1' } },
})
const ROOT = join(import.meta.dirname, '../..')
/** What a run of schemathesis has to hold; forward auth is asked with every method there is. */
const CHECKS =
  'not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance,unsupported_method,use_after_free'
const LEFT_OUT = ['/forward-auth', '/user_management/sessions/revocations']

const own = runOwn()
const theirs = await runSchemathesis()
process.exitCode = own && theirs ? 0 : 1

function runOwn(): boolean {
  const words = ['--test', '--test-isolation=none', join(ROOT, 'compat/tests/fuzz.test.ts')]
  const env = { ...process.env, FUZZ_SECONDS: values.seconds, FUZZ_SEED: values.seed }
  return spawnSync(process.execPath, words, { stdio: 'inherit', env }).status === 0
}

async function runSchemathesis(): Promise<boolean> {
  if (spawnSync('schemathesis', ['--version']).status !== 0) {
    process.stdout.write('schemathesis: SKIPPED, it is not installed (pip install schemathesis)\n')
    return true
  }
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-fuzz-'))
  await using server = await spawnServer('dev', { GATEHOUSE_DATA: folder, GATEHOUSE_DEMO: 'off' })
  const words = ['run', join(ROOT, 'server/openapi.json'), '--url', server.origin]
  words.push('--header', 'Authorization: Bearer sk_test_default', '--checks', CHECKS, '--max-redirects', '0')
  words.push('--suppress-health-check', 'all', '--seed', values.seed, '--max-time', values.seconds)
  // Longer than the header of a request may be, which node:http answers by hanging up: no finding of ours.
  words.push('--phases', 'examples,fuzzing,stateful')
  for (const path of LEFT_OUT) words.push('--exclude-path', path)
  // It keeps what it found in the folder that it runs in.
  const { status } = spawnSync('schemathesis', words, { stdio: 'inherit', cwd: folder })
  rmSync(folder, { recursive: true, force: true })
  return status === 0
}
