import type { AppContext } from '../../context.ts'
import { OAuthError } from '../../http/errors.ts'
import type { RequestInfo } from '../../http/request-info.ts'
import { findApiKey } from './api-keys.ts'
import { findApplication } from './application.queries.ts'

/** What a client may say of itself in the body (RFC 6749, 2.3.1). */
export interface ClientFields {
  client_id?: string | undefined
  client_secret?: string | undefined
}

/** An application's server that proved itself; undefined: it did not say which application's. */
export interface ProvenClient {
  applicationId: string | undefined
}

/**
 * The API key is the client's secret: by HTTP Basic, in the body, or as a bearer token, which names no application.
 * Throws `invalid_client` (401) otherwise, and `invalid_request` when a secret comes in two ways.
 */
export async function authenticateClient(
  app: AppContext,
  request: RequestInfo,
  fields: ClientFields,
): Promise<ProvenClient> {
  const { id, secret } = readCredentials(request.header('authorization'), fields)
  if (!(await findApiKey(app, secret))) throw invalidClient('Invalid client secret.')
  if (id !== undefined && !(await findApplication(app.db, id)))
    throw invalidClient(`Unknown client_id '${id.slice(0, 100)}'.`)
  return { applicationId: id }
}

interface Credentials {
  id: string | undefined
  secret: string
}

function readCredentials(header: string | undefined, { client_id, client_secret }: ClientFields): Credentials {
  if (header === undefined) {
    if (client_secret !== undefined) return { id: client_id, secret: client_secret }
    throw invalidClient('Send the API key as client_secret, by HTTP Basic or as a bearer token.')
  }
  if (client_secret !== undefined)
    throw new OAuthError('invalid_request', 'Send the secret in the header or in the body, not in both.')
  const { id, secret } = readHeader(header)
  if (id !== undefined && client_id !== undefined && id !== client_id)
    throw new OAuthError('invalid_request', 'The header and the body name different clients.')
  return { id: id ?? client_id, secret }
}

function readHeader(header: string): Credentials {
  const [, scheme, value = ''] = /^(Bearer|Basic) +([\w.~+/=-]+)$/i.exec(header) ?? []
  if (scheme === undefined) throw invalidClient('Use Authorization: Basic or Bearer.')
  if (scheme.toLowerCase() === 'bearer') return { id: undefined, secret: value }
  const [, id, secret] = /^([^:]+):([^:]+)$/.exec(Buffer.from(value, 'base64').toString()) ?? []
  if (id === undefined || secret === undefined) throw invalidClient('Basic takes base64 of client_id:client_secret.')
  return { id: formDecode(id), secret: formDecode(secret) }
}

/** Both halves are form-encoded before they are joined (RFC 6749, 2.3.1), so a colon in either would be `%3A`. */
function formDecode(text: string): string {
  return new URLSearchParams(`x=${text.replaceAll('&', '%26')}`).get('x') ?? ''
}

function invalidClient(description: string): OAuthError {
  return new OAuthError('invalid_client', description, {
    status: 401,
    headers: { 'www-authenticate': 'Basic realm="Gatehouse", Bearer' },
  })
}
