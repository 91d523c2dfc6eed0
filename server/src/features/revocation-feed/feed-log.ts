import type { SessionSettings } from '../../config.ts'
import type { Reader } from '../../database/database.ts'
import type { Clock } from '../../platform/clock.ts'
import { createEntryMemory } from './entry-memory.ts'
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
  /** Whether it is the head or the place of an entry in memory. */
  remembers(place: Place): boolean
  /** The next entries after `from`, and how far one is with them. Undefined: memory does not reach back so far. */
  after(from: Place, most: number): Batch | undefined
  /** The same, from the database. */
  readAfter(from: Place, most: number): Promise<Batch>
  /** Committed, but older ones may still come before them; `number` counts them as they are seen. */
  early(): { number: number; entry: FeedEntry }[]
  /** Forgets what cannot matter any more. */
  prune(): Promise<void>
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
  let [floor, head] = [LOG_START, LOG_START]
  let memory = createEntryMemory(head, mostInMemory)
  let era = 0
  let isLoaded = false
  const early = createEarlyEntries(onEntry)

  const load = async () => {
    floor = head = await findLastPlaceBefore(db, windowStart(session, clock.now()))
    memory = createEntryMemory(head, mostInMemory)
    early.clear()
    isLoaded = true
  }
  const isRecent = (time: number) => time + windowMs(session) >= clock.now().getTime()
  const isCurrent = (entry: FeedEntry) => isRecent(entry.writtenAt)
  const take = (entry: FeedEntry) => {
    if (!early.settle(entry)) onEntry(entry)
    memory.append(entry)
  }
  return {
    head: () => head,
    floor: () => floor,
    era: () => era,
    early: early.list,
    size: () => memory.size(),
    async read() {
      if (!isLoaded) await load()
      for (let isMore = true; isMore; ) {
        const page = await readPage(db, head, PAGE)
        if (!page) {
          era++
          await load()
          continue
        }
        page.settled.forEach(take)
        head = page.next
        page.unsettled.forEach(early.add)
        isMore = page.isFull
      }
    },
    remembers: (place) => isSamePlace(place, head) || memory.has(place),
    after(from, most) {
      if (isBefore(from, memory.start())) return undefined
      const { found, areLast } = memory.after(from, most)
      return { entries: found.filter(isCurrent), next: areLast ? head : (found.at(-1)?.place ?? head) }
    },
    async readAfter(from, most) {
      const page = await readPage(db, from, most)
      if (!page) throw new Error('A position that was known is not in the log any more.')
      return { entries: page.settled.filter(isCurrent), next: page.next }
    },
    async prune() {
      memory.dropWhile((entry) => !isCurrent(entry))
      // While something can matter that memory had no room for, its beginning is not the floor.
      const isShort = isRecent(memory.lostAt())
      const reached = isShort ? await findLastPlaceBefore(db, windowStart(session, clock.now())) : memory.start()
      if (isBefore(floor, reached)) floor = reached
    },
  }
}

function createEarlyEntries(onEntry: (entry: FeedEntry) => void) {
  const entries = new Map<string, { number: number; entry: FeedEntry }>()
  let count = 0
  return {
    list: () => [...entries.values()],
    clear: () => entries.clear(),
    add(entry: FeedEntry) {
      if (entries.has(entry.id)) return
      entries.set(entry.id, { number: ++count, entry })
      onEntry(entry)
    },
    /** Answers whether it was early. */
    settle: ({ id }: FeedEntry) => entries.delete(id),
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
  return {
    settled: settled.flatMap((event) => toFeedEntry(event) ?? []),
    unsettled: unsettled.flatMap((event) => toFeedEntry(event) ?? []),
    next: last ? placeOf(last) : from,
    isFull: settled.length === most,
  }
}
