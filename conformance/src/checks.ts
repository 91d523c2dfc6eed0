/** What every driver does, in its order. A driver that leaves one out has failed it. */
export const CHECKS = [
  'password',
  'code',
  'verify-token',
  'sealed-session',
  'refresh',
  'list-sessions',
  'logout-url',
  'logout-url-with-return-to',
  'logout-url-missing-id',
  'follow-logout-url',
  'refresh-refused',
  'revoke',
  'paging',
  'error-400',
  'error-401',
  'error-404',
  'error-422',
  // More password resets for one address than the server allows.
  'error-429',
  'webhook',
] as const

export type Check = (typeof CHECKS)[number]

export interface Result {
  check: Check
  outcome: 'ok' | 'skip' | 'fail'
  detail: string
}

/** A driver prints a line for each check: outcome, name and detail, with tabs between them. */
export function readResults(output: string): Result[] {
  const lines = output.split('\n').map((line) => line.split('\t'))
  return CHECKS.map((check) => {
    const [outcome, , detail = ''] = lines.find(([, name]) => name === check) ?? []
    if (outcome === 'ok' || outcome === 'skip') return { check, outcome, detail }
    return { check, outcome: 'fail', detail: outcome === undefined ? 'it says nothing of this check' : detail }
  })
}
