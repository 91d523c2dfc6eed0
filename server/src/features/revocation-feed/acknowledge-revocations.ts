import type { AppContext } from '../../context.ts'
import type { VerifierReport } from './acknowledgements.ts'
import { isInLog } from './find-beginning.ts'
import { isBefore, type Place } from './place.ts'

const MOST_COUNTED_AT_ONCE = 10_000

/**
 * Takes a verifier's word that it refuses everything up to a place, as of the time it is received here: an upper bound
 * of since when, for which nobody's clock has to be believed. Of a place that this log does not have it proves nothing.
 */
export async function acknowledgeRevocations(
  app: AppContext,
  report: Omit<VerifierReport, 'place' | 'receivedAt'>,
  named: Place,
): Promise<void> {
  const receivedAt = app.clock.now()
  const place = (await isInLog(app, named)) ? named : undefined
  app.feed.acknowledgements.add({ ...report, place, receivedAt })
  if (place) countDelays(app, report.verifierId, place, receivedAt)
}

/** Of each revocation that is acknowledged now and was not before. What a verifier begins with is not counted. */
function countDelays({ feed }: AppContext, verifierId: string, place: Place, receivedAt: Date): void {
  const { acknowledgements, log } = feed
  const before = acknowledgements.countedUpTo(verifierId)
  if (before && !isBefore(before, place)) return
  acknowledgements.noteCounted(verifierId, place)
  const news = (before && log.after(before, MOST_COUNTED_AT_ONCE)?.entries) ?? []
  for (const entry of news) {
    if (isBefore(place, entry.place)) return
    acknowledgements.noteDelay(Math.max(0, receivedAt.getTime() - entry.writtenAt))
  }
}
