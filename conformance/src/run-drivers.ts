import assert from 'node:assert/strict'
import { copyFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type LiveServer, startLiveServer } from '../../server/tests/compat/live-server.ts'
import { sqlite } from '../../server/tests/support/databases.ts'
import { findSdks } from '../sdks/find-sdks.ts'
import { createRunFolder, type Language, run, type Sdk } from '../sdks/sdk.ts'
import { type Check, type Result, readResults } from './checks.ts'
import { makePlan } from './plan.ts'
import type { Report } from './table.ts'

interface Driver {
  language: Language
  label: string
  file: string
  /** Used for the report when the SDK is not to be had. */
  package: string
}

export const DRIVERS: Driver[] = [
  { language: 'javascript', label: 'JavaScript', file: 'driver.js', package: '@workos-inc/node' },
  { language: 'python', label: 'Python', file: 'driver.py', package: 'workos' },
  { language: 'java', label: 'Java', file: 'driver.java', package: 'com.workos:workos' },
  { language: 'go', label: 'Go', file: 'driver.go', package: 'github.com/workos/workos-go/v10' },
  { language: 'php', label: 'PHP', file: 'driver.php', package: 'workos/workos-php' },
  { language: 'ruby', label: 'Ruby', file: 'driver.rb', package: 'workos' },
]

/** The older versions that are installed beside the newest, which the framework packages still ask for. */
export const OLDER_NODE_SDKS = [
  { alias: 'workos-node-10', version: '10.9.0' },
  { alias: 'workos-node-8', version: '8.13.0' },
  { alias: 'workos-node-7', version: '7.82.0' },
]

/** The same script with the official SDK of each language, each against a server of its own. */
export async function* runDrivers(): AsyncGenerator<Report> {
  for (const driver of DRIVERS) {
    const [found] = await findSdks([driver.language])
    const common = { language: driver.label, sdk: driver.package }
    if (!found || 'absence' in found) {
      yield { ...common, version: '', source: '', results: found?.absence ?? 'unknown' }
      continue
    }
    const { sdk } = found
    const versions = [{ alias: sdk.package, version: sdk.version }]
    if (driver.language === 'javascript') versions.push(...OLDER_NODE_SDKS)
    for (const { alias, version } of versions) {
      yield { ...common, version, source: sdk.source, results: await runDriver(sdk, driver.file, alias) }
    }
  }
}

async function runDriver(sdk: Sdk, file: string, alias: string): Promise<Result[]> {
  await using server = await startLiveServer(sqlite)
  using folder = createRunFolder()
  const copy = join(folder.path, file)
  copyFileSync(join(import.meta.dirname, '../drivers', file), copy)
  const plan = join(folder.path, 'plan.json')
  writeFileSync(plan, JSON.stringify(await makePlan(server)))
  const command = sdk.command(copy)
  const environment = { ...command.environment, GATEHOUSE_SDK: alias, GATEHOUSE_PLAN: plan }
  const { stdout, stderr } = await run(command.program, command.arguments, { cwd: folder.path, environment })
  const results = readResults(stdout)
  if (results.every(({ outcome }) => outcome === 'fail')) throw new Error(`${file} did not run: ${stderr}`)
  return await confirm(server, results)
}

/** What a driver says of sessions that it ended is looked up on the server, which knows why they ended. */
async function confirm(server: LiveServer, results: Result[]): Promise<Result[]> {
  const reasons: Partial<Record<Check, string>> = { 'follow-logout-url': 'sign_out', revoke: 'api_revoke' }
  for (const result of results) {
    const wanted = reasons[result.check]
    if (!wanted || result.outcome !== 'ok') continue
    const { body } = await server.api('GET', `/user_management/sessions/${result.detail}`)
    assert.deepEqual([body.status, body.end_reason], ['revoked', wanted], result.check)
  }
  return results
}
