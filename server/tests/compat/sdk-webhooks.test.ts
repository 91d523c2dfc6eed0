import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createWebhookDeliveries } from '../../src/features/webhooks/deliver-webhooks.ts'
import { fanOutEvents } from '../../src/features/webhooks/fan-out-events.ts'
import { eventsToSettle } from '../harness.ts'
import { type ReceivedWebhook, startWebhookReceiver } from '../support/webhook-receiver.ts'
import type { LiveServer } from './live-server.ts'
import { onEachSdk, plain, type Sdk } from './sdks.ts'

onEachSdk('webhooks', suite)

function suite(sdk: Sdk, server: LiveServer): void {
  const url = `https://${sdk.version}.example.com/webhooks`

  test('what the server sends is what the SDK verifies and reads; what has been changed on the way is refused', async () => {
    const { webhooks, userManagement } = sdk.connect(server)
    await using receiver = await startWebhookReceiver()
    const endpoint = { endpoint_url: receiver.url, events: ['user.created'] }
    const { secret } = (await server.api('POST', '/webhook_endpoints', endpoint)).body
    const user = await userManagement.createUser({ email: `zoe-${sdk.version}@example.com`, firstName: 'Zoë' })

    const { body, headers } = await deliver(server, receiver.received)

    const given = { payload: JSON.parse(body), sigHeader: String(headers['workos-signature']), secret }
    const event = await webhooks.constructEvent(given)
    assert.ok(event.event === 'user.created')
    assert.deepEqual([event.data.id, event.data.firstName], [user.id, 'Zoë'])
    const changed = { ...given, payload: { ...given.payload, event: 'user.deleted' } }
    await assert.rejects(webhooks.constructEvent(changed), { name: 'SignatureVerificationException' })
    await assert.rejects(webhooks.constructEvent({ ...given, secret: 'whsec_of_another' }), {
      name: 'SignatureVerificationException',
    })
  })

  if (!sdk.knowsWebhookEndpoints) return

  test('endpoints are made, changed, paged through and deleted; the same again is refused by type', async () => {
    const { webhooks } = sdk.connect(server)

    const made = await webhooks.createWebhookEndpoint({ endpointUrl: url, events: ['session.revoked'] })
    for (let more = 0; more < 12; more++)
      await webhooks.createWebhookEndpoint({ endpointUrl: `${url}/${more}`, events: ['user.created'] })

    assert.match(made.id, /^we_/)
    assert.deepEqual(plain([made.endpointUrl, made.status, made.events]), [url, 'enabled', ['session.revoked']])
    assert.ok(made.secret)
    const all = await (await webhooks.listWebhookEndpoints()).autoPagination()
    assert.equal(all.filter(({ endpointUrl }) => endpointUrl.startsWith(url)).length, 13)
    const changed = await webhooks.updateWebhookEndpoint({ id: made.id, status: 'disabled', events: ['user.created'] })
    assert.deepEqual([changed.status, changed.events], ['disabled', ['user.created']])
    await assert.rejects(webhooks.createWebhookEndpoint({ endpointUrl: url, events: ['user.created'] }), {
      status: 409,
    })
    await webhooks.deleteWebhookEndpoint({ id: made.id })
    await assert.rejects(webhooks.updateWebhookEndpoint({ id: made.id }), sdk.errors.NotFoundException)
  })
}

/** What was due is sent now, and the newest of it answered. */
async function deliver({ app }: LiveServer, received: ReceivedWebhook[]): Promise<ReceivedWebhook> {
  await eventsToSettle(app)
  await fanOutEvents(app)
  const deliveries = createWebhookDeliveries(app)
  await deliveries.begin()
  await deliveries.settled()
  const webhook = received.at(-1)
  assert.ok(webhook)
  return webhook
}
