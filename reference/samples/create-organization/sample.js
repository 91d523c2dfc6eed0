import { WorkOS } from '@workos-inc/node'

const workos = new WorkOS('sk_test_default', { apiHostname: 'localhost', port: 4100, https: false })

const organization = await workos.organizations.createOrganization({
  name: 'Navy',
  domainData: [{ domain: 'navy.example', state: 'verified' }],
})

console.log(organization)
