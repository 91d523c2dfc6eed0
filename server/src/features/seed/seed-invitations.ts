import type { AppContext } from '../../context.ts'
import { createInvitation } from '../invitations/create-invitation.ts'
import { isAddressInvited } from '../invitations/invitation.queries.ts'
import { explained } from './explain-refusal.ts'
import type { Seed } from './seed-file.ts'

/** One that was accepted, revoked or has expired since is not made again. */
export async function seedInvitations(app: AppContext, invitations: Seed['invitations']): Promise<void> {
  for (const { email, organization_id, inviter_user_id, role_slug } of invitations) {
    if (await isAddressInvited(app.db, email, organization_id ?? null)) continue
    // The emulator takes a role also where there is no organization to have it in.
    const role = organization_id === undefined ? undefined : role_slug
    const fields = { email, organization_id, inviter_user_id, role_slug: role }
    await explained(app, `invitations: ${email}`, () => createInvitation(app, fields))
  }
}
