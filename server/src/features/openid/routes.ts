import { authorizeRoutes } from './authorize.routes.ts'
import { discoveryRoutes } from './discovery.routes.ts'
import { relyingPartyLogoutPages } from './relying-party-logout.page.ts'
import { token } from './token.route.ts'
import { userinfoRoutes } from './userinfo.routes.ts'

export const openidRoutes = [
  ...discoveryRoutes,
  ...authorizeRoutes,
  token,
  ...userinfoRoutes,
  ...relyingPartyLogoutPages,
]
