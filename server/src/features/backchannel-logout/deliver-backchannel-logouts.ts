import type { AppContext } from '../../context.ts'
import type { BackchannelLogoutRow } from '../../database/schema.ts'
import { inTransaction } from '../../database/transaction.ts'
import { createDeliveries, type Deliveries } from '../deliveries/deliveries.ts'
import { LOGOUT_SCHEDULES, pauseAfter } from '../deliveries/pause-after.ts'
import { LEASE_MS, postToReceiver } from '../deliveries/post-to-receiver.ts'
import { claimDueLogouts, listDueReceivers, noteDelivery, noteFailure } from './backchannel-logout.queries.ts'
import { signLogoutToken } from './logout-token.ts'

const AT_ONCE = 10

/** Tells applications of sessions that ended. */
export function createLogoutDeliveries(app: AppContext): Deliveries {
  return createDeliveries(app, {
    name: 'Back-channel logout',
    listDue: () => listDueReceivers(app.db, app.clock.now()),
    serve: (uriId, signal) => serve(app, uriId, signal),
  })
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
  const form = new URLSearchParams({ logout_token: logoutToken }).toString()
  const content = { type: 'application/x-www-form-urlencoded' as const, body: form }
  const error = await postToReceiver(app, claimed.uri, content, signal)
  // Without a note of it: after the lease somebody takes it up again.
  if (signal.aborted && error !== undefined) return
  const now = app.clock.now()
  if (error === undefined) return await inTransaction(app, (tx) => noteDelivery(tx.db, claimed, now))
  const pauseMs = pauseAfter(claimed.attempts, LOGOUT_SCHEDULES[app.config.mode])
  const nextAttemptAt = pauseMs === undefined ? undefined : new Date(now.getTime() + pauseMs)
  app.log.warn(
    nextAttemptAt
      ? 'An application could not be told that a session ended; it is tried again.'
      : 'An application could not be told that a session ended; it is given up.',
    { client_id: claimed.application_id, uri: claimed.uri, attempts: claimed.attempts, error },
  )
  await inTransaction(app, (tx) => noteFailure(tx.db, claimed, { error, nextAttemptAt, now }))
}
