import { constants, createHmac, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import type { AppContext } from '../../src/context.ts'

export interface Forgery {
  title: string
  token: string
}

type Json = Record<string, unknown>

const encode = (value: unknown) =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url')
const join = (...parts: unknown[]) => parts.map(encode).join('.')
const signed = (input: string, key: KeyObject, hash = 'sha256') =>
  `${input}.${sign(hash, Buffer.from(input), key).toString('base64url')}`

/** Tokens that look like `genuine`, a live one, and are not: T26, T28 and the sections of RFC 8725. */
export function forgeAccessTokens(app: AppContext, genuine: string): Forgery[] {
  const [header = '', payload = '', signature = ''] = genuine.split('.')
  const key = app.keys.current(app.clock.now())
  const ours = JSON.parse(Buffer.from(header, 'base64url').toString()) as Json
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Json
  const given = { header, payload, signature, ours, claims, key }
  return [
    ...algorithms(given),
    ...strangersKeys(given),
    ...headers(given),
    ...spellings(given),
    ...otherClaims(given),
    ...oversized(given),
  ]
}

interface Given {
  header: string
  payload: string
  signature: string
  ours: Json
  claims: Json
  key: ReturnType<AppContext['keys']['current']>
}

/** RFC 8725, 3.1 and 3.2. */
function algorithms({ payload, signature, ours, claims, key }: Given): Forgery[] {
  const none = ['none', 'None', 'NONE', 'nOnE', ''].flatMap((alg) => [
    { title: `alg ${alg} without a signature`, token: `${join({ ...ours, alg }, claims)}.` },
    { title: `alg ${alg} with the old signature`, token: `${encode({ ...ours, alg })}.${payload}.${signature}` },
  ])
  const publicForms = [
    key.publicKey.export({ type: 'spki', format: 'pem' }),
    key.publicKey.export({ type: 'pkcs1', format: 'pem' }),
    key.publicKey.export({ type: 'spki', format: 'der' }),
    JSON.stringify(key.publicJwk),
    String(key.publicJwk.n),
    '',
  ]
  const confused = publicForms.flatMap((secret) =>
    ['HS256', 'HS384', 'HS512'].map((alg) => {
      const input = join({ ...ours, alg }, claims)
      const code = createHmac(`sha${alg.slice(2)}`, secret)
        .update(input)
        .digest('base64url')
      return { title: `${alg} with the public key as secret`, token: `${input}.${code}` }
    }),
  )
  const others = ['RS384', 'RS512', 'PS256', 'ES256', 'EdDSA', 'RSA1_5', 'rs256', 'RS256 '].map((alg) => ({
    title: `${alg}, signed with our own key`,
    token: signed(join({ ...ours, alg }, claims), key.privateKey, alg.endsWith('512') ? 'sha512' : 'sha256'),
  }))
  const padded = join(ours, claims)
  const pss = { key: key.privateKey, padding: constants.RSA_PKCS1_PSS_PADDING }
  const asPss = {
    title: 'PSS padding',
    token: `${padded}.${sign('sha256', Buffer.from(padded), pss).toString('base64url')}`,
  }
  return [
    ...none,
    ...confused,
    ...others,
    asPss,
    { title: 'another hash', token: signed(padded, key.privateKey, 'sha512') },
  ]
}

/** RFC 8725, 3.10: a key that comes with the token, or is named by it. */
function strangersKeys({ ours, claims }: Given): Forgery[] {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const jwk = { ...publicKey.export({ format: 'jwk' }), kid: ours.kid, alg: 'RS256', use: 'sig' }
  const x5c = [publicKey.export({ type: 'spki', format: 'der' }).toString('base64')]
  const ways: Json[] = [
    {},
    { jwk },
    { x5c },
    { jku: 'https://evil.example/jwks.json' },
    { x5u: 'https://evil.example/cert.pem' },
    { kid: 'key_unknown' },
    { kid: '../../dev/null' },
    { kid: "x' union select 'a" },
    { kid: null },
    { kid: [ours.kid] },
    { kid: undefined, jwk },
  ]
  return ways.map((way) => ({
    title: `signed by a stranger, with ${JSON.stringify(way).slice(0, 40)}`,
    token: signed(join({ ...ours, ...way }, claims), privateKey),
  }))
}

/** Headers that we never write, over our own signature: who could get one made must not gain by it. */
function headers({ ours, claims, key }: Given): Forgery[] {
  const ways: unknown[] = [
    { ...ours, crit: ['exp'] },
    { ...ours, crit: ['b64'], b64: false },
    { ...ours, typ: 'logout+jwt' },
    { ...ours, typ: 'at+jwt' },
    { ...ours, typ: undefined },
    { ...ours, kid: undefined },
    { ...ours, zip: 'DEF' },
    { ...ours, cty: 'JWT' },
    { ...ours, jwk: key.publicJwk },
    `{"alg":"none","alg":"RS256","typ":"JWT","kid":"${ours.kid}"}`,
    `{"alg":"RS256","typ":"JWT","kid":"${ours.kid}","kid":"${ours.kid}"}`,
    ` ${JSON.stringify(ours)}`,
    JSON.stringify(ours, null, 1),
    [ours],
    'null',
    '{',
  ]
  return ways.map((way) => ({
    title: `header ${JSON.stringify(way).slice(0, 60)}`,
    token: signed(join(way, claims), key.privateKey),
  }))
}

/** A token has one spelling. */
function spellings({ header, payload, signature }: Given): Forgery[] {
  const flipped = Buffer.from(signature, 'base64url')
  flipped[100] = (flipped[100] ?? 0) ^ 1
  const last = signature.at(-1) ?? ''
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  const neighbours = [1, 2, 3].map((step) => alphabet[(alphabet.indexOf(last) ^ step) % 64])
  const signatures = [
    '',
    signature.slice(0, -1),
    signature.slice(0, 10),
    flipped.toString('base64url'),
    `${signature}=`,
    `${signature}==`,
    `${signature}A`,
    `${signature}\n`,
    `${signature} `,
    `${signature}.`,
    `${signature}.${signature}`,
    ...neighbours.map((letter) => signature.slice(0, -1) + letter),
    `${signature.slice(0, 50)}\t${signature.slice(50)}`,
    Buffer.alloc(256).toString('base64url'),
    Buffer.alloc(256, 0xff).toString('base64url'),
    Buffer.from(signature, 'base64url').toString('hex'),
  ]
  return [
    ...signatures.map((other) => ({
      title: `signature ${JSON.stringify(other.slice(-8))}`,
      token: `${header}.${payload}.${other}`,
    })),
    { title: 'a payload with padding', token: `${header}.${payload}=.${signature}` },
    { title: 'a header with padding', token: `${header}=.${payload}.${signature}` },
    { title: 'no payload', token: `${header}..${signature}` },
    { title: 'no header', token: `.${payload}.${signature}` },
    { title: 'two parts', token: `${header}.${payload}` },
    { title: 'only dots', token: '..' },
    { title: 'five parts (JWE)', token: `${header}.${payload}.${payload}.${payload}.${signature}` },
    { title: 'a trailing dot', token: `${header}.${payload}.${signature}.` },
    { title: 'a leading space', token: ` ${header}.${payload}.${signature}` },
    { title: 'JSON serialization', token: JSON.stringify({ protected: header, payload, signature }) },
  ]
}

/** Changed claims: under the old signature, and (what another kind of token of ours could look like) under a good one. */
function otherClaims({ ours, claims, header, signature, key }: Given): Forgery[] {
  const now = Number(claims.iat)
  const changes: Json[] = [
    { sub: 'user_01ARZ3NDEKTSV4RRFFQ69G5FAV' },
    { sid: 'session_01ARZ3NDEKTSV4RRFFQ69G5FAV' },
    { exp: now + 1_000_000 },
    { aud: 'client_other' },
  ]
  const kinds: Json[] = [
    { iss: 'https://evil.example' },
    { iss: `${claims.iss}/` },
    { iss: undefined },
    { aud: 'client_other' },
    { aud: [claims.aud, 'client_other'] },
    { aud: undefined },
    { client_id: 'client_other' },
    { client_id: 'client_other', aud: 'client_other' },
    { client_id: undefined },
    { sid: undefined },
    { sid: ['x'] },
    { sid: { $ne: null } },
    { jti: undefined },
    { exp: now - 1 },
    { exp: now },
    { exp: undefined },
    { exp: null },
    { exp: String(now + 300) },
    { exp: now + 300.5 },
    { iat: undefined },
  ]
  const bodies = ['null', '[]', '""', '42', JSON.stringify([claims])]
  return [
    ...changes.map((change) => ({
      title: `claims ${JSON.stringify(change)} under the old signature`,
      token: `${header}.${encode({ ...claims, ...change })}.${signature}`,
    })),
    ...kinds.map((kind) => ({
      title: `signed, with ${JSON.stringify(kind)}`,
      token: signed(join(ours, { ...claims, ...kind }), key.privateKey),
    })),
    ...bodies.map((body) => ({
      title: `signed ${body.slice(0, 20)}`,
      token: signed(join(ours, body), key.privateKey),
    })),
  ]
}

function oversized({ ours, claims, header, payload, signature, key }: Given): Forgery[] {
  const deep = `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`
  return [
    {
      title: '60 KB of payload, signed',
      token: signed(join(ours, { ...claims, x: 'x'.repeat(45_000) }), key.privateKey),
    },
    { title: '60 KB of header', token: `${'A'.repeat(60_000)}.${payload}.${signature}` },
    { title: '60 KB of signature', token: `${header}.${payload}.${'A'.repeat(60_000)}` },
    { title: '60,000 dots', token: '.'.repeat(60_000) },
    { title: 'deep nesting, unsigned', token: `${header}.${encode(deep.slice(0, 40_000))}.${signature}` },
    { title: 'a NUL', token: `${header}.${payload}.\u0000${signature}` },
    { title: 'not Latin', token: `${header}.${payload}.✓${signature}` },
  ]
}
