import { check, isFilled } from '../check-options.ts'
import type { Clock } from '../platform.ts'
import { SignatureVerificationException } from './exceptions.ts'

/** The body as it came, which is best: text or bytes. Or what was parsed of it, as older versions of the official SDK want it. */
export type WebhookPayload = string | ArrayBuffer | ArrayBufferView | Record<string, unknown>

export interface SignedWebhook {
  payload: WebhookPayload
  /** The header `WorkOS-Signature`: `t=<milliseconds since 1970>, v1=<hexadecimal>`. */
  sigHeader: string | null | undefined
  /** Of the webhook endpoint. */
  secret: string
  /** How old the signature may be, in milliseconds. 180,000 by default. */
  tolerance?: number | undefined
}

const TOLERANCE_MS = 180_000
/** HMAC-SHA-256, as it is sent. */
const HEXADECIMAL = /^[0-9a-f]{64}$/

/**
 * Accepts and refuses what the official SDK does, in the same words.
 *
 * @throws SignatureVerificationException if it is too old or was not signed with this secret
 * @throws InvalidOptionsError without a secret, or with a tolerance that is none
 */
export async function verifyWebhook(clock: Clock, webhook: SignedWebhook): Promise<true> {
  const { payload, sigHeader, secret, tolerance = TOLERANCE_MS } = webhook
  check(isFilled(secret), 'secret must be the one that the webhook endpoint was made with.')
  check(tolerance >= 0, 'tolerance must be a number of milliseconds, 0 at least.')
  const { timestamp, signature } = readHeader(sigHeader)
  if (Number.parseInt(timestamp, 10) < clock.wall() - tolerance)
    throw new SignatureVerificationException('Timestamp outside the tolerance zone')
  if (!(await isSignedWith(secret, { text: `${timestamp}.${toText(payload)}`, signature })))
    throw new SignatureVerificationException('Signature hash does not match the expected signature hash for payload')
  return true
}

/** The text that was signed. */
export function toText(payload: WebhookPayload): string {
  if (typeof payload === 'string') return payload
  if (isBytes(payload)) return new TextDecoder('utf-8', { ignoreBOM: true }).decode(payload)
  return JSON.stringify(payload)
}

export function isBytes(payload: unknown): payload is ArrayBuffer | ArrayBufferView {
  // By its name: an ArrayBuffer of another realm is no instance of ours.
  return ArrayBuffer.isView(payload) || Object.prototype.toString.call(payload) === '[object ArrayBuffer]'
}

function readHeader(header: string | null | undefined): { timestamp: string; signature: string } {
  const [time, scheme] = String(header ?? '').split(',')
  if (time === undefined || scheme === undefined)
    throw new SignatureVerificationException('Signature or timestamp missing')
  const [, timestamp] = time.split('=')
  const [, signature] = scheme.split('=')
  if (!signature) throw new SignatureVerificationException('No signature hash found with expected scheme v1')
  return { timestamp: String(timestamp), signature }
}

/** Compared by Web Crypto, in constant time. */
async function isSignedWith(secret: string, { text, signature }: { text: string; signature: string }) {
  if (!HEXADECIMAL.test(signature)) return false
  const encoder = new TextEncoder()
  const algorithm = { name: 'HMAC', hash: 'SHA-256' }
  const key = await crypto.subtle.importKey('raw', encoder.encode(secret), algorithm, false, ['verify'])
  return await crypto.subtle.verify('HMAC', key, toBytes(signature), encoder.encode(text))
}

function toBytes(hexadecimal: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(hexadecimal.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
}
