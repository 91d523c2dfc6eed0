import type { SessionSettings } from '../../config.ts'
import type { Reader } from '../../database/database.ts'
import type { Clock } from '../../platform/clock.ts'
import { findLastPlaceBefore, readLog } from './feed.queries.ts'
import { type FeedEntry, toFeedEntry } from './feed-entry.ts'
import { windowMs, windowStart } from './feed-window.ts'
import { isBefore, isSamePlace, LOG_START, type Place, placeOf } from './place.ts'

const PAGE = 1_000

/**
 * The revocations of the event log that can still matter, as this node has seen them: read once, in order, and given to
 * any number of consumers from memory. Nothing of it is anybody's truth: all of it can be read again.
 */
export interface FeedLog {
  /** Everything up to here has been seen. */
  head(): Place
  /** Whatever stands before it cannot matter any more. */
  floor(): Place
  /** Grows when the log turned out to be another one: restored, or on a server that lost its end. Then all is told anew. */
  era(): number
  /** Sees what is new. */
  read(): Promise<void>
  /** The next entries after `from`, and how far one is with them. Undefined: memory does not reach back so far. */
  after(from: Place, most: number): Batch | undefined
  /** The same, from the database. */
  readAfter(from: Place, most: number): Promise<Batch>
  /** Committed, but older ones may still come before them; `number` counts them as they are seen. */
  early(): { number: number; entry: FeedEntry }[]
  /** Forgets what cannot matter any more. */
  prune(): void
  size(): number
}

export interface Batch {
  entries: FeedEntry[]
  next: Place
}

export function createFeedLog(given: {
  db: Reader
  clock: Clock
  session: SessionSettings
  mostInMemory: number
  onEntry: (entry: FeedEntry) => void
}): FeedLog {
  const { db, clock, session, mostInMemory, onEntry } = given
  const early = new Map<string, { number: number; entry: FeedEntry }>()
  let entries: FeedEntry[] = []
  let [start, floor, head] = [LOG_START, LOG_START, LOG_START]
  let [era, earlyCount] = [0, 0]
  let isLoaded = false

  const isCurrent = (entry: FeedEntry) => entry.writtenAt + windowMs(session) >= clock.now().getTime()
  const load = async () => {
    start = floor = head = await findLastPlaceBefore(db, windowStart(session, clock.now()))
    entries = []
    early.clear()
    isLoaded = true
  }
  const append = (entry: FeedEntry) => {
    if (!early.delete(entry.id)) onEntry(entry)
    entries.push(entry)
  }
  const noteEarly = (entry: FeedEntry | undefined) => {
    if (!entry || early.has(entry.id)) return
    early.set(entry.id, { number: ++earlyCount, entry })
    onEntry(entry)
  }
  const forget = (count: number) => {
    const [last] = entries.splice(0, count).slice(-1)
    start = last?.place ?? start
  }

  return {
    head: () => head,
    floor: () => floor,
    era: () => era,
    early: () => [...early.values()],
    size: () => entries.length,
    async read() {
      if (!isLoaded) await load()
      for (;;) {
        const page = await readPage(db, head, PAGE)
        if (!page) {
          era++
          await load()
          continue
        }
        for (const event of page.settled) {
          const entry = toFeedEntry(event)
          if (entry) append(entry)
        }
        head = page.next
        for (const event of page.unsettled) noteEarly(toFeedEntry(event))
        if (entries.length > mostInMemory) forget(entries.length - mostInMemory)
        if (page.settled.length < PAGE) return
      }
    },
    after(from, most) {
      if (isBefore(from, start)) return undefined
      const first = indexAfter(entries, from)
      const found = entries.slice(first, first + most)
      const isLast = first + found.length === entries.length
      return { entries: found.filter(isCurrent), next: isLast ? head : (found.at(-1)?.place ?? head) }
    },
    async readAfter(from, most) {
      const page = await readPage(db, from, most)
      if (!page) throw new Error('A position that was known is not in the log any more.')
      return { entries: page.settled.flatMap((event) => toFeedEntry(event) ?? []).filter(isCurrent), next: page.next }
    },
    prune() {
      const firstCurrent = entries.findIndex(isCurrent)
      const count = firstCurrent === -1 ? entries.length : firstCurrent
      if (count === 0) return
      forget(count)
      floor = start
    },
  }
}

/** What follows `from`; undefined if the event that was there is gone, or another is in its place. */
async function readPage(db: Reader, from: Place, most: number) {
  const isFromStart = isSamePlace(from, LOG_START)
  const { settled, unsettled } = await readLog(db, from, isFromStart ? most : most + 1)
  if (!isFromStart) {
    const known = settled.shift()
    if (!known || !isSamePlace(placeOf(known), from)) return undefined
  }
  const last = settled.at(-1)
  return { settled, unsettled, next: last ? placeOf(last) : from }
}

/** Entries are in order, so halving finds it. */
function indexAfter(entries: FeedEntry[], place: Place): number {
  let [low, high] = [0, entries.length]
  while (low < high) {
    const middle = (low + high) >> 1
    const entry = entries[middle]
    if (entry && !isBefore(place, entry.place)) low = middle + 1
    else high = middle
  }
  return low
}
