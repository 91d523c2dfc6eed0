import { FeedBrokenError } from './feed-errors.ts'
import { type FeedPage, parsePage } from './feed-message.ts'
import { type FeedAddress, requestFeed } from './feed-request.ts'

export interface PollGiven extends FeedAddress {
  /** The last position that has been applied. */
  position: string | undefined
  /** The server answers after this time even if it has nothing to tell. */
  waitSeconds: number
  /** How long an answer may take beyond that. */
  limitMs: number
  /** Aborts when somebody else decides that it is over. */
  controller: AbortController
  onRequest(): void
  onPage(page: FeedPage): void
}

const ENTRIES_AT_A_TIME = 1_000

/** Follows the feed by asking again and again until a request fails, and then always throws why. */
export async function pollFeed(given: PollGiven): Promise<never> {
  let { position } = given
  // The first answer comes at once: it brings what can still matter, and the server's time.
  for (let waitSeconds = 0; ; ) {
    given.onRequest()
    const page = await requestPage(given, { position, waitSeconds })
    given.onPage(page)
    position = page.position
    waitSeconds = page.hasMore ? 0 : given.waitSeconds
  }
}

async function requestPage(
  given: PollGiven,
  { position, waitSeconds }: { position: string | undefined; waitSeconds: number },
): Promise<FeedPage> {
  const { controller } = given
  const query = new URLSearchParams({
    wait_seconds: String(waitSeconds),
    limit: String(ENTRIES_AT_A_TIME),
    ...(position === undefined ? {} : { after: position }),
  })
  const limit = setTimeout(
    () => controller.abort(new FeedBrokenError('The answer took too long.')),
    waitSeconds * 1000 + given.limitMs,
  )
  try {
    const headers = { accept: 'application/json' }
    const response = await requestFeed(given, { query: `?${query}`, headers, signal: controller.signal })
    const page = parsePage(await response.json().catch(() => undefined))
    if (page) return page
    throw new FeedBrokenError('The answer is no page of the revocation feed.')
  } catch (error) {
    // Runtimes differ in what a read that was aborted throws.
    throw controller.signal.aborted ? controller.signal.reason : error
  } finally {
    clearTimeout(limit)
  }
}
