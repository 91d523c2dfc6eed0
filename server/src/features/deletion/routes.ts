import { deleteMembershipRoute } from './delete-membership.route.ts'
import { deleteOrganizationRoute } from './delete-organization.route.ts'
import { deleteOrganizationRoleRoute } from './delete-organization-role.route.ts'
import { deletePermissionRoute } from './delete-permission.route.ts'
import { deleteUserRoute } from './delete-user.route.ts'

export const deletionRoutes = [
  deleteUserRoute,
  deleteOrganizationRoute,
  deleteMembershipRoute,
  deleteOrganizationRoleRoute,
  deletePermissionRoute,
]
