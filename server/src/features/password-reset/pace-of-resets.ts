import type { TransactionContext } from '../../context.ts'
import type { PasswordResetRequestRow } from '../../database/schema.ts'
import { emailKey } from '../users/user.queries.ts'
import { findThirdRequestAt, notePasswordResetRequest } from './password-reset-request.queries.ts'

/** No address gets more than three mails in this time, whoever asks for them; the official limit. */
export const PACE_MS = 60_000

/** Answers whether a mail may be prepared now. */
export async function takeTurn(tx: TransactionContext, email: string): Promise<boolean> {
  return await note(tx, email, { wanted_at: null, authorization_request_id: null, language: null })
}

/** Writes down that somebody wants a mail, if it may be; `mailWantedResets` looks at it. */
export async function wantReset(
  tx: TransactionContext,
  email: string,
  page: { authorizationRequestId: string | null; language: string },
): Promise<void> {
  const wanted_at = tx.clock.now().toISOString()
  const { authorizationRequestId, language } = page
  await note(tx, email, { wanted_at, authorization_request_id: authorizationRequestId, language })
}

async function note(
  tx: TransactionContext,
  email: string,
  wish: Pick<PasswordResetRequestRow, 'wanted_at' | 'authorization_request_id' | 'language'>,
): Promise<boolean> {
  const now = tx.clock.now()
  const request = { email_key: emailKey(email), latest_at: now.toISOString(), ...wish }
  return await notePasswordResetRequest(tx.db, request, new Date(now.getTime() - PACE_MS))
}

export async function secondsUntilNextTurn(tx: TransactionContext, email: string): Promise<number> {
  const third = (await findThirdRequestAt(tx.db, emailKey(email))) || tx.clock.now().toISOString()
  const waitMs = Date.parse(third) + PACE_MS - tx.clock.now().getTime()
  return Math.max(1, Math.ceil(waitMs / 1000))
}
