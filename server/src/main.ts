import { type Config, ConfigError, readConfig, type Secrets } from './config.ts'
import { DatabaseUnusableError } from './database/database.ts'
import { developmentSecret } from './development-secret.ts'
import { findFreePort } from './free-port.ts'
import { ListenError } from './listen-error.ts'
import { createLogger } from './platform/logger.ts'
import { writeTogether } from './platform/write-together.ts'

const USAGE = `Usage: gatehouse <command>

  dev                        a server and a demo app for a laptop or CI, no set-up needed
  serve                      production

  api-keys create [--name n] make an API key
  api-keys list              list the API keys
  api-keys revoke <id>       stop an API key from working
  keys rotate                a new signing key, with overlap
  keys drop                  a new signing key at once; withdraw the others

The last five work on the database of \`serve\`; add --dev for the one of \`dev\`.
Settings are environment variables: see the README.
`

const print = (text: string) => void process.stdout.write(text)
const log = createLogger(writeTogether(process.stderr))

/** A server is loaded once its settings are known to be good: to tell of a mistake takes nothing of it. */
async function run(words: string[]): Promise<void> {
  const [first = 'help', second = '', ...rest] = words.filter((word) => word !== '--dev')
  if (['help', '--help', '-h'].includes(first)) return print(USAGE)
  const mode = first === 'dev' || words.includes('--dev') ? 'development' : 'production'
  if (first === 'dev') {
    const given = await settings(mode)
    const { dev } = await import('./commands/dev.ts')
    return await dev(...given, log, print)
  }
  if (first === 'serve') {
    const [config, secrets] = await settings(mode)
    const { serve } = await import('./commands/serve.ts')
    return await serve(config, { ...secrets, secret: secretOf(config, secrets) }, log)
  }
  const { manage, managementCommands } = await import('./commands/manage.ts')
  const name = `${first} ${second}`
  if (!(name in managementCommands)) throw new ConfigError(`Unknown command: ${words.join(' ')}\n\n${USAGE}`)
  const [config, secrets] = await settings(mode)
  await manage(name, { config, secret: secretOf(config, secrets), log, arguments: rest, print })
}

/** In production the configuration was refused without one. */
function secretOf(config: Config, { secret }: Secrets): string {
  return secret ?? developmentSecret(config.dataFolder)
}

/** The one place that reads the environment. */
async function settings(mode: Config['mode']): Promise<[Config, Secrets]> {
  const { config, ...secrets } = readConfig(mode, process.env)
  if (config.port !== 0) return [config, secrets]
  // Chosen before anything listens, because addresses in answers are made of it, and the demo app takes the next one.
  const port = await findFreePort(config.host)
  return [readConfig(mode, { ...process.env, PORT: String(port) }).config, secrets]
}

/** What an operator can put right is said in a line; anything else is a fault of ours and shown whole. */
function fail(error: unknown): void {
  const isExpected =
    error instanceof ConfigError || error instanceof DatabaseUnusableError || error instanceof ListenError
  if (isExpected) process.stderr.write(`gatehouse: ${error.message}\n`)
  else log.error('Gatehouse stopped because of an unexpected error.', error)
  process.exit(1)
}

run(process.argv.slice(2)).catch(fail)
