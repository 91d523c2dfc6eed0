import { setTimeout as sleep } from 'node:timers/promises'
import type { Fixture } from '../scenarios.ts'

export interface Refreshing {
  count(): number
  failures(): string[]
  stop(): Promise<void>
}

const CHAINS = 20

/** Sessions of their own that are refreshed at a steady pace, on every node in turn, until it is stopped. */
export async function refreshAllTheTime(origins: string[], fixture: Fixture, perSecond: number): Promise<Refreshing> {
  const gapMs = (1000 * CHAINS) / perSecond
  const failures: string[] = []
  let count = 0
  let isStopped = false

  const authenticate = async (fields: object): Promise<string> => {
    const origin = origins[count++ % origins.length]
    const response = await fetch(`${origin}/user_management/authenticate`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ client_id: fixture.clientId, client_secret: fixture.apiKey, ...fields }),
    })
    const body = (await response.json()) as { refresh_token: string }
    if (!response.ok) throw new Error(JSON.stringify(body))
    return body.refresh_token
  }
  const runChain = async (email: string) => {
    let token = await authenticate({ grant_type: 'password', email, password: fixture.password })
    while (!isStopped) {
      await sleep(gapMs * (0.5 + Math.random()))
      token = await authenticate({ grant_type: 'refresh_token', refresh_token: token })
    }
  }
  const chains = fixture.emails
    .slice(0, CHAINS)
    .map((email) => runChain(email).catch((error: Error) => void failures.push(error.message)))
  // Until all have signed in: hashing passwords is no part of the load.
  while (count < 2 * CHAINS && failures.length === 0) await sleep(50)
  count = 0
  return {
    count: () => count,
    failures: () => failures,
    async stop() {
      isStopped = true
      await Promise.all(chains)
    },
  }
}
