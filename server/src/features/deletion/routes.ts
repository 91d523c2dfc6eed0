import { deleteOrganizationRoute } from './delete-organization.route.ts'
import { deleteOrganizationRoleRoute } from './delete-organization-role.route.ts'
import { deleteUserRoute } from './delete-user.route.ts'

export const deletionRoutes = [deleteUserRoute, deleteOrganizationRoute, deleteOrganizationRoleRoute]
