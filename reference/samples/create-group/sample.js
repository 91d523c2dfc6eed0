import { WorkOS } from '@workos-inc/node'

const workos = new WorkOS('sk_test_default', { apiHostname: 'localhost', port: 4100, https: false })

const group = await workos.groups.createGroup({
  organizationId: 'org_01K7Q2M8ZA2B4C6D8E0F1G3H5J',
  name: 'Engineering',
  description: 'The engineering team',
})

console.log(group)
