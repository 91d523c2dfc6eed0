import type { AppContext } from '../../context.ts'
import { inTransaction } from '../../database/transaction.ts'
import { lockEnvironment } from '../environment/environment.queries.ts'
import { insertApplicationUnlessPresent, listApplications } from './application.queries.ts'

/** An application always exists: the well-known one in development mode, else one made on the first start. */
export async function ensureApplication(app: AppContext, wellKnownId: string | undefined): Promise<void> {
  await inTransaction(app, async (tx) => {
    await lockEnvironment(tx.db)
    const existing = await listApplications(tx.db)
    if (existing.length > 0) return
    const id = wellKnownId ?? tx.ids.next('client')
    await insertApplicationUnlessPresent(tx.db, { id, name: 'Default', created_at: tx.clock.now().toISOString() })
  })
}
