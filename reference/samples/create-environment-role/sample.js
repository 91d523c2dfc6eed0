import { WorkOS } from '@workos-inc/node'

const workos = new WorkOS('sk_test_default', { apiHostname: 'localhost', port: 4100, https: false })

const role = await workos.authorization.createEnvironmentRole({
  slug: 'editor',
  name: 'Editor',
})

console.log(role)
