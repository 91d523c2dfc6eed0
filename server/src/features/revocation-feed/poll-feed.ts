import type { AppContext } from '../../context.ts'
import type { FeedEntry } from './feed-entry.ts'
import { isSamePlace, type Place } from './place.ts'

export interface FeedPage {
  entries: FeedEntry[]
  /** Committed, but older ones may still come before them: to be enforced at once, and told again with their place. */
  early: FeedEntry[]
  next: Place
  hasMore: boolean
  /** The log was looked at no earlier than then. */
  seenAt: Date
}

interface Wish {
  limit: number
  waitSeconds: number
  apiKeyId: string
}

/** While there are early entries a caller who may have them already is answered after this time, not at once. */
const EARLY_PAUSE_MS = 250

/**
 * What comes after `from`: at once if there is something, else as soon as there is, or when the time is over. What is
 * early has no place to go on from, so it is in every page for as long as it is.
 */
export async function waitForEntries(app: AppContext, from: Place, wish: Wish): Promise<FeedPage> {
  const { era, early } = app.feed.log
  const earlyCount = early().at(-1)?.number ?? 0
  const waitMs = wish.waitSeconds * 1000
  const limit = performance.now() + (earlyCount > 0 ? Math.min(waitMs, EARLY_PAUSE_MS) : waitMs)
  const begun = era()
  let isWelcome = !app.feed.isClosed()
  for (let place = from; ; ) {
    const page = await readEntries(app, place, wish.limit)
    const rest = limit - performance.now()
    // The next request finds out that the log is another one.
    const isNews = page.entries.length > 0 || (early().at(-1)?.number ?? 0) > earlyCount
    if (isNews || rest <= 0 || !isWelcome || era() !== begun) return page
    place = page.next
    isWelcome = await nextNews(app, wish.apiKeyId, rest)
  }
}

async function readEntries({ feed, clock }: AppContext, from: Place, most: number): Promise<FeedPage> {
  const { log } = feed
  for (let place = from; ; ) {
    const seenAt = feed.seenAt() ?? clock.now()
    const { entries, next } = log.after(place, most) ?? (await log.readAfter(place, most))
    const isEnd = isSamePlace(next, log.head())
    const early = log.early().map(({ entry }) => entry)
    if (entries.length > 0 || isEnd) return { entries, early, next, hasMore: !isEnd, seenAt }
    place = next
  }
}

/** Until something may be new, or the time is over. Answers false when there is a reason to send the caller away. */
function nextNews(app: AppContext, apiKeyId: string, milliseconds: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>()
  const goOn = () => resolve(true)
  const leave = app.feed.join({ apiKeyId, hear: goOn, beat: () => {}, end: () => resolve(false) })
  const timer = setTimeout(goOn, milliseconds)
  return promise.finally(() => {
    clearTimeout(timer)
    leave()
  })
}
