import { WorkOS } from '@workos-inc/node'

const workos = new WorkOS('sk_test_default', { apiHostname: 'localhost', port: 4100, https: false })

const user = await workos.userManagement.createUser({
  email: 'grace@example.com',
  firstName: 'Grace',
  lastName: 'Hopper',
})

console.log(user)
