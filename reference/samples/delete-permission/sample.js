import { WorkOS } from '@workos-inc/node'

const workos = new WorkOS('sk_test_default', { apiHostname: 'localhost', port: 4100, https: false })

await workos.authorization.deletePermission('videos:view')

console.log('done')
