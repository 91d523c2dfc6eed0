import type { AppContext } from '../../context.ts'
import { type Content, post, UnansweredError } from '../../platform/post.ts'
import { mayReachReceiver } from './may-reach-receiver.ts'

const TIMEOUT_MS = 10_000
/** Longer than an attempt can take: a receiver is told twice only when we died between telling it and writing it down. */
export const LEASE_MS = 2 * TIMEOUT_MS

/** Undefined when the receiver has taken it; otherwise why not. Any 2xx is success: frameworks turn 200 into 204. */
export async function postToReceiver(
  app: AppContext,
  url: string,
  content: Content,
  signal: AbortSignal,
): Promise<string | undefined> {
  try {
    const mayReach = (address: string) => mayReachReceiver(app.config, address)
    const status = await post(url, content, { mayReach, timeoutMs: TIMEOUT_MS, signal })
    return status >= 200 && status < 300 ? undefined : `http_${status}`
  } catch (error) {
    if (error instanceof UnansweredError) return error.code
    throw error
  }
}
