import type { KeySet } from '../key-set.ts'
import type { Connection } from './send-request.ts'

/** The application that asks, and what it believes. */
export interface Caller {
  connection: Connection
  clientId: string
  /** The exact `iss` claim of its access tokens, or several. */
  issuer: string | string[]
  keys: KeySet
}
