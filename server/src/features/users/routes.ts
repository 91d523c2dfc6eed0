import { createUserRoute } from './create-user.route.ts'
import { getUser } from './get-user.route.ts'
import { getUserByExternalId } from './get-user-by-external-id.route.ts'
import { listUserSessions } from './list-user-sessions.route.ts'
import { listUsers } from './list-users.route.ts'
import { suspensionRoutes } from './suspension.routes.ts'
import { updateUserRoute } from './update-user.route.ts'

export const userRoutes = [
  createUserRoute,
  listUsers,
  getUserByExternalId,
  getUser,
  updateUserRoute,
  listUserSessions,
  ...suspensionRoutes,
]
