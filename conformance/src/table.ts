import { readFileSync, writeFileSync } from 'node:fs'

/** What one SDK showed. */
export interface Report {
  language: string
  /** As its registry calls it. */
  sdk: string
  version: string
  /** Where it came from. */
  source: string
  /** Or why it could not run. */
  results: { check: string; outcome: 'ok' | 'skip' | 'fail'; detail: string }[] | string
}

const README = new URL('../../README.md', import.meta.url)
const START = '<!-- written by npm run conformance -->\n'
const END = '<!-- end of what npm run conformance has written -->'

/** Between its marks, so that what the README says of the SDKs is what a run has shown. */
export function writeTable(reports: Report[]): void {
  const text = readFileSync(README, 'utf8')
  const { before, after } = splitReadme(text)
  writeFileSync(README, `${before}${START}${toTable(reports)}${END}${after}`)
}

export function readTable(): string[][] {
  const { table } = splitReadme(readFileSync(README, 'utf8'))
  const rows = table.split('\n').slice(2).filter(Boolean)
  return rows.map((row) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  )
}

export function toTable(reports: Report[]): string {
  const rows = reports.map(({ language, sdk, version, source, results }) =>
    [
      language,
      `\`${sdk}\``,
      version,
      source,
      typeof results === 'string' ? `not run: ${results}` : inWords(results),
    ].join(' | '),
  )
  const head = ['language | SDK | version | from | result', '---|---|---|---|---']
  return [...head, ...rows]
    .map((row) => `| ${row} |\n`)
    .join('')
    .replace('| ---|---|---|---|--- |', '|---|---|---|---|---|')
}

function inWords(results: Exclude<Report['results'], string>): string {
  const names = (wanted: string) => results.filter(({ outcome }) => outcome === wanted).map(({ check }) => check)
  const [ok, failed, absent] = [names('ok'), names('fail'), names('skip')]
  const parts = [`${ok.length} of ${ok.length + failed.length} checks`]
  if (failed.length > 0) parts.push(`fails: ${failed.join(', ')}`)
  if (absent.length > 0) parts.push(`not in the SDK: ${absent.join(', ')}`)
  return parts.join('; ')
}

function splitReadme(text: string): { before: string; table: string; after: string } {
  const start = text.indexOf(START)
  const end = text.indexOf(END)
  if (start === -1 || end < start) throw new Error('README.md has lost the marks of the table of SDKs.')
  return {
    before: text.slice(0, start),
    table: text.slice(start + START.length, end),
    after: text.slice(end + END.length),
  }
}
