import type { Reader, Writer } from '../../database/database.ts'
import type { OrganizationDomainRow } from '../../database/schema.ts'

/** The states in which the domain is the organization's, and of no other one: then there is a `verified_domain`. */
const VERIFIED = ['verified', 'legacy_verified'] as const

export async function findOrganizationDomain(db: Reader, id: string): Promise<OrganizationDomainRow | undefined> {
  return await db.selectFrom('organization_domain').selectAll().where('id', '=', id).executeTakeFirst()
}

/** Of any number of organizations that verify a domain one gets it. Answers whether it is this one's, now or before. */
export async function takeDomain(db: Writer, { id, domain }: OrganizationDomainRow): Promise<boolean> {
  const taken = await db
    .insertInto('verified_domain')
    .values({ domain, organization_domain_id: id })
    .onConflict((conflict) => conflict.doNothing())
    .returning('domain')
    .executeTakeFirst()
  if (taken) return true
  const owner = await db.selectFrom('verified_domain').selectAll().where('domain', '=', domain).executeTakeFirst()
  return owner?.organization_domain_id === id
}

/** Oldest first. */
export async function listDomainsOfOrganizations(
  db: Reader,
  organizationIds: string[],
): Promise<OrganizationDomainRow[]> {
  if (organizationIds.length === 0) return []
  return await db
    .selectFrom('organization_domain')
    .selectAll()
    .where('organization_id', 'in', organizationIds)
    .orderBy('created_at')
    .orderBy('domain')
    .execute()
}

/** Nothing returned: the organization has it already. */
export async function insertOrganizationDomain(
  db: Writer,
  row: OrganizationDomainRow,
): Promise<OrganizationDomainRow | undefined> {
  return await db
    .insertInto('organization_domain')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .returningAll()
    .executeTakeFirst()
}

/** Nothing returned: it has been deleted, or verified by now. */
export async function changeOpenDomain(
  db: Writer,
  id: string,
  changes: Partial<Pick<OrganizationDomainRow, 'state' | 'verification_strategy' | 'next_check_at' | 'check_until'>> & {
    updated_at: string
  },
): Promise<OrganizationDomainRow | undefined> {
  return await db
    .updateTable('organization_domain')
    .set(changes)
    .where('id', '=', id)
    .where('state', 'not in', VERIFIED)
    .returningAll()
    .executeTakeFirst()
}

export async function removeOrganizationDomain(db: Writer, id: string): Promise<OrganizationDomainRow | undefined> {
  await db.deleteFrom('verified_domain').where('organization_domain_id', '=', id).execute()
  return await db.deleteFrom('organization_domain').where('id', '=', id).returningAll().executeTakeFirst()
}

/** Some of those that are due to be looked up, the ones that have waited longest first. */
export async function listDueDomains(db: Reader, now: Date, most: number): Promise<OrganizationDomainRow[]> {
  return await db
    .selectFrom('organization_domain')
    .selectAll()
    .where('next_check_at', '<=', now.toISOString())
    .orderBy('next_check_at')
    .limit(most)
    .execute()
}

/** Of any number of nodes one gets it, and the others find its next time changed. Nothing returned: somebody else was first. */
export async function claimDueDomain(
  db: Writer,
  due: OrganizationDomainRow,
  nextCheckAt: string,
): Promise<OrganizationDomainRow | undefined> {
  return await db
    .updateTable('organization_domain')
    .set({ next_check_at: nextCheckAt })
    .where('id', '=', due.id)
    .where('next_check_at', '=', due.next_check_at)
    .returningAll()
    .executeTakeFirst()
}
