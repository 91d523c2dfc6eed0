import { createBackOff } from './back-off.ts'
import { FEED_PATH, type FeedAddress } from './feed-request.ts'
import { pause } from './pause.ts'

export const MOST_NAME_LENGTH = 100

/** What the server is told, so that receipts can say who enforces a sign-out since when. */
export interface Progress {
  position: string
  stalenessMs: number
  liveRevocations: number
  lookUps: number
  /** Of these, because of a revocation. */
  refusals: number
}

export interface Acknowledger {
  /** Something new is enforced. */
  wake(): void
  close(): Promise<void>
}

interface Given extends FeedAddress {
  name: string
  /** Whether everything is refused from `close` on, so that receipts need not wait for this verifier. */
  refusesWhenClosed: boolean
  random(): number
  /** Undefined while there is nothing to tell or nobody to tell it to. */
  progress(): Progress | undefined
  onResult(result: 'accepted' | 'failed'): void
}

const LEAST_BETWEEN_MS = 50
const LONGEST_BETWEEN_MS = 10_000
const REQUEST_LIMIT_MS = 5_000
/** Nobody should wait longer for a server that is away. */
const GOODBYE_LIMIT_MS = 1_000

/** Reports what is enforced: one request at a time, and the next one covers everything since. */
export function acknowledgeProgress(given: Given): Acknowledger {
  const closing = new AbortController()
  const verifierId = crypto.randomUUID()
  const backOff = createBackOff(given.random)
  let waking = new AbortController()
  /** Undefined: the server does not know of this verifier. */
  let latest: object | undefined
  let ending: Promise<void> | undefined

  const run = async () => {
    while (!closing.signal.aborted) {
      await pause(LONGEST_BETWEEN_MS, waking.signal)
      waking = new AbortController()
      const progress = given.progress()
      if (!progress || closing.signal.aborted) continue
      latest = toBody(verifierId, given.name, progress)
      const isAccepted = await post(given, latest, { limitMs: REQUEST_LIMIT_MS, closing: closing.signal })
      given.onResult(isAccepted ? 'accepted' : 'failed')
      if (isAccepted) backOff.reset()
      else waking.abort()
      await pause(isAccepted ? LEAST_BETWEEN_MS : backOff.next('refused'), closing.signal)
    }
  }
  const finished = run()
  const end = async () => {
    closing.abort()
    waking.abort()
    await finished
    if (!latest || !given.refusesWhenClosed) return
    await post(given, { ...latest, closed: true }, { limitMs: GOODBYE_LIMIT_MS })
  }
  return {
    wake: () => waking.abort(),
    close() {
      ending ??= end()
      return ending
    },
  }
}

function toBody(verifierId: string, name: string, progress: Progress): object {
  return {
    verifier_id: verifierId,
    name,
    position: progress.position,
    staleness_ms: Math.round(progress.stalenessMs),
    live_revocations: progress.liveRevocations,
    look_ups: progress.lookUps,
    refusals: progress.refusals,
  }
}

/** Answers whether the server took it. A failure is no news for the caller: the next report says all of this one. */
async function post(
  { baseUrl, apiKey, fetch }: Given,
  body: object,
  { limitMs, closing }: { limitMs: number; closing?: AbortSignal },
): Promise<boolean> {
  const controller = new AbortController()
  const abort = () => controller.abort()
  const limit = setTimeout(abort, limitMs)
  closing?.addEventListener('abort', abort)
  try {
    const response = await fetch(`${baseUrl}${FEED_PATH}/acknowledgements`, {
      method: 'POST',
      headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
      redirect: 'manual',
      signal: controller.signal,
    })
    // Read to its end, so that the connection can be used again.
    await response.text()
    return response.ok
  } catch {
    return false
  } finally {
    clearTimeout(limit)
    closing?.removeEventListener('abort', abort)
  }
}
