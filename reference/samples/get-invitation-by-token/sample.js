import { WorkOS } from '@workos-inc/node'

const workos = new WorkOS('sk_test_default', { apiHostname: 'localhost', port: 4100, https: false })

const invitation = await workos.userManagement.findInvitationByToken('the-token-of-the-invitation')

console.log(invitation)
