import { createHmac, hash, randomBytes, timingSafeEqual } from 'node:crypto'

const SECRET_BYTES = 32

/** 256 random bits as base64url: API keys, cookies, codes. */
export function randomSecret(): string {
  return randomKey().toString('base64url')
}

/** 256 random bits for a key that never leaves the server. */
export function randomKey(): Buffer {
  return randomBytes(SECRET_BYTES)
}

/**
 * What is stored instead of a secret. Plain SHA-256 is right for secrets with 256 random bits (OWASP ASVS 5.0, 11.4.2);
 * passwords, which people choose, go through `passwords.ts`.
 */
export function hashSecret(secret: string): string {
  return hash('sha256', secret, 'base64url')
}

/** Comparison in a time that does not depend on where the two differ. */
export function secretsMatch(expected: string, given: string): boolean {
  return timingSafeEqual(Buffer.from(hashSecret(expected)), Buffer.from(hashSecret(given)))
}

/** The same for a secret of which only the hash is known. */
export function hasHash(secret: string, hash: string): boolean {
  return timingSafeEqual(Buffer.from(hashSecret(secret)), Buffer.from(hash))
}

/** HMAC-SHA-256 as base64url. */
export function authenticationCode(key: Buffer, text: string): string {
  return createHmac('sha256', key).update(text).digest('base64url')
}
