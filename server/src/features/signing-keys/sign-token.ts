import { sign } from 'node:crypto'
import type { AppContext } from '../../context.ts'
import type { TokenType } from './key-ring.ts'

/**
 * A JWT, RS256. Signed on the thread pool: the signature is three quarters of a refresh, and there it uses every core.
 * Written by hand because the header is constant and the payload is ours; verification uses a library.
 */
export async function signToken(app: AppContext, type: TokenType, claims: object, now: Date): Promise<string> {
  const key = app.keys.current(now)
  const payload = Buffer.from(JSON.stringify(claims)).toString('base64url')
  const input = `${key.encodedHeaders[type]}.${payload}`
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>()
  sign('sha256', Buffer.from(input), key.privateKey, (error, signature) => (error ? reject(error) : resolve(signature)))
  return `${input}.${(await promise).toString('base64url')}`
}
