import type { LiveServer } from '../../server/tests/compat/live-server.ts'
import { openPreparations, type Preparations } from './preparations.ts'

/**
 * The values that samples are written with, by the thing that has them. If one of them occurs in a sample, the thing is
 * made before the sample runs, and the values are replaced by the real ones; in what the sample prints they are put
 * back. A value that is its own replacement only says that the thing must be there.
 */
const EXAMPLES: ((prepared: Preparations) => Record<string, () => Promise<string>>)[] = [
  ({ ada, session }) => ({
    'ada@example.com': async () => (await ada()).email,
    'crm-1815': async () => (await ada()).external_id,
    user_01K7Q2M8Z3E5R7T9V1W3X5Y7Z9: async () => (await ada()).id,
    session_01K7Q2M8ZC4T9X5B3VHJ6WNRDE: async () => (await session()).sessionId,
    'the-refresh-token-of-the-session': async () => (await session()).refreshToken,
    'the-access-token': async () => (await session()).accessToken,
  }),
  ({ suspendedUser }) => ({ user_01K7Q2M8ZB9C1D3E5F7G9H1J3K: async () => (await suspendedUser()).id }),
  ({ endedSession }) => ({
    'session.revoked': () => endedSession().then(() => 'session.revoked'),
    session_01K7Q2M8ZD0F2G4H6J8K0M2N4P: async () => (await endedSession()).sessionId,
  }),
  ({ code }) => ({ '01K7Q2M8ZK4M6N8P0Q2R4S6T8V': code }),
  ({ openIdCode }) => ({ 'the-openid-code': openIdCode }),
  ({ feedPosition }) => ({ 'the-position-in-the-feed': feedPosition }),
  ({ revocation }) => ({ revocation_01K7Q2M8ZA2B4C6D8E0F1G3H5J: async () => (await revocation()).id }),
  ({ organization }) => ({
    'crm-1822': async () => (await organization()).external_id,
    'engines.example': async () => (await organization()).domains[0]?.domain ?? '',
    org_01K7Q2M8ZA2B4C6D8E0F1G3H5J: async () => (await organization()).id,
  }),
  ({ domain }) => ({ org_domain_01K7Q2M8ZA2B4C6D8E0F1G3H5J: async () => (await domain()).id }),
  ({ membership }) => ({ om_01K7Q2M8ZA2B4C6D8E0F1G3H5J: async () => (await membership()).id }),
  ({ inactiveMembership }) => ({ om_01K7Q2M8ZB9C1D3E5F7G9H1J3K: async () => (await inactiveMembership()).id }),
  ({ pendingAuthentication }) => ({ 'the-pending-authentication-token': pendingAuthentication }),
  ({ webhookEndpoint, webhookEvent }) => ({
    we_01K7Q2M8ZA2B4C6D8E0F1G3H5J: async () => (await webhookEndpoint()).id,
    event_01K7Q2M8ZA2B4C6D8E0F1G3H5J: async () => (await webhookEvent()).id,
  }),
  ({ organizationApiKey }) => ({
    api_key_01K7Q2M8ZA2B4C6D8E0F1G3H5J: async () => (await organizationApiKey()).id,
    'sk_the-api-key-of-the-organization': async () => (await organizationApiKey()).value,
  }),
  ({ permission }) => ({ 'videos:view': async () => (await permission()).slug }),
  ({ organizationRole }) => ({ 'org-billing': async () => (await organizationRole()).slug }),
  ({ group }) => ({ group_01K7Q2M8ZA2B4C6D8E0F1G3H5J: async () => (await group()).id }),
  ({ invitation }) => ({
    invitation_01K7Q2M8ZA2B4C6D8E0F1G3H5J: async () => (await invitation()).id,
    'the-token-of-the-invitation': async () => (await invitation()).token,
  }),
  ({ passwordReset }) => ({
    password_reset_01K7Q2M8ZA2B4C6D8E0F1G3H5J: async () => (await passwordReset()).id,
    'the-token-of-the-mail': async () => (await passwordReset()).password_reset_token,
  }),
  ({ setting }) => ({
    redir_01K7Q2M8ZA2B4C6D8E0F1G3H5J: () => setting('redirect_uris', { uri: OTHER_URI }),
  }),
  ({ setting }) => ({
    sign_out_uri_01K7Q2M8ZA2B4C6D8E0F1G3H5J: () => setting('sign_out_uris', { uri: OTHER_URI }),
  }),
  ({ setting }) => ({
    backchannel_logout_uri_01K7Q2M8ZA2B4C6D8E0F1G3H5J: () =>
      setting('backchannel_logout_uris', { uri: 'https://old.example.com/backchannel' }),
  }),
  ({ setting }) => ({
    cors_origin_01K7Q2M8ZA2B4C6D8E0F1G3H5J: () => setting('cors_origins', { origin: 'https://old.example.com' }),
  }),
]

/** For samples that mention nothing of what they should find. */
const NEEDS: Record<string, (prepared: Preparations) => Promise<unknown>> = {
  'create-user-api-key': ({ membership }) => membership(),
  'list-organization-api-keys': ({ organizationApiKey }) => organizationApiKey(),
  'list-user-api-keys': ({ userApiKey }) => userApiKey(),
  'list-webhook-deliveries': ({ webhookEvent }) => webhookEvent(),
  'accept-invitation': ({ grace }) => grace(),
  'list-groups': ({ group }) => group(),
  'list-member-groups': ({ group }) => group(),
  'list-invitations': ({ invitation }) => invitation(),
  'list-organization-memberships': ({ membership }) => membership(),
  'get-organization-entitlements': ({ entitlements }) => entitlements(),
  'get-jwt-template': ({ jwtTemplate }) => jwtTemplate(),
  'delete-jwt-template': ({ jwtTemplate }) => jwtTemplate(),
  'list-permissions': ({ permission }) => permission(),
  'list-webhook-endpoints': ({ webhookEndpoint }) => webhookEndpoint(),
  'list-revoked-sessions': ({ endedSession }) => endedSession(),
}

const OTHER_URI = 'https://old.example.com/'
const BASE_URL = /localhost:4100\b/g
const PORT = /\bport: 4100\b/g

export interface PreparedSample {
  code: string
  /** What a run printed, as every run on every machine would have printed it. */
  normalise(output: string): string
}

/** Makes everything that the sample mentions, on a server of its own or with what earlier samples have made there. */
export async function prepareSample(
  operation: string,
  sample: string,
  server: LiveServer,
  prepared = openPreparations(server),
): Promise<PreparedSample> {
  await prepared.applicationSettings()
  await NEEDS[operation]?.(prepared)
  const real = new Map<string, string>()
  for (const valuesOf of EXAMPLES) {
    const values = Object.entries(valuesOf(prepared))
    if (!values.some(([example]) => sample.includes(example))) continue
    for (const [example, make] of values) real.set(example, await make())
  }
  let code = sample.replace(BASE_URL, `localhost:${server.port}`).replace(PORT, `port: ${server.port}`)
  for (const [example, value] of real) code = code.replaceAll(example, value)
  return { code, normalise: (output) => normalise(output, real, server.port) }
}

function normalise(output: string, real: Map<string, string>, port: number): string {
  let text = output.trimEnd().replaceAll(`localhost:${port}`, 'localhost:4100')
  for (const [example, value] of real) text = text.replaceAll(value, example)
  text = prettyIfJson(text)
  for (const [pattern, replacement] of VARYING) {
    text = text.replace(pattern, (_, start: string) => `${start}${replacement}`)
  }
  return text === '' ? '' : `${text}\n`
}

/** What is different in every run, by its form; what the first group holds stays. */
const VARYING: [RegExp, string][] = [
  [/\b([a-z_]+_)01(?!K7Q2M8Z)[0-9A-HJKMNP-TV-Z]{24}\b/g, '01K7Q3A0B1C2D3E4F5G6H7J8K9'],
  [/(jti"?: ['"])[^'"]+/g, '01K7Q3A0B1C2D3E4F5G6H7J8K9'],
  [/()\b20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g, '2026-01-15T09:30:00.000Z'],
  [/(value"?: ['"]sk_)[\w-]{43}/g, 'vQ3zX7wB…'],
  [/(sk_\.\.\.)[\w-]{4}/g, '3456'],
  [/(secret"?: ['"])[^'"]+/g, 'vQ3zX7wB…'],
  [/(position"?: ['"])[^'"]+/g, '0-7-Q1KG77TH3C'],
  [/(remaining_seconds"?: )[\d.]+/g, '299.5'],
  [/\b((?:iat|exp|auth_time|updated_at)"?: )\d{10}\b/g, '1768469400'],
  [/()\beyJ[\w-]+\.[\w-]+\.[\w-]+/g, 'eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9.eyJzaWQiOi….c2lnbmF0dXJl'],
  [/(token"?: ['"])(?!eyJ|the-)[^'"]{16,}/gi, 'vQ3zX7wB…'],
  [/([?&](?:invitation_)?token=)(?!the-)[\w-]{16,}/g, 'vQ3zX7wB…'],
  [/((?:"n"|\bn|["']x5t#S256["']): ["'])[^"']+/g, 'vQ3zX7wB…'],
  [/("x5c": \[\s*")[^"]+/g, 'MIIC…'],
]

/** JSON on one line is for programs. */
function prettyIfJson(text: string): string {
  if (!/^[[{]/.test(text)) return text
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    return text
  }
}
