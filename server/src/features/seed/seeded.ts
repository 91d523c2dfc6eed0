import type { AppContext } from '../../context.ts'
import { notFound } from '../../http/errors.ts'
import { findOrganizationByName } from '../organizations/organization.queries.ts'
import { emailKey, findUserByEmail } from '../users/user.queries.ts'

/**
 * Whom and what the entries of the file stand for in the database. Its other entries go on calling them as it does, also
 * when they have another address or another name by now.
 */
export interface Seeded {
  /** By addresses in lower case, and by the ids in the file. */
  userIds: Map<string, string>
  organizationIdsByName: Map<string, string>
  organizationIdsById: Map<string, string>
  /** Ids and names of organizations that cannot be added in this start; nor can what belongs to them. */
  leftOut: Set<string>
}

export function nothingSeeded(): Seeded {
  return {
    userIds: new Map(),
    organizationIdsByName: new Map(),
    organizationIdsById: new Map(),
    leftOut: new Set(),
  }
}

/** The id of a user in the file, else in the database. */
export async function userIdOf(app: AppContext, seeded: Seeded, email: string): Promise<string> {
  const id = seeded.userIds.get(emailKey(email)) ?? (await findUserByEmail(app.db, email))?.id
  if (id === undefined) throw notFound('User', email)
  return id
}

/** The id of an organization in the file, else in the database. */
export async function organizationIdOf(app: AppContext, seeded: Seeded, name: string): Promise<string> {
  const id = seeded.organizationIdsByName.get(name) ?? (await findOrganizationByName(app.db, name))?.id
  if (id === undefined) throw notFound('Organization', name)
  return id
}
