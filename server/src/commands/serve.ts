import type { Config } from '../config.ts'
import { DatabaseUnusableError } from '../database/database.ts'
import { openDatabase } from '../database/open-database.ts'
import { listApiKeys } from '../features/applications/application.queries.ts'
import { applySeed } from '../features/seed/apply-seed.ts'
import { readSeedFile } from '../features/seed/seed-file.ts'
import { openContext } from '../open-context.ts'
import type { Logger } from '../platform/logger.ts'
import { serve as listen } from '../serve.ts'
import { runUntilStopped } from './run-until-stopped.ts'

/** Production. Nothing of the development defaults exists here: no well-known key, user, application or open redirect. */
export async function serve(config: Config, secret: string, log: Logger): Promise<void> {
  const seed = config.seedFile ? await readSeedFile(config.seedFile) : undefined
  const database = await openDatabase({ url: config.databaseUrl, folder: config.dataFolder })
  const session = { ...config.session, ...seed?.session } as Config['session']
  const app = await openContext({ config: { ...config, session }, secret, database, log })
  const keys = await listApiKeys(app.db)
  if (!keys.some((key) => key.revoked_at === null)) {
    throw new DatabaseUnusableError(
      'There is no API key yet, so no application could use this server. Create one with: gatehouse api-keys create',
    )
  }
  if (seed) await applySeed(app, seed)
  const server = await listen(app)
  log.info('Gatehouse is ready.', {
    url: config.publicUrl,
    host: config.host,
    port: config.port,
    database: database.kind,
  })
  await runUntilStopped(app, server, [])
}
