import { WorkOS } from '@workos-inc/node'

const workos = new WorkOS('sk_test_default', { apiHostname: 'localhost', port: 4100, https: false })

const events = await workos.events.listEvents({ events: ['session.revoked'] })

console.log(events.data)
