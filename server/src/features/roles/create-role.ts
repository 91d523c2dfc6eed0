import type { z } from 'zod'
import type { AppContext, TransactionContext } from '../../context.ts'
import { inTransaction } from '../../database/transaction.ts'
import { ApiError, notFound } from '../../http/errors.ts'
import { recordEvent } from '../events/record-event.ts'
import { holdOrganization } from '../organizations/organization.queries.ts'
import { ENVIRONMENT, insertRole, type Role } from './role.queries.ts'
import { toOrganizationRoleEventData, toRoleEventData } from './role.wire.ts'
import { type environmentRoleFields, type organizationRoleFields, slugOfName } from './role-slug.ts'

const SUFFIX_LENGTH = 6

/** A role that every organization can give to its members. */
export async function createEnvironmentRole(
  app: AppContext,
  fields: z.output<typeof environmentRoleFields>,
): Promise<Role> {
  return await inTransaction(app, async (tx) => {
    const role = await addRole(tx, ENVIRONMENT, fields)
    if (!role) throw slugTaken(fields.slug, 'role_slug_conflict')
    await recordEvent(tx, 'role.created', toRoleEventData(role))
    return role
  })
}

/** A role that one organization can give to its members. */
export async function createOrganizationRole(
  app: AppContext,
  organizationId: string,
  fields: z.output<typeof organizationRoleFields>,
): Promise<Role> {
  return await inTransaction(app, async (tx) => {
    if (!(await holdOrganization(tx.db, organizationId))) throw notFound('Organization', organizationId)
    const slug = fields.slug ?? slugOfName(fields.name, tx.ids.ulid().slice(-SUFFIX_LENGTH).toLowerCase())
    const role = await addRole(tx, organizationId, { ...fields, slug })
    if (!role) throw slugTaken(slug, 'organization_role_slug_conflict')
    await recordEvent(tx, 'organization_role.created', toOrganizationRoleEventData(role))
    return role
  })
}

/** Undefined: the slug is taken. */
export async function addRole(
  tx: TransactionContext,
  organizationId: string,
  { slug, name, description }: { slug: string; name: string; description?: string | null | undefined },
): Promise<Role | undefined> {
  const time = tx.clock.now().toISOString()
  const row = await insertRole(tx.db, {
    id: tx.ids.next('role'),
    slug,
    name,
    description: description ?? null,
    organization_id: organizationId,
    created_at: time,
    updated_at: time,
  })
  return row && { ...row, permissions: [] }
}

function slugTaken(slug: string, code: string): ApiError {
  return new ApiError(409, `The slug '${slug}' is taken by another role.`, { code })
}
