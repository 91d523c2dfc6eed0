import { runApps } from './run-apps.ts'
import { runDrivers } from './run-drivers.ts'
import { type Report, writeTable } from './table.ts'
import { tryDocuments } from './try-documents.ts'

/**
 * Runs the conformance script with every official SDK that is to be had here, and the programs of `docs/migrating.md`:
 * `npm run conformance`. With `-- --write` the table of the README becomes what it has shown.
 */

const counts = { ok: 0, fail: 0, skip: 0 }
const reports: Report[] = []
for (const run of [runDrivers, runApps]) {
  for await (const report of run()) {
    reports.push(report)
    tell(report)
  }
}
for await (const report of tryDocuments()) tell(report)
if (process.argv.includes('--write')) writeTable(reports)
say(`${counts.ok} passed, ${counts.fail} failed, ${counts.skip} skipped`)
process.exitCode = counts.fail > 0 || counts.ok === 0 ? 1 : 0

function tell({ sdk, version, results }: Report): void {
  if (typeof results === 'string') {
    counts.skip++
    say(`${sdk}: skipped, ${results}`)
    return
  }
  say(`${sdk} ${version}`)
  for (const { check, outcome, detail } of results) {
    counts[outcome]++
    say(`  ${outcome.padEnd(4)} ${check.padEnd(26)} ${detail}`)
  }
}

function say(text: string): void {
  process.stdout.write(`${text.trimEnd()}\n`)
}
