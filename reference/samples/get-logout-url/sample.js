import { WorkOS } from '@workos-inc/node'

const workos = new WorkOS('sk_test_default', { apiHostname: 'localhost', port: 4100, https: false })

const url = workos.userManagement.getLogoutUrl({
  sessionId: 'session_01K7Q2M8ZC4T9X5B3VHJ6WNRDE',
  returnTo: 'https://app.example.com/signed-out',
})

console.log(url)
