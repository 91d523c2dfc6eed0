import type { AppContext } from '../../context.ts'
import { createInvitation } from '../invitations/create-invitation.ts'
import { isAddressInvited } from '../invitations/invitation.queries.ts'
import { explainedOrLeftOut } from './explain-refusal.ts'
import type { Seed } from './seed-file.ts'
import { organizationIdById, type Seeded, userIdById } from './seeded.ts'

/** One that was accepted, revoked or has expired since is not made again. */
export async function seedInvitations(
  app: AppContext,
  invitations: Seed['invitations'],
  seeded: Seeded,
): Promise<void> {
  for (const given of invitations) {
    if (given.organization_id !== undefined && seeded.leftOut.has(given.organization_id)) continue
    await explainedOrLeftOut(app, `invitations: ${given.email}`, () => seedInvitation(app, given, seeded))
  }
}

async function seedInvitation(
  app: AppContext,
  { email, role_slug, ...given }: Seed['invitations'][number],
  seeded: Seeded,
): Promise<void> {
  const organization_id = given.organization_id && (await organizationIdById(app, seeded, given.organization_id))
  if (await isAddressInvited(app.db, email, organization_id ?? null)) return
  const inviter_user_id = given.inviter_user_id && (await userIdById(app, seeded, given.inviter_user_id))
  // The emulator takes a role also where there is no organization to have it in.
  const role = organization_id === undefined ? undefined : role_slug
  await createInvitation(app, { email, organization_id, inviter_user_id, role_slug: role })
}
