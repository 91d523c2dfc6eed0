import { WorkOS } from '@workos-inc/node'

const workos = new WorkOS('sk_test_default', { apiHostname: 'localhost', port: 4100, https: false })

const user = await workos.userManagement.getUserByExternalId('crm-1815')

console.log(user)
