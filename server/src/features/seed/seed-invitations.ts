import type { AppContext } from '../../context.ts'
import { createInvitation } from '../invitations/create-invitation.ts'
import { isAddressInvited } from '../invitations/invitation.queries.ts'
import { explained } from './explain-refusal.ts'
import type { Seed } from './seed-file.ts'
import type { Seeded } from './seeded.ts'

/** One that was accepted, revoked or has expired since is not made again. */
export async function seedInvitations(
  app: AppContext,
  invitations: Seed['invitations'],
  seeded: Seeded,
): Promise<void> {
  for (const { email, role_slug, ...given } of invitations) {
    if (given.organization_id !== undefined && seeded.leftOut.has(given.organization_id)) continue
    const organization_id = actualId(seeded.organizationIdsById, given.organization_id)
    if (await isAddressInvited(app.db, email, organization_id ?? null)) continue
    const inviter_user_id = actualId(seeded.userIds, given.inviter_user_id)
    // The emulator takes a role also where there is no organization to have it in.
    const role = organization_id === undefined ? undefined : role_slug
    const fields = { email, organization_id, inviter_user_id, role_slug: role }
    await explained(app, `invitations: ${email}`, () => createInvitation(app, fields))
  }
}

function actualId(ids: Map<string, string>, id: string | undefined): string | undefined {
  return id === undefined ? undefined : (ids.get(id) ?? id)
}
