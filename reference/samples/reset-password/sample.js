import { WorkOS } from '@workos-inc/node'

const workos = new WorkOS('sk_test_default', { apiHostname: 'localhost', port: 4100, https: false })

const { user } = await workos.userManagement.resetPassword({
  token: 'the-token-of-the-mail',
  newPassword: 'difference engine no. 2',
})

console.log(user)
