import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseUnusableError } from './database/database.ts'
import { randomSecret } from './platform/secrets.ts'

const FILE_NAME = 'development-secret'

/** Made on the first start and kept beside the database, so that sessions survive a restart and no secret is well known. */
export function developmentSecret(folder: string): string {
  const file = join(folder, FILE_NAME)
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    // Fails when the file exists: of two processes that start at once, both go on with the first one's secret.
    writeFileSync(file, randomSecret(), { mode: 0o600, flag: 'wx' })
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw unusable(folder, error)
  }
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw unusable(folder, error)
  }
}

function unusable(folder: string, error: unknown): DatabaseUnusableError {
  const reason = error instanceof Error ? error.message : String(error)
  return new DatabaseUnusableError(
    `Cannot use the data folder ${folder} (${reason}). Make it readable and writable, or name another one in GATEHOUSE_DATA.`,
  )
}
