import { WorkOS } from '@workos-inc/node'

const workos = new WorkOS('sk_test_default', { apiHostname: 'localhost', port: 4100, https: false })

const membership = await workos.userManagement.reactivateOrganizationMembership('om_01K7Q2M8ZB9C1D3E5F7G9H1J3K')

console.log(membership)
