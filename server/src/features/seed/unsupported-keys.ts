/** What a seed file of workos/emulate may have and Gatehouse has not yet, by place: `[]` is any item of a list. */
const UNSUPPORTED = [
  'connections',
  'pipeConnections',
  'connectedAccounts',
  'connectApplications',
  'errorHooks',
  'roles[].is_default_role',
  'roles[].priority',
  'users[].impersonator',
  'users[].oauth_idp_id',
  'users[].oauth_provider',
  'users[].totp',
]

/**
 * Takes out of the file what is not supported yet, and answers what that was: people who come from the emulator should
 * be able to start first and see what they miss. Any other unknown key is a mistake and stays.
 */
export function takeUnsupported(file: unknown): { rest: unknown; unsupported: string[] } {
  const rest = structuredClone(file)
  const unsupported = UNSUPPORTED.filter((place) => take(rest, place.split('.')))
  return { rest, unsupported }
}

function take(value: unknown, [step = '', ...further]: string[]): boolean {
  if (typeof value !== 'object' || value === null) return false
  const record = value as Record<string, unknown> // JSON: whatever it has is reached by name.
  const name = step.replace('[]', '')
  if (!(name in record)) return false
  if (further.length === 0) return delete record[name]
  const items = record[name]
  return Array.isArray(items) && items.map((item) => take(item, further)).includes(true)
}
