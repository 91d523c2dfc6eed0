import { readConfig } from '../../src/config.ts'
import { openDatabase } from '../../src/database/open-database.ts'
import { toAccessTokenClaims } from '../../src/features/authentication/access-token-claims.ts'
import { signAccessToken } from '../../src/features/signing-keys/sign-access-token.ts'
import { openContext } from '../../src/open-context.ts'
import { createLogger } from '../../src/platform/logger.ts'

/** Session → access token, as each session's application holds one. Signed here, because 1,000 sign-ins take minutes. */
export async function issueTokens(
  environment: Record<string, string>,
  sessionIds: string[],
): Promise<{ tokens: Map<string, string>; issuer: string }> {
  const { config, secret } = readConfig('production', environment)
  if (secret === undefined) throw new Error('The environment of the measured servers has a secret.')
  const database = await openDatabase({ url: config.databaseUrl, folder: config.dataFolder })
  try {
    const app = await openContext({ config, secret, database, log: createLogger(() => {}) })
    const rows = await app.db.selectFrom('session').selectAll().where('id', 'in', sessionIds).execute()
    const now = app.clock.now()
    const tokens = new Map<string, string>()
    let issuer = ''
    for (const row of rows) {
      const claims = toAccessTokenClaims(app, { session: row, at: now, standing: undefined })
      issuer = claims.iss
      tokens.set(row.id, await signAccessToken(app, claims, now))
    }
    return { tokens, issuer }
  } finally {
    await database.close()
  }
}
