import type { Config } from './config.ts'
import type { AppContext } from './context.ts'
import type { Database } from './database/database.ts'
import { ensureApplication } from './features/applications/ensure-application.ts'
import { openEnvironment } from './features/environment/open-environment.ts'
import { openJwtTemplate } from './features/jwt-templates/jwt-template-in-force.ts'
import { createApiKeyUses } from './features/owned-api-keys/api-key-uses.ts'
import { createRevocationFeed, type FeedLimits } from './features/revocation-feed/revocation-feed.ts'
import { ensureDefaultRoles } from './features/roles/default-roles.ts'
import { openKeyRing } from './features/signing-keys/key-ring.ts'
import { ensureSigningKey } from './features/signing-keys/rotate-signing-key.ts'
import { type Clock, systemClock } from './platform/clock.ts'
import { createDns, type Dns } from './platform/dns.ts'
import { watchEventLoop } from './platform/event-loop.ts'
import { createIds } from './platform/ids.ts'
import type { Logger } from './platform/logger.ts'
import type { Mailer } from './platform/mailer.ts'
import { createMetrics } from './platform/metrics.ts'
import { createPasswords, type Passwords } from './platform/passwords.ts'
import { createPlaces } from './platform/places.ts'
import { createSeal } from './platform/seal.ts'

export const DEVELOPMENT_CLIENT_ID = 'client_local'

/** What tests put in the place of the real thing. */
export interface Substitutes {
  clock?: Clock
  passwords?: Passwords
  dns?: Dns
  feedLimits?: Partial<FeedLimits>
}

/** Makes a migrated database ready to serve from: environment, first signing key, first application. */
export async function openContext(
  given: { config: Config; secret: string; database: Database; log: Logger; mailer?: Mailer | undefined },
  {
    clock = systemClock,
    passwords = createPasswords(),
    dns = createDns(given.config.dnsServer),
    feedLimits,
  }: Substitutes = {},
): Promise<AppContext> {
  const { config, database, log, mailer } = given
  const seal = createSeal(given.secret)
  const ids = createIds(clock)
  const tokenKey = await openEnvironment({ database, clock, config }, seal)
  await ensureSigningKey({ database, clock, ids, seal })
  const keys = await openKeyRing({ database, clock }, { seal, tokenKey })
  const places = createPlaces(config.geoipFile, log)
  const feed = createRevocationFeed({ database, clock, config }, feedLimits)
  const app: AppContext = {
    config,
    clock,
    ids,
    log,
    passwords,
    keys,
    jwtTemplate: await openJwtTemplate({ database, log }),
    seal,
    mailer,
    dns,
    places,
    feed,
    apiKeyUses: createApiKeyUses(),
    metrics: createMetrics(),
    eventLoop: watchEventLoop(config.metricsTokenHash !== undefined),
    database,
    db: database.reader,
  }
  await ensureDefaultRoles(app)
  await ensureApplication(app, config.mode === 'development' ? DEVELOPMENT_CLIENT_ID : undefined)
  return app
}
