import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { findSdks } from '../../conformance/sdks/find-sdks.ts'
import { createRunFolder, run, type Sdk } from '../../conformance/sdks/sdk.ts'
import { startLiveServer } from '../../server/tests/compat/live-server.ts'
import { sqlite } from '../../server/tests/support/databases.ts'
import { LANGUAGE_NAMES, LANGUAGES, type Language } from '../src/languages.ts'
import { prepareSample } from './examples.ts'

/**
 * Runs every sample of the reference with the official SDK of its language, each against a server of its own, and
 * compares what it prints with what the reference shows: `npm run samples`. With `-- --record` what it prints becomes
 * what the reference shows. Operations and `--language` choose.
 */

/** Neither curl nor `fetch` ends badly because of a status. */
const IS_REFUSAL = /^[45]\d\d\b|["']?code["']?: ?['"]|["']?error["']?: ?['"]/m

const SAMPLES = join(import.meta.dirname, '../samples')

const { values: options, positionals: wanted } = parseArgs({
  allowPositionals: true,
  options: { record: { type: 'boolean', default: false }, language: { type: 'string', multiple: true } },
})
const languages = LANGUAGE_NAMES.filter((name) => options.language?.includes(name) ?? true)
const operations = readdirSync(SAMPLES).filter((name) => wanted.length === 0 || wanted.includes(name))
let passed = 0
let failed = 0
let skipped = 0

for (const found of await findSdks(languages)) {
  const samples = operations.map((name) => sampleFile(name, found.language)).filter((file) => existsSync(file))
  if ('sdk' in found) {
    say(`${found.language}: ${found.sdk.package} ${found.sdk.version}`)
    for (const file of samples) await check(file, found.sdk)
  } else {
    say(`${found.language}: skipped, ${found.absence}`)
    skipped += samples.length
  }
}
say(`${passed} passed, ${failed} failed, ${skipped} skipped`)
process.exitCode = failed > 0 || passed === 0 ? 1 : 0

async function check(file: string, sdk: Sdk): Promise<void> {
  const printed = await runSample(file, sdk).catch((error: Error) => error)
  const shown = existsSync(`${file}.out`) ? readFileSync(`${file}.out`, 'utf8') : undefined
  if (typeof printed === 'string' && (options.record || printed === shown)) {
    if (options.record) writeFileSync(`${file}.out`, printed)
    passed++
    return
  }
  failed++
  say(`  ${file} is not as shown.\n--- shown\n${shown ?? '(nothing yet)\n'}--- printed\n${String(printed)}\n---`)
}

async function runSample(file: string, sdk: Sdk): Promise<string> {
  await using server = await startLiveServer(sqlite)
  const sample = await prepareSample(basename(dirname(file)), readFileSync(file, 'utf8'), server)
  using folder = createRunFolder()
  const copy = join(folder.path, `sample.${LANGUAGES[sdk.language].extension}`)
  writeFileSync(copy, sample.code)
  const command = sdk.command(copy)
  const outcome = await run(command.program, command.arguments, { cwd: folder.path })
  if (outcome.code !== 0) throw new Error(`It ended with ${outcome.code}.\n${outcome.stderr}`)
  const printed = sample.normalise(outcome.stdout)
  if (IS_REFUSAL.test(printed)) throw new Error(`The server refused it: ${printed}`)
  return printed
}

function sampleFile(operation: string, language: Language): string {
  return join(SAMPLES, operation, `sample.${LANGUAGES[language].extension}`)
}

function say(text: string): void {
  process.stdout.write(`${text}\n`)
}
