import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { WorkOS } from '@workos-inc/node'
import { API_KEY, eventsToSettle, startServer, type TestServer, useServer } from '../../../tests/harness.ts'
import { onEachDatabase } from '../../../tests/support/databases.ts'
import { startWebhookReceiver, type WebhookReceiver } from '../../../tests/support/webhook-receiver.ts'
import type { WebhookDeliveryRow } from '../../database/schema.ts'
import { inTransaction } from '../../database/transaction.ts'
import { listEvents } from '../events/event.queries.ts'
import { recordEvent } from '../events/record-event.ts'
import { createUser } from '../users/create-user.ts'
import { createWebhookDeliveries } from './deliver-webhooks.ts'
import { fanOutEvents } from './fan-out-events.ts'
import { registerWebhookEndpoint } from './register-webhook-endpoint.ts'
import { removeOldWebhookDeliveries } from './remove-old-webhook-deliveries.ts'
import { insertDeliveries } from './webhook-delivery.queries.ts'

const PATH = '/webhook_endpoints'

type Endpoint = WebhookReceiver & { id: string; secret: string }

/** A receiver that is registered for as long as the test lasts. */
async function endpointOf(server: TestServer, events = ['user.created']): Promise<Endpoint> {
  const receiver = await startWebhookReceiver()
  const { status, body } = await server.api('POST', PATH, { endpoint_url: receiver.url, events })
  assert.equal(status, 201, JSON.stringify(body))
  const { id, secret } = body as { id: string; secret: string }
  return Object.assign(receiver, {
    id,
    secret,
    [Symbol.asyncDispose]: async () => {
      await server.api('DELETE', `${PATH}/${id}`)
      await receiver.stop()
    },
  })
}

/** What the background jobs do, until nothing is under way. */
async function deliver({ app }: TestServer): Promise<void> {
  await eventsToSettle(app)
  await fanOutEvents(app)
  const deliveries = createWebhookDeliveries(app)
  await deliveries.begin()
  await deliveries.settled()
}

/** What an endpoint would be owed of the latest event. */
async function anyDelivery({ app }: TestServer, { id }: Endpoint): Promise<WebhookDeliveryRow> {
  const [latest] = await listEvents(app.db, { names: [] }, { direction: 'desc', from: undefined, limit: 1 })
  assert.ok(latest)
  const time = app.clock.now().toISOString()
  return {
    ...{ endpoint_id: id, event_id: latest.id, event: latest.event, attempts: 0, next_attempt_at: time },
    ...{ last_error: null, delivered_at: null, created_at: time, updated_at: time },
  }
}

/** Also when the endpoint is gone, and the API shows nothing of it. */
async function waitingFor({ app }: TestServer, { id }: Endpoint): Promise<string[]> {
  const rows = await app.db.selectFrom('webhook_delivery').selectAll().where('endpoint_id', '=', id).execute()
  return rows.filter((row) => row.next_attempt_at !== null).map((row) => row.event_id)
}

const eventsOf = ({ received }: WebhookReceiver) => received.map(({ body }) => JSON.parse(body))

onEachDatabase('webhooks', (database) => {
  const server = useServer(database)
  const deliveriesOf = async ({ id }: Endpoint, query = '') =>
    (await server.api('GET', `${PATH}/${id}/deliveries?order=asc&limit=100${query}`)).body.data

  test('an endpoint has every key of the official object, and is found, changed and deleted', async () => {
    const { status, body } = await server.api('POST', PATH, {
      endpoint_url: 'https://app.example.com/hooks',
      events: ['session.revoked', 'connection.activated', 'session.revoked'],
    })

    assert.equal(status, 201)
    const { id, secret, created_at, updated_at, ...rest } = body
    assert.match(id, /^we_[0-9A-HJKMNP-TV-Z]{26}$/)
    assert.equal(secret.length, 43)
    assert.equal(created_at, updated_at)
    assert.deepEqual(rest, {
      object: 'webhook_endpoint',
      endpoint_url: 'https://app.example.com/hooks',
      status: 'enabled',
      events: ['session.revoked', 'connection.activated'],
    })
    assert.deepEqual((await server.api('GET', PATH)).body.data, [body])
    const { body: changed } = await server.api('PATCH', `${PATH}/${id}`, { status: 'disabled' })
    assert.deepEqual({ ...changed, updated_at }, { ...body, status: 'disabled' })
    const again = await server.api('POST', PATH, { endpoint_url: body.endpoint_url, events: ['user.created'] })
    assert.deepEqual([again.status, again.body.code], [409, 'duplicate_endpoint'])
    assert.equal((await server.api('DELETE', `${PATH}/${id}`)).status, 204)
    assert.equal((await server.api('DELETE', `${PATH}/${id}`)).status, 404)
    assert.deepEqual((await server.api('GET', PATH)).body.data, [])
  })

  test('the secret is not in the database as it is', async () => {
    await using endpoint = await endpointOf(server)

    const row = await server.app.db.selectFrom('webhook_endpoint').selectAll().executeTakeFirstOrThrow()

    assert.equal(JSON.stringify(row).includes(endpoint.secret), false)
  })

  test('T51: an address that is not one to post to is refused', async () => {
    const bad = [
      'http://app.example.com/',
      'ftp://app.example.com/',
      'https://a:b@app.example.com/',
      'https://x/#y',
      'no',
    ]
    for (const endpoint_url of bad) {
      const { status, body } = await server.api('POST', PATH, { endpoint_url, events: ['user.created'] })
      assert.deepEqual([status, body.code], [422, 'invalid_url'], endpoint_url)
    }
    assert.equal((await server.api('POST', PATH, { endpoint_url: 'https://x.example', events: [] })).status, 422)
    assert.equal((await server.api('POST', PATH, { endpoint_url: 'https://x.example', events: ['*'] })).status, 422)
  })

  test('an endpoint gets the events that it asked for, once, as GET /events shows them and signed for the SDKs', async () => {
    await using endpoint = await endpointOf(server, ['user.created', 'user.deleted'])
    const user = await server.createUser()
    await server.api('PUT', `/user_management/users/${user.id}`, { first_name: 'Ada' })

    await deliver(server)
    await deliver(server)

    const [event] = eventsOf(endpoint)
    assert.equal(endpoint.received.length, 1)
    const { body } = await server.api('GET', '/events?events=user.created&order=desc&limit=1')
    assert.deepEqual(event, body.data[0])
    const [{ headers, body: payload }] = endpoint.received as [WebhookReceiver['received'][0]]
    assert.match(headers['content-type'] ?? '', /^application\/json/)
    assert.match(String(headers['workos-signature']), /^t=\d{13}, v1=[0-9a-f]{64}$/)
    const { webhooks } = new WorkOS(API_KEY)
    const signed = { sigHeader: String(headers['workos-signature']), payload: JSON.parse(payload) }
    const verified = await webhooks.constructEvent({ ...signed, secret: endpoint.secret })
    assert.equal(verified.event, 'user.created')
    await assert.rejects(webhooks.constructEvent({ ...signed, secret: 'not it' }))
    const [delivery] = await deliveriesOf(endpoint)
    assert.deepEqual([delivery.event_id, delivery.status, delivery.attempts], [event.id, 'delivered', 1])
  })

  test('what happened before it was there, or while it was disabled, is not for it', async () => {
    await server.createUser()
    await using endpoint = await endpointOf(server)
    await server.createUser()
    await deliver(server)
    await server.api('PATCH', `${PATH}/${endpoint.id}`, { status: 'disabled' })
    await server.createUser()
    await deliver(server)
    server.passSeconds(1)
    await server.api('PATCH', `${PATH}/${endpoint.id}`, { status: 'enabled' })
    const { id } = await server.createUser()

    await deliver(server)

    assert.equal(endpoint.received.length, 2)
    assert.equal(eventsOf(endpoint)[1].data.id, id)
  })

  test('of what was rolled back nothing is told', async () => {
    await using endpoint = await endpointOf(server)
    const { body: user } = await server.api('POST', '/user_management/users', { email: 'rolled@example.com' })
    await assert.rejects(
      inTransaction(server.app, async (tx) => {
        await recordEvent(tx, 'user.created', { ...user, id: 'user_never' })
        throw new Error('no')
      }),
    )

    await deliver(server)

    assert.deepEqual(
      eventsOf(endpoint).map(({ data }) => data.id),
      [user.id],
    )
  })

  test('is tried again with back-off until it answers with 2xx; a redirect is a failure and not followed', async () => {
    await using endpoint = await endpointOf(server)
    const answers = [500, 302, 204]
    endpoint.answer = () => answers.shift() ?? 200
    await server.createUser()

    await deliver(server)
    const [first] = await deliveriesOf(endpoint)
    await deliver(server)
    assert.equal(endpoint.received.length, 1, 'not before its time')
    server.passSeconds(1)
    await deliver(server)
    const [second] = await deliveriesOf(endpoint)
    server.passSeconds(3)
    await deliver(server)

    assert.deepEqual([first.status, first.last_error], ['pending', 'http_500'])
    assert.deepEqual([second.status, second.last_error, second.attempts], ['pending', 'http_302', 2])
    const [last] = await deliveriesOf(endpoint)
    assert.deepEqual([last.status, last.last_error, last.attempts], ['delivered', null, 3])
    assert.equal(endpoint.received.length, 3)
    assert.equal(new Set(endpoint.received.map(({ headers }) => headers['workos-signature'])).size, 3, 'signed afresh')
  })

  test('is given up after the last attempt, and can be sent again', async () => {
    await using endpoint = await endpointOf(server)
    endpoint.answer = () => 503
    await server.createUser()
    for (let attempt = 0; attempt < 10; attempt++) {
      await deliver(server)
      server.passSeconds(60)
    }
    const [failed] = await deliveriesOf(endpoint, '&status=failed')
    assert.deepEqual([failed.status, failed.attempts, failed.next_attempt_at], ['failed', 8, null])
    assert.equal(endpoint.received.length, 8)

    endpoint.answer = () => 200
    const again = await server.api('POST', `${PATH}/${endpoint.id}/deliveries/${failed.event_id}/redeliver`)
    await deliver(server)

    assert.deepEqual([again.status, again.body.status], [200, 'pending'])
    assert.equal(endpoint.received.length, 9)
    assert.deepEqual(await deliveriesOf(endpoint, '&status=failed'), [])
    const unknown = await server.api('POST', `${PATH}/${endpoint.id}/deliveries/event_none/redeliver`)
    assert.equal(unknown.status, 404)
  })

  test('410 disables the endpoint, and what it was owed is given up', async () => {
    await using endpoint = await endpointOf(server)
    endpoint.answer = () => 410
    for (let i = 0; i < 12; i++) await server.createUser()

    await deliver(server)

    const { body } = await server.api('GET', PATH)
    assert.equal(body.data.find(({ id }: Endpoint) => id === endpoint.id).status, 'disabled')
    const deliveries = await deliveriesOf(endpoint)
    assert.equal(deliveries.length, 12)
    assert.deepEqual([...new Set(deliveries.map(({ status }: { status: string }) => status))], ['failed'])
  })

  test('to a disabled endpoint nothing is sent again, and whoever asks is told what to do first', async () => {
    await using endpoint = await endpointOf(server)
    endpoint.answer = () => 410
    await server.createUser()
    await deliver(server)
    const [failed] = await deliveriesOf(endpoint)
    const redeliver = () => server.api('POST', `${PATH}/${endpoint.id}/deliveries/${failed.event_id}/redeliver`)

    const refused = await redeliver()
    const afterwards = await deliveriesOf(endpoint)
    endpoint.answer = () => 200
    await server.api('PATCH', `${PATH}/${endpoint.id}`, { status: 'enabled' })
    const allowed = await redeliver()
    await deliver(server)

    assert.deepEqual([refused.status, refused.body.code], [409, 'endpoint_disabled'])
    assert.match(refused.body.message, /is disabled.*enabled.*first/)
    assert.deepEqual(afterwards, [failed], 'a refusal changes nothing')
    assert.deepEqual([allowed.status, allowed.body.status], [200, 'pending'])
    assert.equal(endpoint.received.length, 2)
    assert.equal((await deliveriesOf(endpoint))[0].status, 'delivered')
  })

  test('while it is disabled and asked for events again at once, nothing is left waiting for it', async () => {
    await using endpoint = await endpointOf(server)
    for (let i = 0; i < 8; i++) await server.createUser()
    await deliver(server)
    const owed = await deliveriesOf(endpoint)

    const answers = await Promise.all([
      ...owed.map(({ event_id }: { event_id: string }) =>
        server.api('POST', `${PATH}/${endpoint.id}/deliveries/${event_id}/redeliver`),
      ),
      server.api('PATCH', `${PATH}/${endpoint.id}`, { status: 'disabled' }),
    ])

    assert.deepEqual(
      answers.filter(({ status }) => ![200, 409].includes(status)),
      [],
    )
    assert.deepEqual(await deliveriesOf(endpoint, '&status=pending'), [])
  })

  for (const [what, change] of [
    ['deleted', ({ id }: Endpoint) => server.api('DELETE', `${PATH}/${id}`)],
    ['disabled', ({ id }: Endpoint) => server.api('PATCH', `${PATH}/${id}`, { status: 'disabled' })],
  ] as const) {
    test(`while deliveries are made an endpoint is ${what}: nothing is left waiting for it, and others get theirs`, async () => {
      await using changed = await endpointOf(server)
      await using other = await endpointOf(server)
      const user = await server.createUser()
      await eventsToSettle(server.app)
      const row = await anyDelivery(server, changed)

      // Whether this row is there is not known before the end of its transaction, and so deliveries wait for that.
      const { promise: moment, reject: takeBack } = Promise.withResolvers<never>()
      const undecided = inTransaction(server.app, async (tx) => {
        await insertDeliveries(tx.db, [row])
        return await moment
      })
      const making = fanOutEvents(server.app)
      await sleep(30)
      const changing = change(changed)
      await Promise.race([changing, sleep(30)])
      takeBack(new Error('taken back'))
      await assert.rejects(undecided, /taken back/)
      await Promise.all([making, changing])
      await deliver(server)

      assert.deepEqual(await waitingFor(server, changed), [])
      assert.deepEqual(changed.received, [])
      assert.deepEqual(
        eventsOf(other).map(({ data }) => data.id),
        [user.id],
      )
    })
  }

  test('one that does not answer makes no other wait', async () => {
    await using slow = await endpointOf(server)
    await using quick = await endpointOf(server)
    slow.answer = () => 'hang'
    await server.createUser()
    await eventsToSettle(server.app)
    await fanOutEvents(server.app)
    const deliveries = createWebhookDeliveries(server.app)

    await deliveries.begin()
    for (let tries = 0; tries < 1000 && (await deliveriesOf(quick))[0].status !== 'delivered'; tries++) await sleep(5)

    assert.equal((await deliveriesOf(quick))[0].status, 'delivered')
    assert.equal((await deliveriesOf(slow))[0].status, 'pending')
    await deliveries.close()
    const [brokenOff] = await deliveriesOf(slow)
    assert.deepEqual([brokenOff.status, brokenOff.last_error], ['pending', null], 'taken up again after its lease')
  })

  test('two nodes at the same work tell once', async () => {
    await using endpoint = await endpointOf(server)
    for (let i = 0; i < 25; i++) await server.createUser()
    await eventsToSettle(server.app)

    await Promise.all([fanOutEvents(server.app), fanOutEvents(server.app)])
    const nodes = [createWebhookDeliveries(server.app), createWebhookDeliveries(server.app)]
    await Promise.all(nodes.map((node) => node.begin()))
    await Promise.all(nodes.map((node) => node.settled()))

    const ids = eventsOf(endpoint).map(({ id }) => id)
    assert.equal(ids.length, 25)
    assert.equal(new Set(ids).size, 25)
  })

  test('deliveries are remembered for 30 days', async () => {
    await using endpoint = await endpointOf(server)
    await server.createUser()
    await deliver(server)
    server.passSeconds(30 * 24 * 60 * 60 + 1)

    await removeOldWebhookDeliveries(server.app)

    assert.deepEqual(await deliveriesOf(endpoint), [])
  })
})

onEachDatabase('webhooks in production', (database) => {
  test('T51: are not posted to addresses of the inside, whatever the name says', async () => {
    await using receiver = await startWebhookReceiver()
    await using server = await startServer(database, {
      mode: 'production',
      publicUrl: 'https://auth.example.com',
      receiverNetworks: [],
    })
    const { app } = server
    const endpoint_url = receiver.url.replace('http://127.0.0.1', 'https://localhost')
    await registerWebhookEndpoint(app, { endpoint_url, events: ['user.created'] })
    await createUser(app, { email: 'ada@example.com' })

    await deliver(server)

    const delivery = await app.db.selectFrom('webhook_delivery').selectAll().executeTakeFirstOrThrow()
    assert.equal(delivery.last_error, 'address_not_allowed')
    assert.deepEqual(receiver.received, [])
    const plain = registerWebhookEndpoint(app, { endpoint_url: receiver.url, events: ['user.created'] })
    await assert.rejects(plain, { code: 'invalid_url' })
  })
})
