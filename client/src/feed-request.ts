import { FeedBrokenError, FeedRefusedError } from './feed-errors.ts'
import type { Platform } from './platform.ts'

export const FEED_PATH = '/user_management/sessions/revocations'
const MOST_ERROR_LENGTH = 300

/** What every connection to the feed needs. */
export interface FeedAddress {
  baseUrl: string
  apiKey: string
  fetch: Platform['fetch']
}

/**
 * An answer with a status of 200.
 *
 * @throws FeedRefusedError when asking again would bring the same answer, FeedBrokenError for any other one
 */
export async function requestFeed(
  { baseUrl, apiKey, fetch }: FeedAddress,
  given: { query?: string; headers: Record<string, string>; signal: AbortSignal },
): Promise<Response> {
  const response = await fetch(`${baseUrl}${FEED_PATH}${given.query ?? ''}`, {
    headers: { ...given.headers, authorization: `Bearer ${apiKey}` },
    // An API key goes where it was meant to go, and nowhere else.
    redirect: 'manual',
    signal: given.signal,
  })
  if (response.status === 200) return response
  throw await toError(response)
}

async function toError(response: Response): Promise<Error> {
  const { status } = response
  const said = await response.text().then(readMessage, () => '')
  const answer = `The revocation feed answers ${status}${said && `: ${said}`}`
  if (status === 401 || status === 403) return new FeedRefusedError(status, `${answer}. Check apiKey.`)
  if (status === 404) return new FeedRefusedError(status, `${answer}. Check baseUrl: is this a Gatehouse with a feed?`)
  if (status >= 300 && status < 400)
    return new FeedRefusedError(status, `${answer}, a redirection. Set baseUrl to the address itself.`)
  if (status === 422) return new FeedRefusedError(status, `${answer}.`)
  return new FeedBrokenError(`${answer}.`)
}

/** The message of our error shape, or nothing: pages of proxies do not belong in a log. */
function readMessage(text: string): string {
  try {
    const { message } = JSON.parse(text)
    return typeof message === 'string' ? message.slice(0, MOST_ERROR_LENGTH) : ''
  } catch {
    return ''
  }
}
