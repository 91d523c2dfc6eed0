import { WorkOS } from '@workos-inc/node'

const workos = new WorkOS('sk_test_default', { apiHostname: 'localhost', port: 4100, https: false })

const { data: key } = await workos.post('/api_keys/api_key_01K7Q2M8ZA2B4C6D8E0F1G3H5J/expire', {
  expires_at: '2036-01-01T00:00:00.000Z',
})

console.log(key)
