import { createGatehouse, type Gatehouse, type GatehouseOptions } from '../../src/api/gatehouse.ts'
import { systemPlatform } from '../../src/platform.ts'

/** What a server answers, one after the other; an error is a connection that breaks. */
export type Prepared = Response | Error

/** A client whose server says what the test wants, and what it was asked. The last answer is given again and again. */
export function clientOf(
  answers: (Prepared | ((request: Request) => Prepared))[],
  options: Partial<GatehouseOptions> = {},
): { gatehouse: Gatehouse; asked: Request[] } {
  const asked: Request[] = []
  const answer = async (url: RequestInfo | URL, init?: RequestInit) => {
    const request = new Request(url, init)
    asked.push(request)
    const prepared = answers[Math.min(asked.length, answers.length) - 1]
    const given = typeof prepared === 'function' ? prepared(request) : prepared
    if (given instanceof Response) return given.clone()
    throw given
  }
  // Back-off without waiting; its own tests say how long it waits.
  const platform = { ...systemPlatform, fetch: answer, random: () => 0 }
  const given = { baseUrl: 'https://auth.example.com', clientId: 'client_a', apiKey: 'sk_a', ...options }
  return { gatehouse: createGatehouse(platform, given), asked }
}

export function json(body: unknown, status = 200, headers: Record<string, string> = {}): Response {
  return Response.json(body, { status, headers })
}
