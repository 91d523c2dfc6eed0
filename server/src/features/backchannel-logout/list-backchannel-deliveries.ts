import type { Reader } from '../../database/database.ts'
import { type BackchannelDelivery, toBackchannelDelivery } from './backchannel-delivery.wire.ts'
import { listBackchannelLogouts } from './backchannel-logout.queries.ts'

/** An entry for each receiver that the application had when the session ended; none while it is alive. */
export async function listBackChannelDeliveries(db: Reader, sessionId: string): Promise<BackchannelDelivery[]> {
  return (await listBackchannelLogouts(db, sessionId)).map(toBackchannelDelivery)
}
