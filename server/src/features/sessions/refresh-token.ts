import { authenticationCode, secretsMatch } from '../../platform/secrets.ts'

/** What a refresh token says once it has been proved genuine. */
export interface RefreshToken {
  sessionId: string
  /** How many rotations came before it. */
  count: number
}

const SHAPE = /^([0-9A-HJKMNP-TV-Z]{26})\.([1-9a-z][0-9a-z]{0,8}|0)\.[\w-]{43}$/
const SESSION_PREFIX = 'session_'

/**
 * `<session>.<count>.<authentication code>`: 256 bits of HMAC-SHA-256 under a key that lies sealed in the database.
 * Nothing is stored per token. The session's row knows the current count, so a rotation is one conditional update, the
 * successor of a token is the same for everybody who asks, and an old token is known for what it is for ever
 * (docs/decisions/0003-refresh-tokens-without-rows.md).
 */
export function makeRefreshToken(key: Buffer, { sessionId, count }: RefreshToken): string {
  const name = `${sessionId.slice(SESSION_PREFIX.length)}.${count.toString(36)}`
  return `${name}.${authenticationCode(key, `refresh token ${name}`)}`
}

/** Undefined unless the token was made with this key, to the letter. */
export function readRefreshToken(key: Buffer, text: string): RefreshToken | undefined {
  const [, session, count] = SHAPE.exec(text) ?? []
  if (session === undefined || count === undefined) return undefined
  const token = {
    sessionId: SESSION_PREFIX + session,
    count: Number.parseInt(count, 36),
  }
  return secretsMatch(makeRefreshToken(key, token), text) ? token : undefined
}
