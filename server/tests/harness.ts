import assert from 'node:assert/strict'
import { after, before } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { createApp } from '../src/app.ts'
import { type Config, DEFAULT_SESSION_SETTINGS, DEVELOPMENT_NETWORKS, type SessionSettings } from '../src/config.ts'
import type { AppContext } from '../src/context.ts'
import type { Database } from '../src/database/database.ts'
import type { SigningKeyRow } from '../src/database/schema.ts'
import { generateSigningKey } from '../src/features/signing-keys/generate-signing-key.ts'
import { insertSigningKey, listPublishedSigningKeys } from '../src/features/signing-keys/signing-key.queries.ts'
import { openContext } from '../src/open-context.ts'
import { systemClock } from '../src/platform/clock.ts'
import { createIds } from '../src/platform/ids.ts'
import { createLogger } from '../src/platform/logger.ts'
import type { Email, Mailer } from '../src/platform/mailer.ts'
import { createSeal } from '../src/platform/seal.ts'
import { hashSecret } from '../src/platform/secrets.ts'
import { createBrowser, type TestBrowser } from './support/browser.ts'
import { createCheapPasswords } from './support/cheap-passwords.ts'
import { openPlace, type TestDatabase } from './support/databases.ts'
import { checkDocumented } from './support/documented.ts'
import { createMailbox } from './support/mailbox.ts'

export const API_KEY = 'sk_test_default'
export const CLIENT_ID = 'client_local'
export const PASSWORD = 'correct horse battery'
/** Of tests that run at the same time: some stop a server in the middle of one. */
const LONGEST_TRANSACTION_MS = 40_000

export const SECRET = 'a secret of the tests, long enough 0123456789'

export interface Answer {
  status: number
  headers: Headers
  // biome-ignore lint/suspicious/noExplicitAny: tests look at whatever came back.
  body: any
}

export interface SignedIn {
  user: { id: string; email: string }
  sessionId: string
  accessToken: string
  refreshToken: string
}

/** A whole server in this process: an empty database, a clock to move, and words for what people do. */
export interface TestServer {
  app: AppContext
  origin: string
  /** As it came: no API key, redirects not followed. */
  request(path: string, init?: RequestInit): Promise<Response>
  /** With the API key; the body is read. */
  api(method: string, path: string, body?: object): Promise<Answer>
  createUser(fields?: object): Promise<{ id: string; email: string }>
  /** A new user signed in by password. */
  signedIn(): Promise<SignedIn>
  /** `more`: address and user agent, as an application tells them. */
  signIn(email: string, password?: string, more?: object): Promise<SignedIn>
  refresh(refreshToken: string, more?: object): Promise<Answer>
  logOut(sessionId: string, returnTo?: string): Promise<Response>
  /** The names of all events since the last call, oldest first. */
  newEvents(): Promise<string[]>
  passSeconds(seconds: number): void
  /** What the background jobs would send, sent now: the mails since the last call. */
  newMails(): Promise<Email[]>
  browser(): TestBrowser
  logLines: string[]
  close(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

export interface ServerOptions {
  mode?: Config['mode']
  publicUrl?: string
  session?: Partial<SessionSettings>
  cookieDomain?: string
  /** Address and port; without it nobody answers. */
  dnsServer?: string
  trustedProxies?: number
  rateLimits?: Config['rateLimits']
  metricsToken?: string
  receiverNetworks?: string[]
  geoipFile?: string
  /** Of the revocation feed, in the place of thousands. */
  mostFeedConsumers?: number
  /** Where a demo app would be; nobody starts one. */
  demoUrl?: string
  /** In the place of one that keeps the mails for `newMails`. */
  mailer?: Mailer | undefined
}

/** For the body of a suite: a server that exists while its tests run. */
export function useServer(on: TestDatabase, options: ServerOptions = {}): TestServer {
  // Filled in before the first test; nothing may look at it earlier.
  const server = {} as TestServer
  before(async () => {
    Object.assign(server, await startServer(on, options))
  })
  after(() => server.close())
  return server
}

/** For a test that needs a server of its own: `await using server = await startServer(…)`. */
export async function startServer(on: TestDatabase, options: ServerOptions = {}): Promise<TestServer> {
  const place = await on.create()
  const database = await openPlace(place)
  const time = { offset: 0 }
  const clock = { now: () => new Date(Date.now() + time.offset) }
  const logLines: string[] = []
  const log = createLogger((line) => logLines.push(line))
  await addSigningKey(database)
  const mailbox = createMailbox()
  const given = { config: testConfig(options), secret: SECRET, database, log, mailer: options.mailer ?? mailbox.mailer }
  const { mostFeedConsumers } = options
  const feedLimits = mostFeedConsumers === undefined ? {} : { mostConsumers: mostFeedConsumers }
  const app = await openContext(given, { clock, feedLimits, passwords: createCheapPasswords() })
  const close = async () => {
    await database.close()
    await place.remove()
  }
  return describeServer(app, { time, logLines, newMails: () => mailbox.collect(app), close })
}

function testConfig(options: ServerOptions): Config {
  return {
    mode: options.mode ?? 'development',
    host: '127.0.0.1',
    port: 0,
    publicUrl: options.publicUrl ?? 'http://localhost:4100',
    issuer: undefined,
    dataFolder: '',
    databaseUrl: undefined,
    seedFile: undefined,
    demoUrl: options.demoUrl,
    cookieDomain: options.cookieDomain,
    dnsServer: options.dnsServer,
    trustedProxies: options.trustedProxies ?? 0,
    rateLimits: options.rateLimits,
    isRequestLogOn: false,
    isCanaryOn: false,
    metricsTokenHash: options.metricsToken && hashSecret(options.metricsToken),
    receiverNetworks: options.receiverNetworks ?? DEVELOPMENT_NETWORKS,
    geoipFile: options.geoipFile,
    session: { ...DEFAULT_SESSION_SETTINGS, ...options.session },
  }
}

/** Unless another server on this database has added it. */
async function addSigningKey(database: Database): Promise<void> {
  const key = await sharedSigningKey()
  const present = await listPublishedSigningKeys(database.reader, new Date())
  if (present.length === 0) await database.transaction((db) => insertSigningKey(db, key))
}

/** Making an RSA key takes longer than most tests; all servers of a run share one. */
let signingKey: Promise<SigningKeyRow> | undefined
function sharedSigningKey(): Promise<SigningKeyRow> {
  const clock = systemClock
  signingKey ??= generateSigningKey({ clock, ids: createIds(clock), seal: createSeal(SECRET) }, new Date(0))
  return signingKey
}

function describeServer(
  app: AppContext,
  { time, ...beside }: { time: { offset: number } } & Pick<TestServer, 'logLines' | 'newMails' | 'close'>,
): TestServer {
  const origin = app.config.publicUrl
  const request = requestsTo(createApp(app), origin)
  let lastEvent = ''
  const server: TestServer = {
    app,
    origin,
    request,
    ...beside,
    [Symbol.asyncDispose]: beside.close,
    async api(method, path, body) {
      const response = await request(path, {
        method,
        headers: { authorization: `Bearer ${API_KEY}`, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
      return await readAnswer(response)
    },
    async createUser(fields = {}) {
      const email = `${app.ids.ulid().toLowerCase()}@example.com`
      const { status, body } = await server.api('POST', '/user_management/users', {
        email,
        password: PASSWORD,
        ...fields,
      })
      assert.equal(status, 201, JSON.stringify(body))
      return body
    },
    async signedIn() {
      const user = await server.createUser()
      return await server.signIn(user.email)
    },
    async signIn(email, password = PASSWORD, more = {}) {
      const { status, body } = await authenticate(server, {
        grant_type: 'password',
        client_secret: API_KEY,
        email,
        password,
        ...more,
      })
      assert.equal(status, 200, JSON.stringify(body))
      const { sid } = decodeToken(body.access_token)
      return { user: body.user, sessionId: sid, accessToken: body.access_token, refreshToken: body.refresh_token }
    },
    refresh: (refreshToken, more = {}) =>
      authenticate(server, { grant_type: 'refresh_token', refresh_token: refreshToken, ...more }),
    async logOut(sessionId, returnTo) {
      const query = new URLSearchParams({
        session_id: sessionId,
        ...(returnTo === undefined ? {} : { return_to: returnTo }),
      })
      return await request(`/user_management/sessions/logout?${query}`)
    },
    async newEvents() {
      await eventsToSettle(app)
      const events: string[] = []
      for (let isMore = true; isMore; ) {
        const { body } = await server.api('GET', `/events?limit=100${lastEvent ? `&after=${lastEvent}` : ''}`)
        events.push(...body.data.map((event: { event: string }) => event.event))
        lastEvent = body.data.at(-1)?.id ?? lastEvent
        isMore = body.list_metadata.after !== null
      }
      return events
    },
    passSeconds(seconds) {
      time.offset += seconds * 1000
    },
    browser: () => createBrowser(request, origin),
  }
  return server
}

/** As requests to the app as a function; every answer must be one that the OpenAPI document names. */
function requestsTo(hono: ReturnType<typeof createApp>, origin: string): TestServer['request'] {
  return async (path, init) => {
    const url = path.startsWith('http') ? path : `${origin}${path}`
    const response = await hono.request(url, init)
    await checkDocumented(init?.method ?? 'GET', url, response)
    return response
  }
}

/** On PostgreSQL an event is shown once every older transaction of the server has ended, other tests' included. */
export async function eventsToSettle(app: AppContext): Promise<void> {
  const count = async (table: 'event' | 'settled_event') =>
    await app.db
      .selectFrom(table)
      .select((where) => where.fn.countAll().as('count'))
      .executeTakeFirstOrThrow()
  for (const until = Date.now() + LONGEST_TRANSACTION_MS; Date.now() < until; await setTimeout(5)) {
    const [all, settled] = [await count('event'), await count('settled_event')]
    if (Number(all.count) === Number(settled.count)) return
  }
  throw new Error('Events have not settled: an older transaction is still open somewhere on this server.')
}

/** `POST /user_management/authenticate`, with the test's client id unless the body names one. */
export async function authenticate(server: TestServer, body: object): Promise<Answer> {
  const response = await server.request('/user_management/authenticate', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ client_id: CLIENT_ID, ...body }),
  })
  return await readAnswer(response)
}

export async function readAnswer(response: Response): Promise<Answer> {
  const text = await response.text()
  const isJson = response.headers.get('content-type')?.includes('application/json') ?? false
  return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text }
}

/** The claims, unchecked. */
export function decodeToken(
  token: string,
): Record<string, unknown> & { sid: string; sub: string; iat: number; exp: number } {
  const [, payload = ''] = token.split('.')
  return JSON.parse(Buffer.from(payload, 'base64url').toString())
}
