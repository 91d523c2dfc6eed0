import { WorkOS } from '@workos-inc/node'

const workos = new WorkOS('sk_test_default', { apiHostname: 'localhost', port: 4100, https: false })

const organization = await workos.organizations.getOrganizationByExternalId('crm-1822')

console.log(organization)
