import { WorkOS } from '@workos-inc/node'

const workos = new WorkOS('sk_test_default', { apiHostname: 'localhost', port: 4100, https: false })

const permission = await workos.authorization.updatePermission('videos:view', {
  name: 'Watch videos',
})

console.log(permission)
