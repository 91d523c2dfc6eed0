import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import type { Difference } from './compare-contracts.ts'
import type { Json } from './contract.ts'

/** Differences that are meant, with the reason that they share. */
export interface LedgerEntry {
  reason: string
  /** `GET /events | answer 200 …`, or with `*` for whichever operation has it. */
  differences: string[]
}

export interface Verdict {
  unexpected: string[]
  /** Entries of the ledger that nothing matches any more. */
  stale: string[]
}

export function readLedger(file: URL): LedgerEntry[] {
  const entries: Json[] = parse(readFileSync(file, 'utf8'))
  const ledger = entries.map(({ reason, differences }) => {
    if (typeof reason !== 'string' || !Array.isArray(differences)) throw new Error(`${file}: an entry has no reason.`)
    return { reason, differences }
  })
  const all = ledger.flatMap(({ differences }) => differences)
  const twice = all.find((one, index) => all.indexOf(one) !== index)
  if (twice) throw new Error(`${file}: '${twice}' has two reasons.`)
  return ledger
}

/** Every difference must be in the ledger, and everything in the ledger must be a difference. */
export function judge(found: Difference[], ledger: LedgerEntry[]): Verdict {
  const listed = new Set(ledger.flatMap(({ differences }) => differences))
  const used = new Set<string>()
  const unexpected = new Set<string>()
  for (const difference of found) {
    const entry = [writeDifference(difference), `* | ${difference.what}`].find((one) => listed.has(one))
    if (entry) used.add(entry)
    else unexpected.add(writeDifference(difference))
  }
  return { unexpected: [...unexpected], stale: [...listed.difference(used)] }
}

export function writeDifference({ operation, what }: Difference): string {
  return `${operation} | ${what}`
}
