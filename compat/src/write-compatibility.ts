import { writeFileSync } from 'node:fs'
import { nameOf, sharedOperations } from './compare-contracts.ts'
import type { Contract, Operation } from './contract.ts'
import type { Feature } from './features.ts'
import type { LedgerEntry } from './ledger.ts'

interface Findings {
  features: Feature[]
  ledger: LedgerEntry[]
  theirs: Contract
  ours: Contract
}

/** The page for people that asks "can I use it for what I use today?". */
export function writeCompatibility(file: URL, findings: Findings): void {
  writeFileSync(file, describeCompatibility(findings))
}

function describeCompatibility({ features, ledger, theirs, ours }: Findings): string {
  const shared = sharedOperations(theirs, ours)
  const alone = [...ours.operations.values()].filter(({ key }) => !theirs.operations.has(key))
  return `# Compatibility

Written by \`npm run compat\`, which holds [our contract](../server/openapi.json) and the answers of a running server against the
official OpenAPI document of WorkOS. Every operation that both have is called as its sample in the reference does, and refused in
every way that its contract names; status, content type and body of every answer are checked. What is different and not listed
here fails the run, and so does what is listed and not different.

**${shared.length} of ${theirs.operations.size} operations.** For comparison: the table of workos/emulate says 143 of 212, across all products.

| feature | reads | writes | what is absent, and why |
|---|---|---|---|
${features.map(featureRow).join('\n')}

## Differences that are meant

${ledger.map(describeEntry).join('\n\n')}

## Operations that are ours

${alone.map((operation) => `- \`${nameOf(operation)}\``).join('\n')}
`
}

function featureRow({ name, present, absent }: Feature): string {
  const all = [...present, ...absent.map(({ operation }) => operation)]
  const count = (isRead: boolean) => {
    const defined = all.filter((operation) => isReading(operation) === isRead).length
    const here = present.filter((operation) => isReading(operation) === isRead).length
    return defined === 0 ? '–' : `${here}/${defined}`
  }
  return `| ${name} | ${count(true)} | ${count(false)} | ${describeAbsent(present, absent)} |`
}

function isReading({ method }: Operation): boolean {
  return method === 'GET'
}

function describeAbsent(present: Operation[], absent: Feature['absent']): string {
  const byReason = Map.groupBy(absent, ({ reason }) => reason ?? 'nobody has said why')
  return [...byReason]
    .map(([reason, list]) => {
      if (present.length === 0) return `all: ${reason}`
      return `${list.map(({ operation }) => `\`${nameOf(operation)}\``).join(', ')}: ${reason}`
    })
    .join('; ')
}

function describeEntry({ reason, differences }: LedgerEntry): string {
  return `${reason.trim()}\n\n${differences.map((difference) => `- \`${difference.replace('* | ', 'everywhere | ')}\``).join('\n')}`
}
