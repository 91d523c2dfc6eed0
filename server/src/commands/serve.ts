import type { Config, Secrets } from '../config.ts'
import { DatabaseUnusableError } from '../database/database.ts'
import { openDatabase } from '../database/open-database.ts'
import { listApiKeys } from '../features/applications/application.queries.ts'
import { applySeed } from '../features/seed/apply-seed.ts'
import { readSeedFile } from '../features/seed/seed-file.ts'
import { openContext } from '../open-context.ts'
import type { Logger } from '../platform/logger.ts'
import { createSmtpMailer } from '../platform/mailer.ts'
import { releaseStartUpMemory } from '../platform/start-up-memory.ts'
import { serve as listen } from '../serve.ts'
import { runUntilStopped } from './run-until-stopped.ts'

/** A load balancer's first probes come right after the start and should not wait. */
const FIRST_REQUESTS_MS = 2_000

/** Production. Nothing of the development defaults exists here: no well-known key, user, application or open redirect. */
export async function serve(
  config: Config,
  { secret, smtp }: Secrets & { secret: string },
  log: Logger,
): Promise<void> {
  const seed = config.seedFile ? await readSeedFile(config.seedFile) : undefined
  const database = await openDatabase({ url: config.databaseUrl, folder: config.dataFolder })
  const session = { ...config.session, ...seed?.session } as Config['session']
  const mailer = smtp && createSmtpMailer(smtp.server, smtp.from)
  const app = await openContext({ config: { ...config, session }, secret, database, log, mailer })
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
  if (!mailer)
    log.warn(
      'No mail is sent: GATEHOUSE_SMTP_URL is not set. The queue keeps what is written until it is too old to be of use.',
    )
  setTimeout(releaseStartUpMemory, FIRST_REQUESTS_MS).unref()
  await runUntilStopped(app, server, [])
}
