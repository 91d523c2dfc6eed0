import { WorkOS } from '@workos-inc/node'

const workos = new WorkOS('sk_test_default', { apiHostname: 'localhost', port: 4100, https: false })

const organizations = await workos.organizations.listOrganizations({ domains: ['engines.example'] })

console.log(organizations.data)
