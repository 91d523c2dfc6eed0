import { WorkOS } from '@workos-inc/node'

const workos = new WorkOS('sk_test_default', { apiHostname: 'localhost', port: 4100, https: false })

const response = await workos.userManagement.authenticateWithRefreshToken({
  clientId: 'client_local',
  refreshToken: 'the-refresh-token-of-the-session',
})

console.log(response)
