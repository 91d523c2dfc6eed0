import { createApp } from '../../src/app.ts'
import { readConfig } from '../../src/config.ts'
import type { AppContext } from '../../src/context.ts'
import { openContext } from '../../src/open-context.ts'
import { createLogger } from '../../src/platform/logger.ts'
import type { SendRequest } from './api-client.ts'
import { createCheapPasswords } from './cheap-passwords.ts'
import { openPlace, type Place } from './databases.ts'
import { at, PRODUCTION } from './spawn-server.ts'

/** A production server in this process, whose clock can be moved, on a database that real commands work on as well. */
export interface ProductionNode {
  app: AppContext
  request: SendRequest
  passSeconds(seconds: number): void
  close(): Promise<void>
}

export async function openProductionNode(place: Place): Promise<ProductionNode> {
  const { config, secret = '' } = readConfig('production', { ...PRODUCTION, ...at(place) })
  let offset = 0
  const clock = { now: () => new Date(Date.now() + offset) }
  const log = createLogger(() => {})
  const given = { config, secret, database: await openPlace(place), log }
  const app = await openContext(given, { clock, passwords: createCheapPasswords() })
  const hono = createApp(app)
  return {
    app,
    request: (path, init) => hono.request(path, init),
    passSeconds(seconds) {
      offset += seconds * 1000
    },
    close: () => app.database.close(),
  }
}
