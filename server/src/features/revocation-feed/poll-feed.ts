import type { AppContext } from '../../context.ts'
import type { FeedEntry } from './feed-entry.ts'
import { isSamePlace, type Place } from './place.ts'

export interface FeedPage {
  entries: FeedEntry[]
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

/** What comes after `from`: at once if there is something, else as soon as there is, or when the time is over. */
export async function waitForEntries(app: AppContext, from: Place, wish: Wish): Promise<FeedPage> {
  const limit = performance.now() + wish.waitSeconds * 1000
  const { era } = app.feed.log
  const begun = era()
  let isWelcome = !app.feed.isClosed()
  for (let place = from; ; ) {
    const page = await readEntries(app, place, wish.limit)
    const rest = limit - performance.now()
    // The next request finds out that the log is another one.
    if (page.entries.length > 0 || rest <= 0 || !isWelcome || era() !== begun) return page
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
    if (entries.length > 0 || isEnd) return { entries, next, hasMore: !isEnd, seenAt }
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
