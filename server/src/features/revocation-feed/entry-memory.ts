import type { FeedEntry } from './feed-entry.ts'
import { isBefore, isSamePlace, type Place } from './place.ts'

/** The entries of a stretch of the log that ends where the log does, in order. */
export interface EntryMemory {
  /** Every entry after this place is here. */
  start(): Place
  size(): number
  /** When the latest of those was written that there was no room for. */
  lostAt(): number
  append(entry: FeedEntry): void
  /** Up to `most` that follow a place, and whether these are the last; the place must not be before `start`. */
  after(place: Place, most: number): { found: FeedEntry[]; areLast: boolean }
  has(place: Place): boolean
  /** Drops the oldest that `isOver` holds of, up to the first one it does not. */
  dropWhile(isOver: (entry: FeedEntry) => boolean): void
}

/** When there are more than `most` entries the oldest are dropped. */
export function createEntryMemory(from: Place, most: number): EntryMemory {
  let entries: FeedEntry[] = []
  let start = from
  let lostAt = 0
  const drop = (count: number) => {
    start = entries[count - 1]?.place ?? start
    entries = entries.slice(count)
  }
  return {
    start: () => start,
    size: () => entries.length,
    lostAt: () => lostAt,
    append(entry) {
      entries.push(entry)
      // A good part at a time, because what stays is copied.
      if (entries.length <= most * SURPLUS) return
      const surplus = entries.length - most
      for (const { writtenAt } of entries.slice(0, surplus)) lostAt = Math.max(lostAt, writtenAt)
      drop(surplus)
    },
    after(place, limit) {
      const first = indexAfter(entries, place)
      const found = entries.slice(first, first + limit)
      return { found, areLast: first + found.length === entries.length }
    },
    has(place) {
      const entry = entries[indexAfter(entries, place) - 1]
      return entry !== undefined && isSamePlace(place, entry.place)
    },
    dropWhile(isOver) {
      const first = entries.findIndex((entry) => !isOver(entry))
      drop(first === -1 ? entries.length : first)
    },
  }
}

const SURPLUS = 1.1

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
