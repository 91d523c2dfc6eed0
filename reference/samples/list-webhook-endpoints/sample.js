import { WorkOS } from '@workos-inc/node'

const workos = new WorkOS('sk_test_default', { apiHostname: 'localhost', port: 4100, https: false })

const endpoints = await workos.webhooks.listWebhookEndpoints()

console.log(endpoints.data)
