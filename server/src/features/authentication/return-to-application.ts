import type { TransactionContext } from '../../context.ts'
import type { AuthorizationRequestRow, BrowserSessionRow } from '../../database/schema.ts'
import { openidIssuer } from '../signing-keys/openid-issuer.ts'
import { callbackLocation } from './callback-location.ts'
import { type IssuedCode, issueCode, NOT_A_MEMBER } from './issue-code.ts'

/** Where somebody goes who is signed in to this browser: out to the application, or to our own page. */
export type WayBack = { kind: 'application'; location: string } | { kind: 'own-page' }

/** Into the organization of the request; if there is none in it and there are several, the person must choose first. */
export async function returnToApplication(
  tx: TransactionContext,
  flow: AuthorizationRequestRow,
  browserSession: BrowserSessionRow,
): Promise<WayBack | 'choose-organization'> {
  const { application_id, redirect_uri, code_challenge, nonce, organization_id } = flow
  if (application_id === null || redirect_uri === null) return { kind: 'own-page' }
  const binding = { application_id, redirect_uri, code_challenge, nonce, organization_id }
  const issued = await issueCode(tx, binding, browserSession)
  if (issued.kind === 'choose-organization') return issued.kind
  const iss = flow.is_openid === 1 ? openidIssuer(tx.config) : null
  const answer = { ...toAnswer(issued), state: flow.state, iss }
  return { kind: 'application', location: callbackLocation(redirect_uri, answer) }
}

function toAnswer(issued: Exclude<IssuedCode, { kind: 'choose-organization' }>): Record<string, string> {
  return issued.kind === 'code' ? { code: issued.code } : NOT_A_MEMBER
}
