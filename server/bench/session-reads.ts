import { RARE_AGENT, RARE_CLIENT, RARE_NETWORK, userId } from './fill-sessions.ts'
import type { Reads } from './measure-reads.ts'
import type { Fixture } from './scenarios.ts'

const TEN_DAYS_MS = 10 * 24 * 60 * 60 * 1000

/** Sessions as `fillSessions` made them. */
export function sessionReads({ clientId, sessions }: Fixture): Reads {
  const middle = sessions[0]?.id
  const common = new URLSearchParams({ user_agent: 'chrome/156' })
  const rare = new URLSearchParams({ user_agent: RARE_AGENT })
  const past = new Date(Date.now() - TEN_DAYS_MS).toISOString()
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
  const pages = Object.entries(queries).map(([what, query]) => [
    `sessions: ${what}`,
    `/user_management/sessions?${query}`,
  ])
  return {
    'a session': `/user_management/sessions/${middle}`,
    ...Object.fromEntries(pages),
  }
}
