import { WorkOS } from '@workos-inc/node'

const workos = new WorkOS('sk_test_default', { apiHostname: 'localhost', port: 4100, https: false })

const endpoint = await workos.webhooks.createWebhookEndpoint({
  endpointUrl: 'https://app.example.com/webhooks',
  events: ['session.revoked'],
})

console.log(endpoint)
