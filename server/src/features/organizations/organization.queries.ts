import { sql } from 'kysely'
import type { Reader, Writer } from '../../database/database.ts'
import { inPageOrder, type Keyset } from '../../database/keyset.ts'
import type { OrganizationRow } from '../../database/schema.ts'

/** An organization row with its lists decoded. */
export type Organization = Omit<OrganizationRow, 'metadata' | 'entitlements'> & {
  metadata: Record<string, string>
  entitlements: string[]
}

export async function findOrganization(db: Reader, id: string): Promise<Organization | undefined> {
  return decode(await db.selectFrom('organization').selectAll().where('id', '=', id).executeTakeFirst())
}

export async function findOrganizationByExternalId(db: Reader, externalId: string): Promise<Organization | undefined> {
  return decode(
    await db.selectFrom('organization').selectAll().where('external_id', '=', externalId).executeTakeFirst(),
  )
}

/** The oldest: names are no keys. */
export async function findOrganizationByName(db: Reader, name: string): Promise<Organization | undefined> {
  const named = db.selectFrom('organization').selectAll().where('name', '=', name)
  return decode(await named.orderBy('created_at').orderBy('id').limit(1).executeTakeFirst())
}

/** Of one of these domains, which nobody else has; the oldest, if several organizations have them. */
export async function findOrganizationByVerifiedDomain(
  db: Reader,
  domains: string[],
): Promise<Organization | undefined> {
  if (domains.length === 0) return undefined
  const owned = db
    .selectFrom('organization')
    .selectAll()
    .where('organization.id', 'in', (where) =>
      where
        .selectFrom('verified_domain')
        .innerJoin('organization_domain', 'organization_domain.id', 'verified_domain.organization_domain_id')
        .select('organization_domain.organization_id')
        .where('verified_domain.domain', 'in', domains),
    )
  return decode(await owned.orderBy('created_at').orderBy('id').limit(1).executeTakeFirst())
}

export async function findOrganizationByStripeCustomer(db: Reader, id: string): Promise<Organization | undefined> {
  return decode(await db.selectFrom('organization').selectAll().where('stripe_customer_id', '=', id).executeTakeFirst())
}

export interface OrganizationFilter {
  /** Organizations that have one of these domains, in whatever state; empty: all. */
  domains: string[]
  /** A `like` pattern with `\` as its escape, in lower case, for the name or a domain. */
  pattern: string | undefined
}

export async function listOrganizations(
  db: Reader,
  { domains, pattern }: OrganizationFilter,
  keyset: Keyset,
): Promise<Organization[]> {
  let query = db.selectFrom('organization').selectAll()
  if (domains.length > 0) {
    query = query.where('organization.id', 'in', (where) =>
      where.selectFrom('organization_domain').select('organization_id').where('domain', 'in', domains),
    )
  }
  if (pattern !== undefined) {
    query = query.where(sql<boolean>`(lower(name) like ${pattern} escape '\\' or exists (
      select 1 from organization_domain
      where organization_domain.organization_id = organization.id and domain like ${pattern} escape '\\'))`)
  }
  const rows = await inPageOrder(query, keyset).execute()
  return rows.map(decodeRow)
}

/** Nothing returned: the id, the external id or the Stripe customer is taken. */
export async function insertOrganization(db: Writer, organization: Organization): Promise<Organization | undefined> {
  return decode(
    await db
      .insertInto('organization')
      .values({
        ...organization,
        metadata: JSON.stringify(organization.metadata),
        entitlements: JSON.stringify(organization.entitlements),
      })
      .onConflict((conflict) => conflict.doNothing())
      .returningAll()
      .executeTakeFirst(),
  )
}

/** Nothing returned: there is no such organization. */
export async function changeOrganization(
  db: Writer,
  id: string,
  { metadata, entitlements, ...columns }: Partial<Organization>,
): Promise<Organization | undefined> {
  return decode(
    await db
      .updateTable('organization')
      .set({
        ...columns,
        ...(metadata === undefined ? {} : { metadata: JSON.stringify(metadata) }),
        ...(entitlements === undefined ? {} : { entitlements: JSON.stringify(entitlements) }),
      })
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirst(),
  )
}

/** Nobody deletes the organization before this transaction ends: an update locks the row on both databases. */
export async function holdOrganization(db: Writer, id: string): Promise<Organization | undefined> {
  return await changeOrganization(db, id, { id })
}

export async function removeOrganization(db: Writer, id: string): Promise<Organization | undefined> {
  return decode(await db.deleteFrom('organization').where('id', '=', id).returningAll().executeTakeFirst())
}

function decode(row: OrganizationRow | undefined): Organization | undefined {
  return row && decodeRow(row)
}

function decodeRow(row: OrganizationRow): Organization {
  return { ...row, metadata: JSON.parse(row.metadata), entitlements: JSON.parse(row.entitlements) }
}
