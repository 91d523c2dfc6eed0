import type { AppContext } from '../../context.ts'
import { inTransaction } from '../../database/transaction.ts'
import { addRole } from './create-role.ts'
import { ENVIRONMENT } from './role.queries.ts'

/** What a member is who is given no role. */
export const DEFAULT_ROLE = 'member'

/** The two roles that every environment of the official product begins with. */
const ROLES = [
  { slug: 'admin', name: 'Admin' },
  { slug: DEFAULT_ROLE, name: 'Member' },
]

/** Makes a new database's roles; without events, since nobody did anything. */
export async function ensureDefaultRoles(app: AppContext): Promise<void> {
  await inTransaction(app, async (tx) => {
    for (const role of ROLES) await addRole(tx, ENVIRONMENT, role)
  })
}
