import { type CryptoKey, exportJWK, generateKeyPair, importJWK, type JWK, SignJWT } from 'jose'

/** Signs access tokens as the server does, and as it never would. */
export interface TokenMint {
  /** What the JWKS shows: without `alg`, which would keep other algorithms out in the verifier's place. */
  published(): JWK[]
  /** A good token, unless `claims` or `header` say otherwise; a claim of `undefined` is left out. */
  issue(claims?: Record<string, unknown>, header?: Record<string, unknown>): Promise<string>
  /** A new key signs from now on; the old ones stay published unless they are withdrawn. */
  rotate(given?: { withdraw: boolean }): Promise<void>
  /** A genuine signature of the published key by another algorithm. */
  signWith(algorithm: string): Promise<string>
  /** With a key that was never published, under the ID of the published one. */
  forge(claims?: Record<string, unknown>): Promise<string>
}

interface Key {
  kid: string
  privateKey: CryptoKey
  privateJwk: JWK
  jwk: JWK
}

/** RSA keys take longer than most tests: made once, handed out in turn. */
const KEY_COUNT = 3
let sharedKeys: Promise<Key[]> | undefined
let sessionCount = 0

export async function createTokenMint(clientId: string, issuer: () => string): Promise<TokenMint> {
  sharedKeys ??= Promise.all(Array.from({ length: KEY_COUNT }, (_, index) => makeKey(`key_${index}`)))
  const [first, second, stranger] = (await sharedKeys) as [Key, Key, Key]
  let signing = first
  let published = [first]

  const sign = async (key: Key, claims: Record<string, unknown>, header: Record<string, unknown>) => {
    const iat = Math.floor(Date.now() / 1000)
    const payload = {
      iss: issuer(),
      aud: clientId,
      client_id: clientId,
      sub: 'user_1',
      sid: `session_${++sessionCount}`,
      jti: 'x',
      iat,
      exp: iat + 300,
      ...claims,
    }
    return await new SignJWT(payload)
      .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid: signing.kid, ...header })
      .sign(key.privateKey)
  }
  return {
    published: () => published.map((key) => key.jwk),
    issue: (claims = {}, header = {}) => sign(signing, claims, header),
    async rotate({ withdraw } = { withdraw: false }) {
      signing = signing === first ? second : first
      published = withdraw ? [signing] : [signing, ...published.filter((key) => key !== signing)]
    },
    async signWith(alg) {
      const privateKey = (await importJWK(signing.privateJwk, alg)) as CryptoKey // It is no shared secret.
      return await sign({ ...signing, privateKey }, {}, { alg })
    },
    forge: (claims = {}) => sign(stranger, claims, {}),
  }
}

async function makeKey(kid: string): Promise<Key> {
  const { publicKey, privateKey } = await generateKeyPair('RS256', { extractable: true })
  const privateJwk = await exportJWK(privateKey)
  return { kid, privateKey, privateJwk, jwk: { ...(await exportJWK(publicKey)), kid, use: 'sig' } }
}
