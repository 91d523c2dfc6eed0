import { WorkOS } from '@workos-inc/node'

const workos = new WorkOS('sk_test_default', { apiHostname: 'localhost', port: 4100, https: false })

const permission = await workos.authorization.createPermission({
  slug: 'videos:edit',
  name: 'Edit videos',
})

console.log(permission)
