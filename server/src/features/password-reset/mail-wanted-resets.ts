import type { AppContext } from '../../context.ts'
import { inTransaction } from '../../database/transaction.ts'
import { findUserByEmail, holdUser } from '../users/user.queries.ts'
import { createPasswordReset } from './create-password-reset.ts'
import { listWantedResets, takeWantedReset } from './password-reset-request.queries.ts'

const BATCH = 50

/**
 * Looks at what was wanted on the hosted pages. Only here it turns out whether somebody has the address: the page did
 * the same for every address and has been answered long ago, so neither its words nor its time tell (T34).
 */
export async function mailWantedResets(app: AppContext): Promise<void> {
  for (;;) {
    const wanted = await listWantedResets(app.db, BATCH)
    for (const emailKey of wanted) await mailWantedReset(app, emailKey)
    if (wanted.length < BATCH) return
  }
}

async function mailWantedReset(app: AppContext, emailKey: string): Promise<void> {
  await inTransaction(app, async (tx) => {
    const taken = await takeWantedReset(tx.db, emailKey)
    const found = taken && (await findUserByEmail(tx.db, emailKey))
    const user = found && (await holdUser(tx.db, found.id))
    if (!user || user.suspended_at !== null) return
    const { authorization_request_id: authorizationRequestId, language } = taken
    await createPasswordReset(tx, user, { authorizationRequestId, language })
  })
}
