import { WorkOS } from '@workos-inc/node'

const workos = new WorkOS('sk_test_default', { apiHostname: 'localhost', port: 4100, https: false })

const { apiKey } = await workos.apiKeys.createValidation({ value: 'sk_the-api-key-of-the-organization' })

console.log(apiKey)
