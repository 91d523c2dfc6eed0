import { type Answer, readAnswer } from '../harness.ts'

/** Calls a server that runs somewhere else. */
export interface ApiClient {
  /** With the API key; the body is read. */
  api(method: string, path: string, body?: object): Promise<Answer>
  /** `POST /user_management/authenticate` of the client, with its secret. */
  authenticate(body: object): Promise<Answer>
  /** No key, and redirects are not followed. */
  get(path: string): Promise<Answer>
}

export function createApiClient(server: { origin: string; apiKey: string; clientId: string }): ApiClient {
  const send = async (path: string, init: RequestInit) =>
    await readAnswer(await fetch(`${server.origin}${path}`, { redirect: 'manual', ...init }))
  const sendJson = (method: string, path: string, body: object | undefined) =>
    send(path, {
      method,
      headers: { authorization: `Bearer ${server.apiKey}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
  return {
    api: sendJson,
    authenticate: (body) =>
      sendJson('POST', '/user_management/authenticate', {
        client_id: server.clientId,
        client_secret: server.apiKey,
        ...body,
      }),
    get: (path) => send(path, {}),
  }
}
