import assert from 'node:assert/strict'
import { test } from 'node:test'
import sdk from '@workos-inc/node/package.json' with { type: 'json' }
import { CHECKS, readResults } from '../src/checks.ts'
import { APPS, versionOf } from '../src/run-apps.ts'
import { DRIVERS, OLDER_NODE_SDKS } from '../src/run-drivers.ts'
import { readTable, toTable } from '../src/table.ts'

test('the README’s table has a row for every SDK, in the versions that are installed, and none that fails', () => {
  const rows = readTable()

  for (const { label, package: name } of DRIVERS) {
    assert.ok(
      rows.some(([language, sdk]) => language === label && sdk === `\`${name}\``),
      `${label} is missing: npm run conformance -- --write`,
    )
  }
  for (const version of [sdk.version, ...OLDER_NODE_SDKS.map(({ version }) => version)]) {
    assert.ok(
      rows.some((row) => row[2] === version),
      `${version} is missing: npm run conformance -- --write`,
    )
  }
  for (const app of APPS) {
    assert.ok(
      rows.some((row) => row[1] === `\`${app.sdk}\`` && row[2] === versionOf(app)),
      `${app.sdk} is missing: npm run conformance -- --write`,
    )
  }
  for (const [language = '', , , , result = ''] of rows) {
    assert.match(result, /^(\d+) of \1 checks(; not in the SDK: [\w, -]+)?$|^not run: ./, language)
  }
})

test('a check that a driver does not mention counts as failed, and the table says which', () => {
  const results = readResults('ok\tpassword\t\nskip\tverify-token\tit has none\nfail\tcode\tError: x\n')

  const failed = results.filter(({ outcome }) => outcome === 'fail')
  assert.equal(failed.length, CHECKS.length - 2)
  const table = toTable([{ language: 'Go', sdk: 'sdk', version: '1', source: 'npm', results }])
  assert.match(table, /1 of 18 checks; fails: code, sealed-session, .*; not in the SDK: verify-token \|\n$/)
})
