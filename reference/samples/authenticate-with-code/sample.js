import { WorkOS } from '@workos-inc/node'

const workos = new WorkOS('sk_test_default', { apiHostname: 'localhost', port: 4100, https: false })

const response = await workos.userManagement.authenticateWithCode({
  clientId: 'client_local',
  code: '01K7Q2M8ZK4M6N8P0Q2R4S6T8V',
})

console.log(response)
