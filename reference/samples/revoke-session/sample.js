import { WorkOS } from '@workos-inc/node'

const workos = new WorkOS('sk_test_default', { apiHostname: 'localhost', port: 4100, https: false })

await workos.userManagement.revokeSession({
  sessionId: 'session_01K7Q2M8ZC4T9X5B3VHJ6WNRDE',
})

console.log('revoked')
