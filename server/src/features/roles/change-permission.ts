import type { z } from 'zod'
import type { AppContext } from '../../context.ts'
import type { PermissionRow } from '../../database/schema.ts'
import { inTransaction } from '../../database/transaction.ts'
import { ApiError, notFound } from '../../http/errors.ts'
import { recordEvent } from '../events/record-event.ts'
import { changePermission, insertPermission } from './permission.queries.ts'
import { toPermissionObject } from './permission.wire.ts'
import type { nameChanges, permissionFields } from './role-slug.ts'

export async function createPermission(
  app: AppContext,
  fields: z.output<typeof permissionFields>,
): Promise<PermissionRow> {
  return await inTransaction(app, async (tx) => {
    const time = tx.clock.now().toISOString()
    const row = await insertPermission(tx.db, {
      id: tx.ids.next('perm'),
      slug: fields.slug,
      name: fields.name,
      description: fields.description ?? null,
      resource_type_slug: fields.resource_type_slug ?? 'organization',
      created_at: time,
      updated_at: time,
    })
    if (!row) {
      throw new ApiError(409, `The slug '${fields.slug}' is taken by another permission.`, {
        code: 'permission_slug_conflict',
      })
    }
    await recordEvent(tx, 'permission.created', toPermissionObject(row))
    return row
  })
}

export async function renamePermission(
  app: AppContext,
  slug: string,
  { name, description }: z.output<typeof nameChanges>,
): Promise<PermissionRow> {
  return await inTransaction(app, async (tx) => {
    const row = await changePermission(tx.db, slug, {
      ...(name === undefined ? {} : { name }),
      ...(description === undefined ? {} : { description }),
      updated_at: tx.clock.now().toISOString(),
    })
    if (!row) throw notFound('Permission', slug)
    await recordEvent(tx, 'permission.updated', toPermissionObject(row))
    return row
  })
}
