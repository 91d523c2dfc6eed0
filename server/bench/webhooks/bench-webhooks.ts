import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { readConfig } from '../../src/config.ts'
import { openDatabase } from '../../src/database/open-database.ts'
import { openConnection } from '../connection.ts'
import { AGE_MS } from '../fill-dialects.ts'
import { insertEvents, RARE_EVENT } from '../fill-directory.ts'
import { createPostgresPlace, type Place } from '../places.ts'
import { authorized } from '../scenarios.ts'
import { type MeasuredServer, startServer } from '../server-process.ts'
import { type CountingReceiver, startCountingReceiver } from './counting-receiver.ts'

/**
 * Many events to two receivers, of which one fails every fifth request, while the nodes that deliver are killed every few
 * seconds: what is lost, and what comes twice.
 */
const { values } = parseArgs({
  options: {
    events: { type: 'string', default: '100000' },
    nodes: { type: 'string', default: '2' },
    'kill-every-seconds': { type: 'string', default: '3' },
    'minutes-at-most': { type: 'string', default: '30' },
  },
})
const EVENTS = Number(values.events)
const NODES = Number(values.nodes)
const KILL_EVERY_MS = Number(values['kill-every-seconds']) * 1_000
const LIMIT_MS = Number(values['minutes-at-most']) * 60_000
const ROWS_PER_STATEMENT = 10_000
const EVENT_NAMES = ['session.created', RARE_EVENT]
const API_KEY = 'sk_test_default'

const print = (text = '') => void process.stdout.write(`${text}\n`)

async function bench(place: Place): Promise<boolean> {
  const receivers = [
    await startCountingReceiver({ isFailing: false }),
    await startCountingReceiver({ isFailing: true }),
  ]
  // Development mode tries again after seconds instead of half a minute, and reaches receivers on this machine.
  const environment = { ...place.environment, GATEHOUSE_DEMO: 'off', GATEHOUSE_REQUEST_LOG: 'off' }
  const start = (index: number) =>
    startServer({ command: 'dev', environment, logFile: join(place.folder, `node-${index}.log`) })
  const nodes: MeasuredServer[] = [await start(0)]
  for (const { url } of receivers) await register(nodes[0], url)
  while (nodes.length < NODES) nodes.push(await start(nodes.length))

  const begin = performance.now()
  const isOver = () =>
    receivers.every((receiver) => receiver.accepted.size >= EVENTS) || performance.now() - begin > LIMIT_MS
  const filled = fill(environment)
  let kills = 0
  while (!isOver()) {
    await waitUntil(isOver, KILL_EVERY_MS)
    if (isOver()) break
    const victim = kills % nodes.length
    await nodes[victim]?.kill()
    kills += 1
    nodes[victim] = await start(victim)
  }
  await filled
  const seconds = (performance.now() - begin) / 1_000
  for (const node of nodes) await node.stop()
  for (const receiver of receivers) await receiver.stop()
  return report(receivers, { seconds, kills })
}

async function register(node: MeasuredServer | undefined, url: string): Promise<void> {
  const connection = await openConnection(node?.port ?? 0)
  const body = { endpoint_url: url, events: EVENT_NAMES }
  const answer = await connection.exchange(authorized({ apiKey: API_KEY }, '/webhook_endpoints', body))
  connection.close()
  if (answer.status !== 201) throw new Error(`An endpoint was answered ${answer.status}: ${answer.body}`)
}

async function fill(environment: Record<string, string>): Promise<void> {
  const { config } = readConfig('development', environment)
  const database = await openDatabase({ url: config.databaseUrl, folder: config.dataFolder })
  // Endpoints are told of what happens from their registration on.
  const now = new Date(Date.now() + AGE_MS)
  for (let from = 0; from < EVENTS; from += ROWS_PER_STATEMENT) {
    const part = { count: EVENTS, now, from, to: Math.min(EVENTS, from + ROWS_PER_STATEMENT) }
    await database.transaction((db) => insertEvents(db, database.kind, part))
  }
  await database.close()
}

async function waitUntil(isOver: () => boolean, ms: number): Promise<void> {
  const until = performance.now() + ms
  while (performance.now() < until && !isOver()) await wait(100)
}

function report(receivers: CountingReceiver[], { seconds, kills }: { seconds: number; kills: number }): boolean {
  print(
    `${EVENTS} events to ${receivers.length} receivers from ${NODES} nodes, of which ${kills} were killed, in ${seconds.toFixed(0)} s`,
  )
  let isClean = true
  for (const { accepted, refused } of receivers) {
    const times = [...accepted.values()].reduce((sum, count) => sum + count, 0)
    const lost = EVENTS - accepted.size
    const duplicates = (times - accepted.size) / EVENTS
    print(`  refused ${refused}, accepted ${times}, lost ${lost}, duplicates ${(100 * duplicates).toFixed(2)} %`)
    isClean = isClean && lost === 0 && duplicates < 0.02
  }
  return isClean
}

const adminUrl = process.env.GATEHOUSE_TEST_POSTGRES
if (adminUrl === undefined) {
  print('Set GATEHOUSE_TEST_POSTGRES to the URL of a PostgreSQL server on which databases may be created.')
  process.exit(1)
}
const place = await createPostgresPlace(adminUrl)
const isClean = await bench(place).finally(() => place.remove())
process.exit(isClean ? 0 : 1)
