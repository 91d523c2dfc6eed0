import { WorkOS } from '@workos-inc/node'

const workos = new WorkOS('sk_test_default', { apiHostname: 'localhost', port: 4100, https: false })

const invitation = await workos.userManagement.sendInvitation({
  email: 'grace@example.com',
  organizationId: 'org_01K7Q2M8ZA2B4C6D8E0F1G3H5J',
  roleSlug: 'admin',
  inviterUserId: 'user_01K7Q2M8Z3E5R7T9V1W3X5Y7Z9',
})

console.log(invitation)
