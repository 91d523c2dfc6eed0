import type { Config } from '../../config.ts'
import { type Database, DatabaseUnusableError } from '../../database/database.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Seal } from '../../platform/seal.ts'
import { randomKey } from '../../platform/secrets.ts'
import { findEnvironment, insertEnvironmentUnlessPresent } from './environment.queries.ts'

const TOKEN_KEY_CONTEXT = 'environment.token_key'

/**
 * Claims an empty database for one mode, or checks that this one is of the right mode and was sealed with the same
 * secret. Answers the key that authenticates refresh tokens.
 */
export async function openEnvironment(
  app: { database: Database; clock: Clock; config: Config },
  seal: Seal,
): Promise<Buffer> {
  const { mode } = app.config
  await app.database.transaction((db) =>
    insertEnvironmentUnlessPresent(db, {
      id: 1,
      mode,
      sealed_token_key: seal.seal(randomKey(), TOKEN_KEY_CONTEXT),
      created_at: app.clock.now().toISOString(),
    }),
  )
  const environment = await findEnvironment(app.database.reader)
  if (!environment) throw new Error('The environment row was inserted, but cannot be read.')
  if (environment.mode !== mode) throw new DatabaseUnusableError(WRONG_MODE[mode])
  try {
    return seal.open(environment.sealed_token_key, TOKEN_KEY_CONTEXT)
  } catch {
    throw new DatabaseUnusableError(
      'GATEHOUSE_SECRET is not the secret this database was created with. Set the right one; it cannot be recovered from the database.',
    )
  }
}

const WRONG_MODE = {
  production:
    'This database was created by `gatehouse dev` and holds a user with a well-known password. Use another data folder or database for `gatehouse serve`.',
  development:
    'This database was created by `gatehouse serve`; development mode would add a well-known user and API key to it. Name another folder in GATEHOUSE_DATA or another DATABASE_URL.',
}
