import { dev } from './commands/dev.ts'
import { manage, managementCommands } from './commands/manage.ts'
import { serve } from './commands/serve.ts'
import { type Config, ConfigError, readConfig, type Secrets } from './config.ts'
import { DatabaseUnusableError } from './database/database.ts'
import { developmentSecret } from './development-secret.ts'
import { findFreePort } from './free-port.ts'
import { createLogger } from './platform/logger.ts'
import { writeTogether } from './platform/write-together.ts'
import { ListenError } from './serve.ts'

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

async function run(words: string[]): Promise<void> {
  const [first = 'help', second = '', ...rest] = words.filter((word) => word !== '--dev')
  if (['help', '--help', '-h'].includes(first)) return print(USAGE)
  if (first === 'dev') return await dev(...(await settings('development')), log, print)
  const mode = words.includes('--dev') ? 'development' : 'production'
  const name = `${first} ${second}`
  const isManagement = name in managementCommands
  if (first !== 'serve' && !isManagement) throw new ConfigError(`Unknown command: ${words.join(' ')}\n\n${USAGE}`)
  const [config, secrets] = await settings(mode)
  // In production the configuration was refused without one.
  const secret = secrets.secret ?? developmentSecret(config.dataFolder)
  if (isManagement) return await manage(name, { config, secret, log, arguments: rest, print })
  return await serve(config, { ...secrets, secret }, log)
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
