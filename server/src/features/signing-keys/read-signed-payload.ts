import { verify } from 'node:crypto'
import type { KeyRing, SigningKey } from './key-ring.ts'

/** The published key whose header of a plain JWT this is: one that was withdrawn is not found, whatever is remembered. */
export function findSigningKey(keys: KeyRing, token: string, now: Date): SigningKey | undefined {
  const header = token.slice(0, token.indexOf('.'))
  return keys.published(now).find((key) => key.encodedHeaders.JWT === header)
}

/** What a token says if this key signed it, unchecked otherwise; undefined if it did not. */
export function readSignedPayload(key: SigningKey, token: string): unknown {
  const [header, payload, signature, ...more] = token.split('.')
  if (payload === undefined || signature === undefined || more.length > 0) return undefined
  const bytes = Buffer.from(signature, 'base64url')
  // A token has one spelling: the decoder would also take padding, line breaks and stray bits.
  if (bytes.toString('base64url') !== signature) return undefined
  if (!verify('sha256', Buffer.from(`${header}.${payload}`), key.publicKey, bytes)) return undefined
  return JSON.parse(Buffer.from(payload, 'base64url').toString())
}
