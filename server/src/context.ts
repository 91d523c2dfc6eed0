import type { Config } from './config.ts'
import type { Database, Reader, Writer } from './database/database.ts'
import type { JwtTemplateInForce } from './features/jwt-templates/jwt-template-in-force.ts'
import type { ApiKeyUses } from './features/owned-api-keys/api-key-uses.ts'
import type { RevocationFeed } from './features/revocation-feed/revocation-feed.ts'
import type { KeyRing } from './features/signing-keys/key-ring.ts'
import type { Clock } from './platform/clock.ts'
import type { Dns } from './platform/dns.ts'
import type { EventLoop } from './platform/event-loop.ts'
import type { Ids } from './platform/ids.ts'
import type { Logger } from './platform/logger.ts'
import type { Mailer } from './platform/mailer.ts'
import type { Metrics } from './platform/metrics.ts'
import type { Passwords } from './platform/passwords.ts'
import type { Places } from './platform/places.ts'
import type { Seal } from './platform/seal.ts'

/** Everything that is reached outside our own code. Whatever else an operation needs is a function it imports. */
export interface AppContext {
  readonly config: Config
  readonly clock: Clock
  readonly ids: Ids
  readonly log: Logger
  readonly passwords: Passwords
  readonly keys: KeyRing
  readonly jwtTemplate: JwtTemplateInForce
  /** For what must be stored and read back. */
  readonly seal: Seal
  /** Undefined: nobody takes mail from this server, and the queue keeps it. */
  readonly mailer: Mailer | undefined
  readonly dns: Dns
  readonly feed: RevocationFeed
  readonly apiKeyUses: ApiKeyUses
  readonly metrics: Metrics
  readonly eventLoop: EventLoop
  readonly places: Places
  readonly database: Database
  /** Committed state only; it cannot write. */
  readonly db: Reader
}

/** Exists only inside `inTransaction`, so an operation that asks for it cannot be called outside one. */
export interface TransactionContext extends AppContext {
  readonly db: Writer
  readonly isTransaction: true
  /** Called once the transaction has been committed, never if it was not. For what may be lost: the process can die in between. */
  readonly afterCommit: Set<() => void>
}
