import type { AppContext } from '../../context.ts'
import type { BackchannelLogoutRow } from '../../database/schema.ts'
import { inTransaction } from '../../database/transaction.ts'
import { postForm, UnansweredError } from '../../platform/post-form.ts'
import { claimDueLogouts, listDueReceivers, noteDelivery, noteFailure } from './backchannel-logout.queries.ts'
import { signLogoutToken } from './logout-token.ts'
import { mayReachReceiver } from './may-reach-receiver.ts'
import { pauseAfter } from './pause-after.ts'

const AT_ONCE = 10
const TIMEOUT_MS = 10_000
/** Longer than an attempt can take: a receiver is told twice only when we died between telling it and writing it down. */
const LEASE_MS = 2 * TIMEOUT_MS

export interface Deliveries {
  /** Sets about what is due, for every receiver that is not being served already; does not wait for them. */
  begin(): Promise<void>
  /** When nothing is under way any more. */
  settled(): Promise<void>
  /** Breaks off what is under way; what was not delivered is tried again after the next start. */
  close(): Promise<void>
}

/**
 * Tells applications of sessions that ended. Each receiver has a lane of its own, so one that is slow or down makes
 * nobody wait but itself.
 */
export function createDeliveries(app: AppContext): Deliveries {
  const lanes = new Map<string, Promise<void>>()
  const closing = new AbortController()
  const settled = async () => void (await Promise.all(lanes.values()))
  return {
    settled,
    async begin() {
      const due = await listDueReceivers(app.db, app.clock.now())
      for (const uriId of due.filter((id) => !lanes.has(id))) {
        const lane = serve(app, uriId, closing.signal)
          .catch((error) => app.log.error('Back-channel logout failed on our side; it is tried again.', error))
          .finally(() => lanes.delete(uriId))
        lanes.set(uriId, lane)
      }
    },
    async close() {
      closing.abort()
      await settled()
    },
  }
}

async function serve(app: AppContext, uriId: string, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const now = app.clock.now()
    const lease = { now, leasedUntil: new Date(now.getTime() + LEASE_MS), most: AT_ONCE }
    const claimed = await inTransaction(app, (tx) => claimDueLogouts(tx.db, uriId, lease))
    await Promise.all(claimed.map((row) => deliver(app, row, signal)))
    if (claimed.length < AT_ONCE) return
  }
}

async function deliver(app: AppContext, claimed: BackchannelLogoutRow, signal: AbortSignal): Promise<void> {
  const logoutToken = await signLogoutToken(app, claimed)
  const error = await tell(app, claimed.uri, logoutToken, signal)
  // Without a note of it: after the lease somebody takes it up again.
  if (signal.aborted && error !== undefined) return
  const now = app.clock.now()
  if (error === undefined) return await inTransaction(app, (tx) => noteDelivery(tx.db, claimed, now))
  const pauseMs = pauseAfter(claimed.attempts, app.config.mode)
  const nextAttemptAt = pauseMs === undefined ? undefined : new Date(now.getTime() + pauseMs)
  app.log.warn(
    nextAttemptAt
      ? 'An application could not be told that a session ended; it is tried again.'
      : 'An application could not be told that a session ended; it is given up.',
    { client_id: claimed.application_id, uri: claimed.uri, attempts: claimed.attempts, error },
  )
  await inTransaction(app, (tx) => noteFailure(tx.db, claimed, { error, nextAttemptAt, now }))
}

/** Undefined when the receiver has taken it; otherwise why not. Any 2xx is success: frameworks turn 200 into 204 (2.8). */
async function tell(
  app: AppContext,
  uri: string,
  logoutToken: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  try {
    const mayReach = (address: string) => mayReachReceiver(app.config, address)
    const status = await postForm(uri, { logout_token: logoutToken }, { mayReach, timeoutMs: TIMEOUT_MS, signal })
    return status >= 200 && status < 300 ? undefined : `http_${status}`
  } catch (error) {
    if (error instanceof UnansweredError) return error.code
    throw error
  }
}
