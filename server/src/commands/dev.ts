import type { Config, Secrets } from '../config.ts'
import type { AppContext } from '../context.ts'
import { openDatabase } from '../database/open-database.ts'
import { demoPortOf } from '../demo-url.ts'
import { developmentSecret } from '../development-secret.ts'
import { DEVELOPMENT_API_KEY } from '../features/applications/api-keys.ts'
import { applySeed } from '../features/seed/apply-seed.ts'
import { readSeedFile, seedOf } from '../features/seed/seed-file.ts'
import { ListenError, toListenError } from '../listen-error.ts'
import { DEVELOPMENT_CLIENT_ID, openContext } from '../open-context.ts'
import type { Logger } from '../platform/logger.ts'
import { createPrintingMailer, createSmtpMailer } from '../platform/mailer.ts'
import { randomSecret } from '../platform/secrets.ts'
import { serve } from '../serve.ts'
import { type Running, runUntilStopped } from './run-until-stopped.ts'

const DEMO_USER = {
  email: 'demo@example.com',
  password: 'open the gate',
  email_verified: true,
  first_name: 'Ada',
  last_name: 'Lovelace',
}

/** Everything a laptop or CI needs, with well-known credentials that exist in no other mode. */
export async function dev(
  config: Config,
  { secret, smtp }: Secrets,
  log: Logger,
  print: (text: string) => void,
): Promise<void> {
  const seed = config.seedFile ? await readSeedFile(config.seedFile) : undefined
  const database = await openDatabase({ url: config.databaseUrl, folder: config.dataFolder })
  const session = { ...config.session, ...seed?.session } as Config['session']
  const app = await openContext({
    config: { ...config, session },
    secret: secret ?? developmentSecret(config.dataFolder),
    database,
    log,
    mailer: smtp ? createSmtpMailer(smtp.server, smtp.from) : createPrintingMailer(print),
  })
  if (seed) await applySeed(app, seed)
  const demo = config.demoUrl === undefined ? undefined : await startDemo(app, config.demoUrl)
  if (demo) await applySeed(app, seedOf({ users: [DEMO_USER] }))
  // Last, so that whoever waits for an answer finds everything in place.
  const server = await serve(app)
  print(banner(app))
  await runUntilStopped(app, server, demo ? [demo] : [])
}

/** The demo is a workspace of its own, written with the official SDK; it knows this server by its URL only. */
async function startDemo(app: AppContext, url: string): Promise<Running> {
  const { startDemo: start } = await import('@gatehouse/demo')
  const { host, publicUrl } = app.config
  const port = demoPortOf(app.config.port)
  try {
    return await start({
      port,
      host,
      url,
      gatehouseUrl: publicUrl,
      clientId: DEVELOPMENT_CLIENT_ID,
      apiKey: DEVELOPMENT_API_KEY,
      cookiePassword: randomSecret(),
      person: DEMO_USER,
    })
  } catch (error) {
    // What a socket fails with has a code.
    const problem = error as NodeJS.ErrnoException
    if (problem.code !== 'EADDRINUSE') throw toListenError(problem, host, port)
    throw new ListenError(
      `Cannot start the demo app: port ${port} is taken. Set PORT to another one (the demo takes the next), or GATEHOUSE_DEMO=off.`,
    )
  }
}

function banner(app: AppContext): string {
  const { publicUrl, databaseUrl, dataFolder, demoUrl } = app.config
  const lines = [
    ['Gatehouse', `${publicUrl}   (development mode)`],
    ...(demoUrl
      ? [
          ['Try it', `${demoUrl}   sign in, see the session, sign out`],
          ['Demo user', `${DEMO_USER.email}   password: ${DEMO_USER.password}`],
        ]
      : []),
    ['API key', DEVELOPMENT_API_KEY],
    ['Client ID', DEVELOPMENT_CLIENT_ID],
    ['Data', databaseUrl ? 'PostgreSQL (DATABASE_URL)' : dataFolder],
  ]
  const rows = lines.map(([name = '', value]) => `  ${name.padEnd(10)} ${value}`)
  return `\n${rows.join('\n')}\n\n  Point an SDK here:  new WorkOS({ apiKey: '${DEVELOPMENT_API_KEY}', clientId: '${DEVELOPMENT_CLIENT_ID}', apiHostname: 'localhost', port: ${app.config.port}, https: false })\n\n`
}
