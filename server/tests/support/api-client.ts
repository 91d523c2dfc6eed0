import { type Answer, readAnswer } from '../harness.ts'
import type { Credentials } from './spawn-server.ts'

/** Calls a server as an application does: over HTTP, or in this process. */
export interface ApiClient {
  /** With the API key; the body is read. */
  api(method: string, path: string, body?: object): Promise<Answer>
  /** `POST /user_management/authenticate` of the client, with its secret. */
  authenticate(body: object): Promise<Answer>
  /** No key, and redirects are not followed. */
  get(path: string): Promise<Answer>
}

export type SendRequest = (path: string, init: RequestInit) => Response | Promise<Response>

export function createApiClient(request: SendRequest, { apiKey, clientId }: Credentials): ApiClient {
  const send = async (path: string, init: RequestInit) => await readAnswer(await request(path, init))
  const sendJson = (method: string, path: string, body: object | undefined) =>
    send(path, {
      method,
      headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
  let people = 0
  return {
    api: sendJson,
    authenticate(body) {
      // Each from an address of their own, as in life: how many may come from one is tested elsewhere.
      const ip_address = `10.${(people >> 16) & 255}.${(people >> 8) & 255}.${people++ & 255}`
      const client = { client_id: clientId, client_secret: apiKey, ip_address }
      return sendJson('POST', '/user_management/authenticate', { ...client, ...body })
    },
    get: (path) => send(path, {}),
  }
}

export function requestsTo(origin: string): SendRequest {
  return (path, init) => fetch(`${origin}${path}`, { redirect: 'manual', ...init })
}
