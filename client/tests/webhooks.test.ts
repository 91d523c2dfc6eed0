import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { describe, test } from 'node:test'
import { WorkOS } from '@workos-inc/node'
import fc from 'fast-check'
import type { EventCatalogue } from '../../server/src/features/events/event-catalogue.ts'
import { createWebhookDeliveries } from '../../server/src/features/webhooks/deliver-webhooks.ts'
import { fanOutEvents } from '../../server/src/features/webhooks/fan-out-events.ts'
import { useLiveServer } from '../../server/tests/compat/live-server.ts'
import { API_KEY, CLIENT_ID, eventsToSettle } from '../../server/tests/harness.ts'
import { sqlite } from '../../server/tests/support/databases.ts'
import { startWebhookReceiver } from '../../server/tests/support/webhook-receiver.ts'
import type { CamelCase } from '../src/api/letter-case.ts'
import {
  type EventData,
  Gatehouse,
  InvalidOptionsError,
  SignatureVerificationException,
  type SignedWebhook,
} from '../src/index.ts'

const official = new WorkOS('sk_a').webhooks
const { webhooks } = new Gatehouse({ baseUrl: 'https://auth.example.com', clientId: 'client_a' })

const SECRET = 'whsec_a'
const BODY = '{"event":"user.created","data":{"first_name":"Zoë"}}'

function sign(body: string, { at = Date.now() as number | string, secret = SECRET } = {}): string {
  return `t=${at}, v1=${createHmac('sha256', secret).update(`${at}.${body}`).digest('hex')}`
}

/** By other means than the client's own. */
function textOf(payload: SignedWebhook['payload']): string {
  if (typeof payload === 'string') return payload
  if (payload instanceof Uint8Array) return Buffer.from(payload).toString()
  return payload instanceof ArrayBuffer ? Buffer.from(payload).toString() : JSON.stringify(payload)
}

type Theirs = Parameters<typeof official.verifyHeader>[0]

async function outcomeOf(verify: Promise<boolean>): Promise<string> {
  return await verify.then(String, (error: Error) => `${error.name}: ${error.message}`)
}

async function assertSame(given: SignedWebhook): Promise<string> {
  const [ours, theirs] = await Promise.all([
    outcomeOf(webhooks.verifyHeader(given)),
    outcomeOf(official.verifyHeader(given as Theirs)),
  ])
  assert.equal(ours, theirs, JSON.stringify(given))
  return ours
}

describe('the signature of a webhook', () => {
  test('is accepted and refused as the official SDK does, whatever comes', async (t) => {
    // The two look at the clock one after the other.
    t.mock.timers.enable({ apis: ['Date'], now: Date.now() })
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 40 }),
      fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 20 }).map((units) => String.fromCharCode(...units)),
    )
    const payload = fc.oneof(
      text,
      fc.json(),
      fc.uint8Array({ maxLength: 40 }),
      fc.uint8Array({ maxLength: 40 }).map((bytes) => bytes.slice().buffer),
      fc.dictionary(fc.string(), fc.jsonValue()),
    )
    const now = Date.now()
    const at = fc.oneof(
      fc.integer({ min: -200_000, max: 200_000 }).map((offset) => now + offset),
      fc.constantFrom(-180_001, -180_000, -179_999).map((offset) => now + offset),
      fc.constantFrom('', 'x', '1', `${now}x`, ` ${now}`, `${now}.0`, '-1', 'Infinity'),
    )
    const change = fc.constantFrom(
      (header: string) => header,
      (header: string) => header,
      (header: string) => header.toUpperCase(),
      (header: string) => header.replace(', ', ','),
      (header: string) => header.slice(0, -1),
      (header: string) => `${header} `,
      (header: string) => `${header}0`,
      (header: string) => `${header}, v1=0`,
      (header: string) => header.replace(/.$/, (last) => (last === '0' ? '1' : '0')),
      (header: string) => header.replace('t=', 't'),
      (header: string) => header.replace('v1=', 'v1'),
      (header: string) => header.replace('v1=', 'v2='),
      (header: string) => header.split(', ').reverse().join(', '),
    )
    const tolerance = fc.constantFrom(undefined, undefined, 0, 1000, 1e9, Number.POSITIVE_INFINITY)
    const seen = new Set<string>()

    await fc.assert(
      fc.asyncProperty(payload, at, change, tolerance, text, async (payload, at, change, tolerance, noise) => {
        const header = change(sign(textOf(payload), { at }))
        seen.add(await assertSame({ payload, sigHeader: header, secret: SECRET, tolerance }))
        seen.add(await assertSame({ payload, sigHeader: noise, secret: SECRET, tolerance }))
        await assertSame({ payload, sigHeader: header, secret: `${noise}x`, tolerance })
      }),
      { numRuns: 200 },
    )

    // Otherwise it has shown little: accepted, and each of the four reasons to refuse.
    assert.equal(seen.size, 5, [...seen].join('\n'))
  })

  test('has to be there, of this body and secret, and young', async () => {
    const sigHeader = sign(BODY)
    const refused = [
      { payload: BODY, sigHeader: null, secret: SECRET },
      { payload: BODY, sigHeader: undefined, secret: SECRET },
      { payload: `${BODY} `, sigHeader, secret: SECRET },
      { payload: BODY, sigHeader, secret: 'whsec_b' },
      { payload: BODY, sigHeader: sign(BODY, { at: Date.now() - 181_000 }), secret: SECRET },
    ]

    assert.equal(await webhooks.verifyHeader({ payload: BODY, sigHeader, secret: SECRET }), true)
    for (const webhook of refused) {
      await assert.rejects(webhooks.verifyHeader(webhook), SignatureVerificationException)
      await assert.rejects(webhooks.constructEvent(webhook), SignatureVerificationException)
    }
  })

  test('is not looked at without a secret, which would be everybody’s, or with a tolerance that tolerates everything', async () => {
    const missing = undefined as unknown as string
    for (const wrong of [{ secret: '' }, { secret: missing }, { tolerance: Number.NaN }, { tolerance: -1 }]) {
      const webhook = { payload: BODY, sigHeader: sign(BODY, { at: 1 }), secret: SECRET, ...wrong }
      await assert.rejects(webhooks.verifyHeader(webhook), InvalidOptionsError)
    }
  })

  test('is over the bytes as they came: text, bytes and a parsed body give the same event', async () => {
    const sigHeader = sign(BODY)
    const bytes = new TextEncoder().encode(BODY)

    for (const payload of [BODY, bytes, bytes.buffer, new DataView(bytes.buffer), JSON.parse(BODY)]) {
      const event = await webhooks.constructEvent({ payload, sigHeader, secret: SECRET })
      assert.deepEqual(event, { event: 'user.created', data: { firstName: 'Zoë' } })
    }
  })
})

describe('a webhook of a real server', () => {
  const server = useLiveServer(sqlite)

  test('is the event that the list of events shows, typed, and what the official SDK reads', async () => {
    const { app } = server
    const gatehouse = new Gatehouse({ baseUrl: server.url, clientId: CLIENT_ID, apiKey: API_KEY })
    await using receiver = await startWebhookReceiver()
    const { secret } = await gatehouse.webhooks.createWebhookEndpoint({
      endpointUrl: receiver.url,
      events: ['user.created'],
    })
    const metadata = { cost_center: '7' }
    const user = await gatehouse.userManagement.createUser({ email: 'zoe@example.com', firstName: 'Zoë', metadata })

    await eventsToSettle(app)
    await fanOutEvents(app)
    const deliveries = createWebhookDeliveries(app)
    await deliveries.begin()
    await deliveries.settled()

    const [webhook] = receiver.received
    assert.ok(webhook)
    const given = { payload: webhook.body, sigHeader: String(webhook.headers['workos-signature']), secret }
    const event = await gatehouse.webhooks.constructEvent(given)
    const { data } = await gatehouse.events.listEvents({ events: ['user.created'] })
    assert.deepEqual(event, data.at(-1))
    assert.ok(event.event === 'user.created')
    // Only after the name has been looked at there is a `firstName`: this compiles because of the types.
    assert.deepEqual([event.data.id, event.data.firstName, event.data.metadata], [user.id, 'Zoë', metadata])
    const theirs = await official.constructEvent({ ...given, payload: JSON.parse(given.payload) })
    assert.ok(theirs.event === 'user.created')
    assert.deepEqual([theirs.id, theirs.data.firstName], [event.id, event.data.firstName])
    await assert.rejects(
      gatehouse.webhooks.constructEvent({ ...given, payload: given.payload.replace('Zoë', 'Zoe') }),
      SignatureVerificationException,
    )
  })
})

/** What may be left out is not there as undefined: JSON has no such thing. */
type Exact<T> = T extends object ? { [Name in keyof T]: Exact<Exclude<T[Name], undefined>> } : T

test('every event of the server has its type, and that is what it carries', () => {
  type Told = { [Name in keyof EventCatalogue]: Exact<CamelCase<EventCatalogue[Name]>> }
  // Neither compiles when one has what the other has not.
  const fromServer = (told: Told): EventData => told
  const fromClient = (data: EventData): { [Name in keyof Told]: unknown } => data

  assert.equal(typeof fromServer, typeof fromClient)
})
