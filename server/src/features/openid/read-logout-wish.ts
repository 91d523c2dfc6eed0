import type { AppContext } from '../../context.ts'
import { findApplication } from '../applications/application.queries.ts'
import { type IdTokenHint, readIdTokenHint } from './read-id-token-hint.ts'

/** Who asks for a sign-out and for whose, as far as it can be believed. */
export interface LogoutWish {
  hint: IdTokenHint | undefined
  /** The application, named by the hint or by itself; without one nobody is sent anywhere. */
  clientId: string | undefined
}

/**
 * What fails to validate is not used, and nothing else depends on it (RP-Initiated Logout 1.0, 4): a hint that is not ours
 * is none, and one that contradicts the client_id beside it proves nothing.
 */
export async function readLogoutWish(
  app: AppContext,
  asked: { id_token_hint?: string | undefined; client_id?: string | undefined },
): Promise<LogoutWish> {
  const hint = asked.id_token_hint === undefined ? undefined : readIdTokenHint(app, asked.id_token_hint)
  if (hint && asked.client_id !== undefined && asked.client_id !== hint.aud)
    return { hint: undefined, clientId: undefined }
  const named = hint?.aud ?? asked.client_id
  const isKnown = named !== undefined && (await findApplication(app.db, named)) !== undefined
  return { hint, clientId: isKnown ? named : undefined }
}
