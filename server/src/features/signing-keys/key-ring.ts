import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto'
import { type Database, DatabaseUnusableError } from '../../database/database.ts'
import type { SigningKeyRow } from '../../database/schema.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Seal } from '../../platform/seal.ts'
import { listPublishedSigningKeys } from './signing-key.queries.ts'
import { createVerifiedTokens, type VerifiedTokens } from './verified-tokens.ts'

/** The `typ` of a token's header: it keeps a token from being taken for one of another kind (RFC 8725, 3.11). */
export type TokenType = 'JWT' | 'logout+jwt'

export interface SigningKey {
  id: string
  activeFrom: number
  retiredAt: number
  publicJwk: Record<string, unknown>
  privateKey: KeyObject
  publicKey: KeyObject
  /** The headers of tokens, encoded once: they are the same for every token of the key. */
  encodedHeaders: Record<TokenType, string>
}

/** The keys of this server, opened and held in memory. */
export interface KeyRing {
  /** Authenticates refresh tokens. */
  readonly tokenKey: Buffer
  /** The key to sign with now. */
  current(now: Date): SigningKey
  /** What the JWKS shows: every key that is or will be signed with, and those whose tokens may still be about. */
  published(now: Date): SigningKey[]
  /** Tokens whose signature was found good lately. */
  readonly verifiedTokens: VerifiedTokens
  /** Reads the table again: another node or the command line may have rotated. */
  reload(): Promise<void>
}

export async function openKeyRing(
  { database, clock }: { database: Database; clock: Clock },
  { seal, tokenKey }: { seal: Seal; tokenKey: Buffer },
): Promise<KeyRing> {
  let keys: SigningKey[] = []
  const ring: KeyRing = {
    tokenKey,
    verifiedTokens: createVerifiedTokens(),
    current(now) {
      const time = now.getTime()
      const key = keys.find((candidate) => candidate.activeFrom <= time && candidate.retiredAt > time)
      if (!key) throw new Error('No signing key is active.')
      return key
    },
    published: (now) => keys.filter((key) => key.retiredAt > now.getTime()),
    async reload() {
      const known = new Map(keys.map((key) => [key.id, key]))
      const rows = await listPublishedSigningKeys(database.reader, clock.now())
      keys = rows.map((row) => openKey(row, seal, known.get(row.id)))
    },
  }
  await ring.reload()
  return ring
}

function openKey(row: SigningKeyRow, seal: Seal, known: SigningKey | undefined): SigningKey {
  const privateKey = known?.privateKey ?? openPrivateKey(row, seal)
  return {
    id: row.id,
    activeFrom: Date.parse(row.active_from),
    retiredAt: row.retired_at === null ? Number.POSITIVE_INFINITY : Date.parse(row.retired_at),
    publicJwk: known?.publicJwk ?? JSON.parse(row.public_jwk),
    privateKey,
    publicKey: known?.publicKey ?? createPublicKey(privateKey),
    encodedHeaders: { JWT: encodeHeader(row.id, 'JWT'), 'logout+jwt': encodeHeader(row.id, 'logout+jwt') },
  }
}

function encodeHeader(kid: string, typ: TokenType): string {
  return Buffer.from(JSON.stringify({ alg: 'RS256', typ, kid })).toString('base64url')
}

function openPrivateKey(row: SigningKeyRow, seal: Seal): KeyObject {
  try {
    return createPrivateKey({
      key: seal.open(row.sealed_private_key, row.id),
      format: 'der',
      type: 'pkcs8',
    })
  } catch {
    throw new DatabaseUnusableError(`The signing key ${row.id} cannot be opened with this GATEHOUSE_SECRET.`)
  }
}
