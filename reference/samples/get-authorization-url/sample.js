import { WorkOS } from '@workos-inc/node'

const workos = new WorkOS('sk_test_default', { apiHostname: 'localhost', port: 4100, https: false })

const url = workos.userManagement.getAuthorizationUrl({
  provider: 'authkit',
  clientId: 'client_local',
  redirectUri: 'http://localhost:3000/callback',
})

console.log(url)
