import { parseArgs } from 'node:util'
import type { Config } from '../config.ts'
import { ConfigError } from '../config.ts'
import type { AppContext } from '../context.ts'
import { openDatabase } from '../database/open-database.ts'
import { inTransaction } from '../database/transaction.ts'
import { createApiKey } from '../features/applications/api-keys.ts'
import { listApiKeys, listApplications, markApiKeyRevoked } from '../features/applications/application.queries.ts'
import { dropSigningKeys, rotateSigningKey } from '../features/signing-keys/rotate-signing-key.ts'
import { openContext } from '../open-context.ts'
import type { Logger } from '../platform/logger.ts'

interface Invocation {
  app: AppContext
  words: string[]
  options: { name?: string | undefined }
  print: (text: string) => void
}

type Command = (invocation: Invocation) => Promise<void>

/** Commands that work on the database of a server, running or not. */
export const managementCommands: Record<string, Command> = {
  'api-keys create': async ({ app, options, print }) => {
    const { value } = await createApiKey(app, options.name ?? 'Default')
    const [application] = await listApplications(app.db)
    print(
      `API key    ${value}\nClient ID  ${application?.id}\n\nThe key is shown this once; only its hash is stored.\n`,
    )
  },

  'api-keys list': async ({ app, print }) => {
    for (const key of await listApiKeys(app.db)) {
      print(
        `${key.id}  sk_…${key.hint}  ${key.revoked_at ? `revoked ${key.revoked_at}` : `since ${key.created_at}`}  ${key.name}\n`,
      )
    }
  },

  'api-keys revoke': async ({ app, words: [id], print }) => {
    if (!id)
      throw new ConfigError('Name the key to revoke: gatehouse api-keys revoke <id> (see: gatehouse api-keys list)')
    const isRevoked = await inTransaction(app, (tx) => markApiKeyRevoked(tx.db, id, app.clock.now()))
    if (!isRevoked) throw new ConfigError(`There is no working API key with the id ${id}.`)
    print(`Revoked ${id}: every node refuses it from now on.\n`)
  },

  'keys rotate': async ({ app, print }) => {
    const { id, activeFrom, oldRetiredAt } = await rotateSigningKey(app, app.config.session.accessTokenSeconds)
    print(
      `${id} is published now and signs from ${activeFrom.toISOString()}.\nThe old key stays published until ${oldRetiredAt.toISOString()}.\n`,
    )
  },

  'keys drop': async ({ app, print }) => {
    const { id } = await dropSigningKeys(app)
    print(
      `${id} signs from now on; every other key is withdrawn, and tokens signed with it are refused as soon as verifiers fetch the JWKS again.\n`,
    )
  },
}

export async function manage(
  name: string,
  given: { config: Config; secret: string; log: Logger; arguments: string[]; print: (text: string) => void },
): Promise<void> {
  const command = managementCommands[name]
  if (!command) throw new ConfigError(`Unknown command: ${name}`)
  const { values, positionals } = readArguments(given.arguments)
  const database = await openDatabase({ url: given.config.databaseUrl, folder: given.config.dataFolder })
  const app = await openContext({ config: given.config, secret: given.secret, database, log: given.log })
  try {
    await command({ app, words: positionals, options: values, print: given.print })
  } finally {
    await database.close()
  }
}

function readArguments(words: string[]) {
  try {
    return parseArgs({ args: words, options: { name: { type: 'string' } }, allowPositionals: true })
  } catch (error) {
    throw new ConfigError(error instanceof Error ? error.message : String(error))
  }
}
