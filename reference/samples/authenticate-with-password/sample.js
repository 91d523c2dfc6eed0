import { WorkOS } from '@workos-inc/node'

const workos = new WorkOS('sk_test_default', { apiHostname: 'localhost', port: 4100, https: false })

const response = await workos.userManagement.authenticateWithPassword({
  clientId: 'client_local',
  email: 'ada@example.com',
  password: 'analytical engine',
})

console.log(response)
