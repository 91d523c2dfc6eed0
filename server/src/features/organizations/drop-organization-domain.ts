import type { AppContext, TransactionContext } from '../../context.ts'
import { inTransaction } from '../../database/transaction.ts'
import { notFound } from '../../http/errors.ts'
import { recordEvent } from '../events/record-event.ts'
import { toOrganizationDomainObject } from './organization.wire.ts'
import { removeOrganizationDomain } from './organization-domain.queries.ts'

export async function deleteDomain(app: AppContext, id: string): Promise<void> {
  await inTransaction(app, async (tx) => {
    if (!(await dropDomain(tx, id))) throw notFound('Organization domain', id)
  })
}

/** Answers whether there was one. */
export async function dropDomain(tx: TransactionContext, id: string): Promise<boolean> {
  const row = await removeOrganizationDomain(tx.db, id)
  if (!row) return false
  await recordEvent(tx, 'organization_domain.deleted', toOrganizationDomainObject(row))
  return true
}
