import { WorkOS } from '@workos-inc/node'

const workos = new WorkOS('sk_test_default', { apiHostname: 'localhost', port: 4100, https: false })

const users = await workos.userManagement.listUsers({ email: 'ada@example.com' })

console.log(users.data)
