import type { TortureSummary } from './torture.ts'

const MOST_SHOWN = 20

/** `obstacle`: why there were no network namespaces, if there were none. */
export function describeSummary(summary: TortureSummary, obstacle: string | undefined): string {
  const { seed, operations, faults, violations, acceptedFor, checksAfterSignOut, verdicts } = summary
  const total = Object.values(operations).reduce((sum, one) => sum + one, 0)
  const list = (counts: Record<string, number>) =>
    Object.entries(counts)
      .map(([name, count]) => `${count} ${name}`)
      .join(', ')
  const sorted = acceptedFor.toSorted((a, b) => a - b)
  const at = (share: number) => Math.round(sorted[Math.ceil(share * sorted.length) - 1] ?? 0)
  return `${[
    `seed        ${seed}`,
    `nodes       ${obstacle === undefined ? 'each in a network namespace of its own' : `in one network: ${obstacle}`}`,
    `operations  ${total}: ${list(operations)}`,
    `faults      ${list(faults)}`,
    `verifiers   ${list(verdicts)}; ${checksAfterSignOut} checks after a sign-out was answered; ${sorted.length} sessions were accepted after it, for ${at(0.5)} ms (median), ${at(0.99)} ms (p99), ${at(1)} ms at most`,
    `violations  ${violations.length}${violations.length > 0 ? `: ${list(countByPromise(violations))}` : ''}`,
    ...violations.slice(0, MOST_SHOWN).map(({ promise, text }) => `  ${promise}: ${text}`),
  ].join('\n')}\n`
}

function countByPromise(violations: TortureSummary['violations']): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { promise } of violations) counts[promise] = (counts[promise] ?? 0) + 1
  return counts
}
