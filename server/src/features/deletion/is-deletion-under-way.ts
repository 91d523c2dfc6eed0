import type { AppContext } from '../../context.ts'
import { areComingSessionsRevoked } from '../sessions/revocation.queries.ts'
import { listDeletedOrganizations } from './deleted-organization.queries.ts'

/** Whether something in the background is still about to end what belongs to an organization of this id, old or new. */
export async function isDeletionUnderWay(app: AppContext, organizationId: string): Promise<boolean> {
  if ((await listDeletedOrganizations(app.db)).includes(organizationId)) return true
  return await areComingSessionsRevoked(app.db, organizationId, app.clock.now())
}
