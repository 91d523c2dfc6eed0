import { createHmac } from 'node:crypto'

/**
 * The value of the `WorkOS-Signature` header: the official SDKs compute `HMAC-SHA-256(secret, "<t>.<body>")` over the
 * body as it came, in hexadecimal, and refuse what is older than three minutes. `t` is in milliseconds since 1970; the
 * space after the comma is demanded by the Python and PHP SDKs.
 */
export function signWebhook(secret: string, body: string, at: Date): string {
  const time = at.getTime()
  const signature = createHmac('sha256', secret).update(`${time}.${body}`).digest('hex')
  return `t=${time}, v1=${signature}`
}
