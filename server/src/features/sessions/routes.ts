import { getSession } from './get-session.route.ts'
import { listSessionDeliveries } from './list-session-deliveries.route.ts'
import { listSessions } from './list-sessions.route.ts'
import { logOut } from './log-out.route.ts'
import { createRevocation, getRevocation } from './revocation.routes.ts'
import { revokeSession } from './revoke-session.route.ts'
import { signedOutPage } from './signed-out.page.ts'

/** `logout` before `{id}`: the first that matches answers. */
export const sessionRoutes = [
  logOut,
  revokeSession,
  createRevocation,
  getRevocation,
  listSessions,
  getSession,
  listSessionDeliveries,
  signedOutPage,
]
