import { openConnection } from './connection.ts'
import { RARE_AGENT, RARE_CLIENT, RARE_NETWORK, userId } from './fill-sessions.ts'
import type { Sized } from './measure-sizes.ts'
import { authorized } from './scenarios.ts'

const TIMES = 30
const WARM_UP = 5

export interface SearchMeasurement {
  filter: string
  /** How many sessions the page had. */
  found: number
  milliseconds: number[]
}

/** Pages of `GET /user_management/sessions`, one after another. */
export async function measureSearches({ server, fixture }: Sized): Promise<SearchMeasurement[]> {
  const connection = await openConnection(server.port)
  const middle = fixture.sessions[0]?.id
  const clientId = fixture.clientId
  const common = new URLSearchParams({ user_agent: 'chrome/156' })
  const rare = new URLSearchParams({ user_agent: RARE_AGENT })
  const past = new Date(Date.now() - 10 * 24 * 60 * 60 * 1000).toISOString()
  const queries = {
    'no filter': '',
    'no filter, in the middle': `after=${middle}`,
    'a user': `user_id=${userId(7)}`,
    'an application, nearly all': `client_id=${clientId}`,
    'an application, 1 in 2,500': `client_id=${RARE_CLIENT}`,
    'a method, all': 'auth_method=password',
    'one address': 'ip_range=10.0.3.4',
    'a range, half of all': 'ip_range=10.0.0.0/17',
    'a range, 1 in 5,000': `ip_range=${RARE_NETWORK}`,
    'a user agent, nearly all': `${common}`,
    'a user agent, 1 of all': `${rare}`,
    'created before': `created_before=${past}`,
    'user, application, user agent': `user_id=${userId(7)}&client_id=${clientId}&${common}`,
    'application, method, range': `client_id=${clientId}&auth_method=password&ip_range=10.0.0.0/20`,
    'rare application, rare user agent': `client_id=${RARE_CLIENT}&${rare}`,
    'range, rare user agent, in the middle': `ip_range=10.0.0.0/8&${rare}&after=${middle}`,
  }
  const measurements: SearchMeasurement[] = []
  for (const [filter, query] of Object.entries(queries)) {
    const milliseconds: number[] = []
    let found = 0
    for (let count = 0; count < WARM_UP + TIMES; count++) {
      const start = performance.now()
      const answer = await connection.exchange(authorized(fixture, `/user_management/sessions?${query}`))
      if (count >= WARM_UP) milliseconds.push(performance.now() - start)
      if (answer.status !== 200) throw new Error(`A search by ${filter} was answered ${answer.status}: ${answer.body}`)
      found = answer.body.split('"object":"session"').length - 1
    }
    measurements.push({ filter, found, milliseconds })
  }
  connection.close()
  return measurements
}
