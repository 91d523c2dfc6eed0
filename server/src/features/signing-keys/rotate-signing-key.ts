import type { Database } from '../../database/database.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Ids } from '../../platform/ids.ts'
import type { Seal } from '../../platform/seal.ts'
import { lockEnvironment } from '../environment/environment.queries.ts'
import { generateSigningKey } from './generate-signing-key.ts'
import { insertSigningKey, listPublishedSigningKeys, retireOtherSigningKeys } from './signing-key.queries.ts'

type KeyMaker = { database: Database; clock: Clock; ids: Ids; seal: Seal }

/** The longest that the official SDKs keep a JWKS (Node: 10 minutes); so long before its first use a key is published. */
export const PUBLISHED_AHEAD_MS = 10 * 60 * 1000

/** Makes the first key of an empty database; does nothing when there is one. Of several nodes, one makes it. */
export async function ensureSigningKey(app: KeyMaker): Promise<void> {
  const existing = await listPublishedSigningKeys(app.database.reader, app.clock.now())
  if (existing.length > 0) return
  const row = await generateSigningKey(app, app.clock.now())
  await app.database.transaction(async (db) => {
    await lockEnvironment(db)
    const others = await listPublishedSigningKeys(db, app.clock.now())
    if (others.length === 0) await insertSigningKey(db, row)
  })
}

/**
 * With overlap: the new key is published now and signs once every verifier has had time to fetch it; the old one
 * stays published until its last token has expired. Answers both moments.
 */
export async function rotateSigningKey(
  app: KeyMaker,
  accessTokenSeconds: number,
): Promise<{ id: string; activeFrom: Date; oldRetiredAt: Date }> {
  const activeFrom = new Date(app.clock.now().getTime() + PUBLISHED_AHEAD_MS)
  const oldRetiredAt = new Date(activeFrom.getTime() + accessTokenSeconds * 1000 + PUBLISHED_AHEAD_MS)
  return await replaceSigningKey(app, activeFrom, oldRetiredAt)
}

/** For a leaked key: every token it signed is refused as soon as verifiers fetch the JWKS again. */
export async function dropSigningKeys(app: KeyMaker): Promise<{ id: string; activeFrom: Date; oldRetiredAt: Date }> {
  const now = app.clock.now()
  return await replaceSigningKey(app, now, now)
}

async function replaceSigningKey(app: KeyMaker, activeFrom: Date, oldRetiredAt: Date) {
  const row = await generateSigningKey(app, activeFrom)
  await app.database.transaction(async (db) => {
    await lockEnvironment(db)
    await insertSigningKey(db, row)
    await retireOtherSigningKeys(db, row.id, oldRetiredAt)
  })
  return { id: row.id, activeFrom, oldRetiredAt }
}
