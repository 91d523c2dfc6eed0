import type { Reader, Writer } from '../../database/database.ts'
import { inPageOrder, type Keyset } from '../../database/keyset.ts'
import type { WebhookEndpointRow } from '../../database/schema.ts'

/** An endpoint row with the names of its events decoded. */
export type WebhookEndpoint = Omit<WebhookEndpointRow, 'events'> & { events: string[] }

export async function findWebhookEndpoint(db: Reader, id: string): Promise<WebhookEndpoint | undefined> {
  return decode(await db.selectFrom('webhook_endpoint').selectAll().where('id', '=', id).executeTakeFirst())
}

export async function listWebhookEndpoints(db: Reader, keyset: Keyset): Promise<WebhookEndpoint[]> {
  const rows = await inPageOrder(db.selectFrom('webhook_endpoint').selectAll(), keyset).execute()
  return rows.map(decodeRow)
}

export async function listEnabledEndpoints(db: Reader): Promise<WebhookEndpoint[]> {
  const rows = await db.selectFrom('webhook_endpoint').selectAll().where('status', '=', 'enabled').execute()
  return rows.map(decodeRow)
}

/**
 * None of them is deleted or disabled before the end of the transaction, so whoever does that sees what was made for
 * it until then.
 */
export async function holdEnabledEndpoints(db: Writer): Promise<WebhookEndpoint[]> {
  const rows = await db
    .updateTable('webhook_endpoint')
    .set({ status: 'enabled' })
    .where('status', '=', 'enabled')
    .returningAll()
    .execute()
  return rows.map(decodeRow)
}

/** Until the end of the transaction its status stays what it is. */
export async function holdWebhookEndpoint(db: Writer, id: string): Promise<WebhookEndpoint | undefined> {
  return await changeWebhookEndpoint(db, id, { id })
}

export async function countWebhookEndpoints(db: Reader): Promise<number> {
  const { count } = await db
    .selectFrom('webhook_endpoint')
    .select((where) => where.fn.countAll().as('count'))
    .executeTakeFirstOrThrow()
  return Number(count)
}

/** Nothing returned: the URL is registered already. */
export async function insertWebhookEndpoint(
  db: Writer,
  endpoint: WebhookEndpoint,
): Promise<WebhookEndpoint | undefined> {
  return decode(
    await db
      .insertInto('webhook_endpoint')
      .values({ ...endpoint, events: JSON.stringify(endpoint.events) })
      .onConflict((conflict) => conflict.doNothing())
      .returningAll()
      .executeTakeFirst(),
  )
}

/** Nothing returned: there is no such endpoint. */
export async function changeWebhookEndpoint(
  db: Writer,
  id: string,
  { events, ...columns }: Partial<WebhookEndpoint>,
): Promise<WebhookEndpoint | undefined> {
  return decode(
    await db
      .updateTable('webhook_endpoint')
      .set(events === undefined ? columns : { ...columns, events: JSON.stringify(events) })
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirst(),
  )
}

export async function findEndpointByUrl(db: Reader, url: string): Promise<WebhookEndpoint | undefined> {
  return decode(await db.selectFrom('webhook_endpoint').selectAll().where('endpoint_url', '=', url).executeTakeFirst())
}

/** Answers whether it was there. */
export async function removeWebhookEndpoint(db: Writer, id: string): Promise<boolean> {
  const { numDeletedRows } = await db.deleteFrom('webhook_endpoint').where('id', '=', id).executeTakeFirst()
  return numDeletedRows > 0n
}

function decode(row: WebhookEndpointRow | undefined): WebhookEndpoint | undefined {
  return row && decodeRow(row)
}

function decodeRow(row: WebhookEndpointRow): WebhookEndpoint {
  return { ...row, events: JSON.parse(row.events) }
}
