import { createParser } from 'eventsource-parser'
import { FeedBrokenError, StreamSilentError } from './feed-errors.ts'
import { type FeedMessage, parseStreamEvent } from './feed-message.ts'
import { type FeedAddress, requestFeed } from './feed-request.ts'

export interface StreamGiven extends FeedAddress {
  /** The last position that has been applied. */
  position: string | undefined
  /** How long the server may take to say the first word. */
  firstMessageLimitMs: number
  /** Aborts when somebody else decides that it is over. */
  controller: AbortController
  onMessage(message: FeedMessage, position: string | undefined): void
  /** How long the server wants us to wait before the next connection. */
  onRetry(milliseconds: number): void
}

/** One event is some 200 characters; what goes on without end is not our feed. */
const MOST_EVENT_LENGTH = 64 * 1024

/** Follows the feed as server-sent events until the connection ends, and then always throws why. */
export async function streamFeed(given: StreamGiven): Promise<never> {
  const { controller, position } = given
  const silence = setTimeout(() => {
    controller.abort(new StreamSilentError('The stream was silent from its start.'))
  }, given.firstMessageLimitMs)
  try {
    const response = await requestFeed(given, {
      headers: {
        accept: 'text/event-stream',
        ...(position === undefined ? {} : { 'last-event-id': position }),
      },
      signal: controller.signal,
    })
    if (!response.headers.get('content-type')?.startsWith('text/event-stream'))
      throw new StreamSilentError('The answer is no event stream.')
    await readEvents(response, {
      ...given,
      onMessage(message, at) {
        clearTimeout(silence)
        given.onMessage(message, at)
      },
    })
    throw new FeedBrokenError('The server closed the stream.')
  } catch (error) {
    // Lets go of the connection. It was aborted before if the reason is another: runtimes differ in what reads then throw.
    controller.abort(error)
    throw controller.signal.reason
  } finally {
    clearTimeout(silence)
  }
}

async function readEvents(response: Response, { onMessage, onRetry }: StreamGiven): Promise<void> {
  const parser = createParser({
    maxBufferSize: MOST_EVENT_LENGTH,
    onEvent: ({ event, id, data }) => onMessage(parseStreamEvent(event, data), id),
    onRetry,
    onError(error) {
      // Unknown fields are to be ignored by the standard.
      if (error.type === 'max-buffer-size-exceeded') throw new FeedBrokenError('An event of the stream has no end.')
    },
  })
  const decoder = new TextDecoder()
  const reader = response.body?.getReader()
  if (!reader) throw new FeedBrokenError('The answer has no body.')
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return
    parser.feed(decoder.decode(value, { stream: true }))
  }
}
