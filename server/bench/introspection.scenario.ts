import type { Answer } from './connection.ts'
import type { Scenario } from './scenarios.ts'

/** The least that this server can answer: what an introspection costs is told beside it. */
export function bareAnswer(): Scenario {
  return {
    request: () => 'GET /health HTTP/1.1\r\nhost: auth.bench.example\r\n\r\n',
    accept: (_client, answer) => answer.status === 200,
  }
}

/** Each client asks about the access token of its latest sign-in or refresh, as an application does with every request. */
export function introspection(apiKey: string, accessTokens: Map<number, string>): Scenario {
  return {
    request(client) {
      const body = `token=${accessTokens.get(client)}`
      return (
        'POST /oauth2/introspect HTTP/1.1\r\nhost: auth.bench.example\r\n' +
        `authorization: Bearer ${apiKey}\r\ncontent-type: application/x-www-form-urlencoded\r\n` +
        `content-length: ${body.length}\r\n\r\n${body}`
      )
    },
    accept: isActive,
  }
}

function isActive(_client: number, { status, body }: Answer): boolean {
  return status === 200 && body.includes('"active":true')
}
