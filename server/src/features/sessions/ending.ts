import type { SessionEndReason } from '../../database/schema.ts'
import type { Identity } from '../../http/define-route.ts'

/** Who acted, in the shape of an event's `context.actor`. The official values of `source` that apply here. */
export interface Actor {
  id: string | null
  source: 'api' | 'system'
  name: string | null
}

/** Why a session ends and by whom; kept with it and told in its event. */
export interface Ending {
  reason: SessionEndReason
  actor: Actor
}

/** Nobody ended it: its time was over. */
export function isExpiry(reason: SessionEndReason | null): boolean {
  return reason === 'expired' || reason === 'inactive'
}

/** Gatehouse itself, by one of its rules. */
export const BY_RULE: Actor = { id: null, source: 'system', name: null }

/** Whoever followed a sign-out link: they had the session's id and proved nothing else. */
export const BY_SIGN_OUT_LINK: Actor = { id: null, source: 'system', name: 'sign-out link' }

/** A relying party that sent the browser to the end-session endpoint, by the rules of OpenID Connect. */
export const BY_RELYING_PARTY: Actor = { id: null, source: 'system', name: 'OpenID Connect logout' }

/** The person whose session it is. */
export function byUser(userId: string): Actor {
  return { id: userId, source: 'system', name: 'sessions page' }
}

export function byApiKey(caller: Extract<Identity, { kind: 'api-key' }>): Actor {
  return { id: caller.id, source: 'api', name: caller.name }
}
