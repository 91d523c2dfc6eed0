import type { AppContext } from '../../context.ts'
import { EventStream, type Outlet, writeEvent } from '../../http/event-stream.ts'
import type { FeedEntry } from './feed-entry.ts'
import { feedEvents } from './feed-events.ts'
import type { Batch } from './feed-log.ts'
import { CLOCK_SKEW_SECONDS } from './feed-window.ts'
import { isSamePlace, type Place, toPosition } from './place.ts'
import type { EndReason } from './revocation-feed.ts'

export const HEARTBEAT_SECONDS = 1
const RETRY_MS = 500
const ENTRIES_AT_ONCE = 200
/** Two to the second; a heartbeat is sent with every other one. */
const BEATS_PER_HEARTBEAT = 2
/** A consumer that takes nothing for so many beats, while something waits for it, is dropped. */
const PATIENCE_BEATS = 10
/** To take its goodbye. */
const GOODBYE_MS = 1_000

export interface Beginning {
  from: Place
  /** The consumer asked for another place, from which the log cannot be followed. */
  isReset: boolean
}

/** The feed for one consumer, for as long as it and its API key last; then its seat is free again. */
export function streamFeed(
  app: AppContext,
  beginning: Beginning,
  { apiKeyId, seat }: { apiKeyId: string; seat: DisposableStack },
): EventStream {
  const open: EventStream['open'] = (outlet) => {
    outlet.send(`retry: ${RETRY_MS}\n${writeHello(app)}`)
    if (beginning.isReset) outlet.send(RESET)
    const end = (reason: EndReason) => {
      leave()
      app.feed.ended[reason]++
      outlet.send(writeEvent(feedEvents, { event: 'bye', data: { reason } }))
      outlet.end()
      // One that does not read hears neither the goodbye nor the end.
      setTimeout(outlet.cut, GOODBYE_MS).unref()
    }
    const consumer = createConsumer(app, outlet, beginning.from)
    seat.defer(
      app.feed.join({
        apiKeyId,
        end,
        hear: consumer.fill,
        beat: () => (consumer.isStuck() ? end('slow_consumer') : consumer.beat()),
      }),
    )
    if (app.feed.isClosed()) end('shutting_down')
    return { wanted: consumer.wanted, closed: leave }
  }
  const leave = () => seat.dispose()
  return new EventStream(open, leave)
}

function writeHello({ config, clock }: AppContext): string {
  return writeEvent(feedEvents, {
    event: 'hello',
    data: {
      object: 'revocation_feed',
      access_token_seconds: config.session.accessTokenSeconds,
      clock_skew_seconds: CLOCK_SKEW_SECONDS,
      heartbeat_seconds: HEARTBEAT_SECONDS,
      server_time: clock.now().toISOString(),
    },
  })
}

const RESET = writeEvent(feedEvents, { event: 'reset', data: {} })

/**
 * Nothing is kept for a consumer but its place in the log: it gets the next entries when it has taken the last, so one
 * that is slow, or that has to catch up with many, needs no more memory than any other.
 */
function createConsumer({ feed }: AppContext, outlet: Outlet, from: Place) {
  const { log } = feed
  let place = from
  let era = log.era()
  let earlyCount = 0
  let isFilling = false
  let isBeatDue = true
  let beats = 0
  let beatsUntaken = 0

  /** The next thing to send, if there is one. */
  const sendNext = (batch: Batch): boolean => {
    place = batch.next
    if (batch.entries.length > 0) return send(batch.entries.map(writeRevocation).join(''))
    // From the database comes what is not worth sending any more as well.
    if (!isSamePlace(place, log.head())) return true
    const early = log.early().filter(({ number }) => number > earlyCount)
    earlyCount = early.at(-1)?.number ?? earlyCount
    if (early.length > 0) return send(early.map(({ entry }) => writeEarly(entry)).join(''))
    const seenAt = feed.seenAt()
    // One that had to wait for its reader would claim that what is known by now is all there is.
    if (!isBeatDue || !seenAt || !feed.isFresh()) return false
    isBeatDue = false
    return send(writeHeartbeat(place, seenAt))
  }
  const send = (text: string) => {
    outlet.send(text)
    return true
  }
  const fill = async () => {
    // Whoever is at it sees what is new as well.
    if (isFilling) return
    isFilling = true
    while (outlet.isWanted()) {
      if (era !== log.era()) {
        ;[era, place] = [log.era(), log.floor()]
        outlet.send(RESET)
      }
      const batch =
        log.after(place, ENTRIES_AT_ONCE) ?? (await log.readAfter(place, ENTRIES_AT_ONCE).catch(() => undefined))
      // The database is away; the next beat tries again.
      if (!batch || !sendNext(batch)) break
    }
    isFilling = false
  }
  return {
    fill: () => void fill(),
    wanted() {
      beatsUntaken = 0
      void fill()
    },
    beat() {
      beatsUntaken = outlet.isWanted() ? 0 : beatsUntaken + 1
      beats++
      if (beats % BEATS_PER_HEARTBEAT === 0) isBeatDue = true
      void fill()
    },
    isStuck: () => beatsUntaken > PATIENCE_BEATS,
  }
}

function writeRevocation({ data, place }: FeedEntry): string {
  return writeEvent(feedEvents, { event: 'revocation', id: toPosition(place), data })
}

function writeEarly({ data }: FeedEntry): string {
  return writeEvent(feedEvents, { event: 'early', data })
}

function writeHeartbeat(place: Place, seenAt: Date): string {
  const position = toPosition(place)
  return writeEvent(feedEvents, {
    event: 'heartbeat',
    id: position,
    data: { position, server_time: seenAt.toISOString() },
  })
}
