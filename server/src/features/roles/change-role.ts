import type { z } from 'zod'
import type { AppContext, TransactionContext } from '../../context.ts'
import { inTransaction } from '../../database/transaction.ts'
import { notFound } from '../../http/errors.ts'
import { recordEvent } from '../events/record-event.ts'
import { listPermissionSlugs } from './permission.queries.ts'
import { changeRole, ENVIRONMENT, findRole, givePermissions, type Role, takePermissions } from './role.queries.ts'
import { toOrganizationRoleEventData, toRoleEventData } from './role.wire.ts'
import type { nameChanges } from './role-slug.ts'

/** Which role: `organizationId` is `ENVIRONMENT` for one that every organization has. */
export interface RoleName {
  organizationId: string
  slug: string
}

export async function renameRole(
  app: AppContext,
  name: RoleName,
  changes: z.output<typeof nameChanges>,
): Promise<Role> {
  return await change(app, name, async (tx, role) => {
    await changeRole(tx.db, role.id, {
      ...(changes.name === undefined ? {} : { name: changes.name }),
      ...(changes.description === undefined ? {} : { description: changes.description }),
      updated_at: tx.clock.now().toISOString(),
    })
  })
}

/** Afterwards the role has exactly these. Tokens that are issued from then on say so. */
export async function setPermissions(app: AppContext, name: RoleName, slugs: string[]): Promise<Role> {
  return await change(app, name, async (tx, role) => {
    await refuseUnknown(tx, slugs)
    await takePermissions(tx.db, role.id)
    await givePermissions(tx.db, role.id, [...new Set(slugs)])
  })
}

export async function addPermission(app: AppContext, name: RoleName, slug: string): Promise<Role> {
  return await change(app, name, async (tx, role) => {
    await refuseUnknown(tx, [slug])
    await givePermissions(tx.db, role.id, [slug])
  })
}

export async function removePermissionOfRole(app: AppContext, name: RoleName, slug: string): Promise<Role> {
  return await change(app, name, async (tx, role) => {
    if (!role.permissions.includes(slug)) throw notFound('Permission', slug)
    await takePermissions(tx.db, role.id, slug)
  })
}

async function change(
  app: AppContext,
  name: RoleName,
  work: (tx: TransactionContext, role: Role) => Promise<void>,
): Promise<Role> {
  return await inTransaction(app, async (tx) => {
    const found = await findRole(tx.db, name)
    // Held until the end of the transaction, so that two changes at once come one after the other.
    const held = found && (await changeRole(tx.db, found.id, { updated_at: tx.clock.now().toISOString() }))
    const before = held && (await findRole(tx.db, name))
    if (!before) throw notFound('Role', name.slug)
    await work(tx, before)
    const after = await findRole(tx.db, name)
    if (!after) throw notFound('Role', name.slug)
    if (name.organizationId === ENVIRONMENT) await recordEvent(tx, 'role.updated', toRoleEventData(after))
    else await recordEvent(tx, 'organization_role.updated', toOrganizationRoleEventData(after))
    return after
  })
}

async function refuseUnknown(tx: TransactionContext, slugs: string[]): Promise<void> {
  const known = new Set(await listPermissionSlugs(tx.db, slugs))
  const unknown = slugs.find((slug) => !known.has(slug))
  if (unknown !== undefined) throw notFound('Permission', unknown)
}
