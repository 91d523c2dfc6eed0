import { logOut } from './log-out.route.ts'
import { revokeSession } from './revoke-session.route.ts'
import { signedOutPage } from './signed-out.page.ts'

export const sessionRoutes = [logOut, revokeSession, signedOutPage]
