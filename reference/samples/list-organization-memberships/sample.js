import { WorkOS } from '@workos-inc/node'

const workos = new WorkOS('sk_test_default', { apiHostname: 'localhost', port: 4100, https: false })

const memberships = await workos.userManagement.listOrganizationMemberships({
  userId: 'user_01K7Q2M8Z3E5R7T9V1W3X5Y7Z9',
})

console.log(memberships.data)
