import pg from 'pg'
import type { SessionFacts } from './history.ts'

/** What the database says in the end, asked without any code of the server. */
export async function readFacts(
  url: string,
): Promise<{ facts: Map<string, SessionFacts>; endedBrowsers: Set<string> }> {
  const client = new pg.Client(url)
  await client.connect()
  try {
    const sessions = await client.query('select id, ended_at, refresh_count from session')
    const events = await client.query(
      `select data::json ->> 'id' as id, count(*)::int as ends from event where event = 'session.revoked' group by 1`,
    )
    const browsers = await client.query('select id from browser_session where ended_at is not null')
    const ends = new Map<string, number>(events.rows.map(({ id, ends }) => [id, ends]))
    const facts = new Map<string, SessionFacts>()
    for (const { id, ended_at, refresh_count } of sessions.rows) {
      const endedAt = ended_at === null ? null : Date.parse(ended_at)
      facts.set(id, { endedAt, count: refresh_count, ends: ends.get(id) ?? 0 })
    }
    return { facts, endedBrowsers: new Set(browsers.rows.map(({ id }) => id)) }
  } finally {
    await client.end()
  }
}
