import { createHash, webcrypto } from 'node:crypto'
import type { SigningKeyRow } from '../../database/schema.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Ids } from '../../platform/ids.ts'
import type { Seal } from '../../platform/seal.ts'

const RSA_2048 = {
  name: 'RSASSA-PKCS1-v1_5',
  hash: 'SHA-256',
  modulusLength: 2048,
  publicExponent: new Uint8Array([1, 0, 1]),
}
const CERTIFICATE_YEARS = 20

/**
 * A new RSA key with a self-signed certificate. The certificate carries no trust; it is there because the official
 * Python, PHP and Java SDKs refuse a JWKS whose keys lack `x5c` and `x5t#S256` (RFC 7517, 4.7 and 4.9), and the Java
 * one one whose certificate is for another key.
 */
export async function generateSigningKey(
  { clock, ids, seal }: { clock: Clock; ids: Ids; seal: Seal },
  activeFrom: Date,
): Promise<SigningKeyRow> {
  const id = ids.next('key')
  // exportable, because the private part is stored, sealed.
  const keys = await webcrypto.subtle.generateKey(RSA_2048, true, ['sign', 'verify'])
  const certificate = await selfSignedCertificate(keys, clock.now())
  const { n, e } = await webcrypto.subtle.exportKey('jwk', keys.publicKey)
  const publicJwk = {
    kid: id,
    kty: 'RSA',
    alg: 'RS256',
    use: 'sig',
    n,
    e,
    x5c: [certificate.toString('base64')],
    'x5t#S256': createHash('sha256').update(certificate).digest('base64url'),
  }
  const privateKey = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey))
  return {
    id,
    public_jwk: JSON.stringify(publicJwk),
    sealed_private_key: seal.seal(privateKey, id),
    created_at: clock.now().toISOString(),
    active_from: activeFrom.toISOString(),
    retired_at: null,
  }
}

/** DER. The library is loaded here only, because a key is made once in a server's life; it wants the polyfill first. */
async function selfSignedCertificate(keys: webcrypto.CryptoKeyPair, now: Date): Promise<Buffer> {
  await import('reflect-metadata')
  const { X509CertificateGenerator } = await import('@peculiar/x509')
  const notAfter = new Date(now)
  notAfter.setUTCFullYear(now.getUTCFullYear() + CERTIFICATE_YEARS)
  const certificate = await X509CertificateGenerator.createSelfSigned(
    {
      name: 'CN=Gatehouse',
      keys: keys as CryptoKeyPair,
      notBefore: now,
      notAfter,
      signingAlgorithm: RSA_2048,
    },
    webcrypto as Crypto,
  )
  return Buffer.from(certificate.rawData)
}
