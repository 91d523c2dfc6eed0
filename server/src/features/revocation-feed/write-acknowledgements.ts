import type { AppContext } from '../../context.ts'
import { inTransaction } from '../../database/transaction.ts'
import type { VerifierReport } from './acknowledgements.ts'
import {
  insertAcknowledgements,
  putVerifier,
  removeAcknowledgementsBefore,
  removeVerifiersBefore,
} from './verifier.queries.ts'

/** For so long receipts can tell since when each verifier refuses a session; no access token lives longer by default. */
export const KEPT_MS = 60 * 60_000
const BATCH = 1_000
const ROWS_AT_ONCE = 200

/** What verifiers have reported to this node, in one transaction. What cannot be written waits for the next time. */
export async function writeAcknowledgements(app: AppContext): Promise<void> {
  const { acknowledgements } = app.feed
  const reports = acknowledgements.take()
  if (reports.length === 0) return
  const latest = new Map(reports.map((report) => [report.verifierId, report]))
  const rows = reports.flatMap(toRow)
  try {
    await inTransaction(app, async (tx) => {
      // In the same order on every node, so that two of them do not wait for each other.
      const inOrder = [...latest.values()].sort((a, b) => (a.verifierId < b.verifierId ? -1 : 1))
      for (const report of inOrder) await putVerifier(tx.db, toVerifier(report))
      for (let done = 0; done < rows.length; done += ROWS_AT_ONCE)
        await insertAcknowledgements(tx.db, rows.slice(done, done + ROWS_AT_ONCE))
    })
  } catch (error) {
    for (const report of reports) acknowledgements.add(report)
    throw error
  }
}

function toVerifier(report: VerifierReport) {
  const seenAt = report.receivedAt.toISOString()
  return {
    id: report.verifierId,
    name: report.name,
    api_key_id: report.apiKeyId,
    staleness_ms: report.stalenessMs,
    live_revocations: report.liveRevocations,
    look_ups: report.lookUps,
    refusals: report.refusals,
    first_seen_at: seenAt,
    last_seen_at: seenAt,
    closed_at: report.isClosed ? seenAt : null,
  }
}

function toRow({ verifierId, place, receivedAt }: VerifierReport) {
  if (!place) return []
  const { transactionId, position } = place
  return [{ verifier_id: verifierId, transaction_id: transactionId, position, received_at: receivedAt.toISOString() }]
}

export async function removeOldAcknowledgements(app: AppContext): Promise<void> {
  const before = new Date(app.clock.now().getTime() - KEPT_MS)
  while ((await inTransaction(app, (tx) => removeAcknowledgementsBefore(tx.db, before, BATCH))) === BATCH);
  await inTransaction(app, (tx) => removeVerifiersBefore(tx.db, before))
}
