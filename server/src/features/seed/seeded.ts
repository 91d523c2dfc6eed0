import type { AppContext } from '../../context.ts'
import { notFound } from '../../http/errors.ts'
import { hasEventAbout } from '../events/event.queries.ts'
import { findOrganization, findOrganizationByName } from '../organizations/organization.queries.ts'
import { emailKey, findUser, findUserByEmail } from '../users/user.queries.ts'
import { LeftOutError } from './explain-refusal.ts'

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

/** Of the user with this address in the file, else in the database. */
export async function userIdByEmail(app: AppContext, { userIds }: Seeded, email: string): Promise<string> {
  const id = userIds.get(emailKey(email)) ?? (await findUserByEmail(app.db, email))?.id
  return id ?? (await whyNot(app, USER, { member: 'email', value: email }))
}

/** Of the user with this id in the file, which may be another one in the database. */
export async function userIdById(app: AppContext, { userIds }: Seeded, id: string): Promise<string> {
  const user = await findUser(app.db, userIds.get(id) ?? id)
  return user?.id ?? (await whyNot(app, USER, { member: 'id', value: id }))
}

/** Of the organization with this name in the file, else in the database. */
export async function organizationIdByName(app: AppContext, seeded: Seeded, name: string): Promise<string> {
  const id = seeded.organizationIdsByName.get(name) ?? (await findOrganizationByName(app.db, name))?.id
  return id ?? (await whyNot(app, ORGANIZATION, { member: 'name', value: name }))
}

/** Of the organization with this id in the file, which may be another one in the database. */
export async function organizationIdById(app: AppContext, seeded: Seeded, id: string): Promise<string> {
  const organization = await findOrganization(app.db, seeded.organizationIdsById.get(id) ?? id)
  return organization?.id ?? (await whyNot(app, ORGANIZATION, { member: 'id', value: id }))
}

const USER = { name: 'User', deletion: 'user.deleted' } as const
const ORGANIZATION = { name: 'Organization', deletion: 'organization.deleted' } as const

/** What the API made and deleted since must not stop a start; what never was is a mistake in the file. */
async function whyNot(
  app: AppContext,
  { name, deletion }: typeof USER | typeof ORGANIZATION,
  named: { member: string; value: string },
): Promise<never> {
  if (!(await hasEventAbout(app.db, { event: deletion, ...named }))) throw notFound(name, named.value)
  throw new LeftOutError(`${name} '${named.value}' was deleted; take the entry out of the file.`)
}
