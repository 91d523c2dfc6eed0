import { WorkOS } from '@workos-inc/node'

const workos = new WorkOS('sk_test_default', { apiHostname: 'localhost', port: 4100, https: false })

const passwordReset = await workos.userManagement.createPasswordReset({
  email: 'ada@example.com',
})

console.log(passwordReset)
