import { WorkOS } from '@workos-inc/node'

const workos = new WorkOS('sk_test_default', { apiHostname: 'localhost', port: 4100, https: false })

const group = await workos.groups.getGroup({
  organizationId: 'org_01K7Q2M8ZA2B4C6D8E0F1G3H5J',
  groupId: 'group_01K7Q2M8ZA2B4C6D8E0F1G3H5J',
})

console.log(group)
