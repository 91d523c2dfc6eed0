import { isIP } from 'node:net'
import { resolve } from 'node:path'
import { z } from 'zod'
import { cookieDomainProblem } from './cookie-domain.ts'
import { demoUrlOf } from './demo-url.ts'
import { geoipFileProblem } from './geoip-file.ts'
import { readIpRange } from './platform/ip-range.ts'
import type { Address, SmtpServer } from './platform/mailer.ts'
import { hashSecret } from './platform/secrets.ts'
import { mailFrom, smtpUrl } from './smtp-settings.ts'

/** Lifetimes in seconds. */
export interface SessionSettings {
  /** From sign-in, never extended. */
  maximumLengthSeconds: number
  /** A session that is not refreshed for this long is over; null: no such limit. */
  inactivityTimeoutSeconds: number | null
  accessTokenSeconds: number
  /** How many sessions a user may have at once; with one more the oldest ends. null: any number. */
  maximumPerUser: number | null
}

export interface Config {
  mode: 'development' | 'production'
  host: string
  port: number
  /** The origin that browsers and SDKs see; without a slash at the end. */
  publicUrl: string
  /** The `iss` claim; undefined: `<publicUrl>/user_management/<client id>`. */
  issuer: string | undefined
  dataFolder: string
  databaseUrl: string | undefined
  seedFile: string | undefined
  /** Where browsers reach the demo app of development mode; undefined: it is off. */
  demoUrl: string | undefined
  trustedProxies: number
  /** Requests a minute from one address, or everything that WorkOS limits; undefined: as many as come. */
  rateLimits: number | 'workos' | undefined
  /** A parent domain of the public URL's host, whose pages may see that there is a session; undefined: that host alone. */
  cookieDomain: string | undefined
  isRequestLogOn: boolean
  /** Whether a session is signed out every minute, to measure how long it takes until it is refused everywhere. */
  isCanaryOn: boolean
  /** Of the token that opens `GET /metrics`; undefined: there are none. */
  metricsTokenHash: string | undefined
  /** A MaxMind DB of places; undefined: places are not told. */
  geoipFile: string | undefined
  /** The name server that is asked for the records of domains: an address, maybe with a port; undefined: the machine's. */
  dnsServer: string | undefined
  /** Addresses of the inside that receivers of back-channel logout may have, as CIDR; the public ones may be reached anyway. */
  receiverNetworks: string[]
  session: SessionSettings
}

export const DEFAULT_SESSION_SETTINGS: SessionSettings = {
  maximumLengthSeconds: 30 * 24 * 60 * 60,
  inactivityTimeoutSeconds: null,
  accessTokenSeconds: 5 * 60,
  maximumPerUser: null,
}

/** The operator's mistakes, all at once; each line names the variable and says what to do. */
export class ConfigError extends Error {}

const SHORTEST_SECRET_BYTES = 32
const LAST_PORT = 65_535

const boolean = z
  .enum(['on', 'off', 'true', 'false', '1', '0'])
  .transform((value) => ['on', 'true', '1'].includes(value))

/** An empty variable counts as unset, as in most shells' `VAR= command`. */
const optional = <S extends z.ZodType>(schema: S) =>
  z.preprocess((value) => (value === '' ? undefined : value), schema.optional())

const origin = z.string().transform((value, context) => {
  const url = URL.parse(value)
  const isOrigin =
    url &&
    ['http:', 'https:'].includes(url.protocol) &&
    url.pathname === '/' &&
    !url.search &&
    !url.hash &&
    !url.username
  if (isOrigin) return url.origin
  context.addIssue({
    code: 'custom',
    message: `must be an origin such as https://auth.example.com, without a path (the official SDKs drop it), not ${JSON.stringify(value)}`,
  })
  return z.NEVER
})

const secret = z
  .string()
  .refine((value) => Buffer.byteLength(value) >= SHORTEST_SECRET_BYTES, {
    message: `must have at least ${SHORTEST_SECRET_BYTES} bytes; make one with: openssl rand -base64 32`,
    abort: true,
  })
  .refine((value) => new Set(value).size >= 10, {
    message: 'looks like a placeholder; make a random one with: openssl rand -base64 32',
  })

/** Printable and without blanks, as it is sent in a header. */
const metricsToken = z
  .string()
  .regex(
    /^[\x21-\x7e]{20,}$/,
    'must have at least 20 characters without blanks; make one with: openssl rand -base64 32',
  )

const databaseUrl = z.string().regex(/^postgres(ql)?:\/\//, 'must start with postgres://')

const dnsServer = z.string().refine((value) => {
  const address = /^\[(.+)\](?::\d{1,5})?$/.exec(value)?.[1] ?? /^([\d.]+):\d{1,5}$/.exec(value)?.[1] ?? value
  return isIP(address) !== 0
}, 'must be an IP address, maybe with a port: 127.0.0.1:5353 or [::1]:5353')

const wholeNumber = (most: number) => {
  const message = `must be a whole number from 0 to ${most}`
  return z.coerce.number(message).int(message).min(0, message).max(most, message)
}

const rateLimits = z
  .string()
  .regex(
    /^(workos|\d{1,6})$/,
    'must be how many requests one address may send in a minute, or workos for the limits that WorkOS documents',
  )
  .transform((value) => (value === 'workos' ? value : Number(value)))

const networks = z
  .string()
  .transform((value) => value.split(',').map((network) => network.trim()))
  .refine((list) => list.every((network) => readIpRange(network)), {
    message: 'must be a list of networks such as 10.0.0.0/8,fd00::/8',
  })

const environment = z.object({
  PORT: optional(wholeNumber(LAST_PORT)),
  HOST: optional(z.string()),
  DATABASE_URL: optional(databaseUrl),
  GATEHOUSE_DATA: optional(z.string()),
  GATEHOUSE_SEED: optional(z.string()),
  GATEHOUSE_SECRET: optional(secret),
  GATEHOUSE_PUBLIC_URL: optional(origin),
  GATEHOUSE_ALLOW_HTTP: optional(boolean),
  GATEHOUSE_ISSUER: optional(z.string()),
  GATEHOUSE_COOKIE_DOMAIN: optional(z.string().toLowerCase()),
  GATEHOUSE_DEMO: optional(boolean),
  GATEHOUSE_REQUEST_LOG: optional(boolean),
  GATEHOUSE_CANARY: optional(boolean),
  GATEHOUSE_METRICS_TOKEN: optional(metricsToken),
  GATEHOUSE_TRUSTED_PROXIES: optional(wholeNumber(10)),
  GATEHOUSE_RATE_LIMITS: optional(rateLimits),
  GATEHOUSE_GEOIP: optional(z.string()),
  GATEHOUSE_DNS_SERVER: optional(dnsServer),
  GATEHOUSE_RECEIVER_NETWORKS: optional(networks),
  GATEHOUSE_SMTP_URL: optional(smtpUrl),
  GATEHOUSE_MAIL_FROM: optional(mailFrom),
})

/** The names of all environment variables. */
export const SETTINGS = Object.keys(environment.shape)
const DEFAULT_PORT = 4100
/** Of a laptop and its containers. Not the link-local ones, where clouds have their metadata services. */
export const DEVELOPMENT_NETWORKS = ['127.0.0.0/8', '::1', '10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7']

/** What must not be logged; kept apart, so that the configuration can be. */
export interface Secrets {
  secret: string | undefined
  /** Undefined: there is no mail server. */
  smtp: { server: SmtpServer; from: Address } | undefined
}

export function readConfig(
  mode: Config['mode'],
  variables: Record<string, string | undefined>,
): { config: Config } & Secrets {
  const result = environment.safeParse(variables)
  const mistakes = result.success
    ? [
        ...productionMistakes(mode, result.data),
        ...demoMistakes(mode, result.data),
        ...cookieDomainMistakes(result.data),
        ...mailMistakes(result.data),
        ...geoipMistakes(result.data),
      ]
    : result.error.issues.map(describeIssue)
  mistakes.push(...unknownVariables(variables))
  if (!result.success || mistakes.length > 0) throw new ConfigError(mistakes.join('\n'))
  const values = result.data
  const host = values.HOST ?? (mode === 'development' ? '127.0.0.1' : '0.0.0.0')
  const port = values.PORT ?? DEFAULT_PORT
  const config: Config = {
    mode,
    port,
    host,
    publicUrl: publicUrlOf(values),
    issuer: values.GATEHOUSE_ISSUER,
    dataFolder: resolve(values.GATEHOUSE_DATA ?? '.gatehouse'),
    databaseUrl: values.DATABASE_URL,
    seedFile: values.GATEHOUSE_SEED,
    demoUrl: isDemoOn(mode, values) ? demoUrlOf(host, port) : undefined,
    cookieDomain: values.GATEHOUSE_COOKIE_DOMAIN,
    trustedProxies: values.GATEHOUSE_TRUSTED_PROXIES ?? 0,
    rateLimits: values.GATEHOUSE_RATE_LIMITS || undefined,
    isRequestLogOn: values.GATEHOUSE_REQUEST_LOG ?? mode === 'production',
    isCanaryOn: values.GATEHOUSE_CANARY ?? mode === 'production',
    metricsTokenHash: values.GATEHOUSE_METRICS_TOKEN && hashSecret(values.GATEHOUSE_METRICS_TOKEN),
    dnsServer: values.GATEHOUSE_DNS_SERVER,
    receiverNetworks: values.GATEHOUSE_RECEIVER_NETWORKS ?? (mode === 'development' ? DEVELOPMENT_NETWORKS : []),
    geoipFile: values.GATEHOUSE_GEOIP && resolve(values.GATEHOUSE_GEOIP),
    session: DEFAULT_SESSION_SETTINGS,
  }
  const { GATEHOUSE_SECRET: secret, GATEHOUSE_SMTP_URL: server, GATEHOUSE_MAIL_FROM: from } = values
  return { config, secret, smtp: server && from && { server, from } }
}

type Values = z.infer<typeof environment>

function publicUrlOf(values: Values): string {
  return values.GATEHOUSE_PUBLIC_URL ?? `http://localhost:${values.PORT ?? DEFAULT_PORT}`
}

function isDemoOn(mode: Config['mode'], values: Values): boolean {
  return mode === 'development' && (values.GATEHOUSE_DEMO ?? true)
}

function demoMistakes(mode: Config['mode'], values: Values): string[] {
  if (!isDemoOn(mode, values) || values.PORT !== LAST_PORT) return []
  return [
    `PORT: the demo app takes the next port, and there is none after ${LAST_PORT}. Set a lower one, or GATEHOUSE_DEMO=off`,
  ]
}

function productionMistakes(mode: Config['mode'], values: Values): string[] {
  if (mode === 'development') return []
  const mistakes: string[] = []
  if (!values.GATEHOUSE_SECRET) {
    mistakes.push('GATEHOUSE_SECRET is required; make one with: openssl rand -base64 32')
  }
  if (!values.GATEHOUSE_PUBLIC_URL) {
    mistakes.push(
      'GATEHOUSE_PUBLIC_URL is required: the https origin that browsers see, such as https://auth.example.com',
    )
  } else if (values.GATEHOUSE_PUBLIC_URL.startsWith('http:') && !values.GATEHOUSE_ALLOW_HTTP) {
    mistakes.push('GATEHOUSE_PUBLIC_URL must be https. For a test behind a proxy set GATEHOUSE_ALLOW_HTTP=true as well')
  }
  return mistakes
}

function cookieDomainMistakes(values: Values): string[] {
  const domain = values.GATEHOUSE_COOKIE_DOMAIN
  const problem = domain === undefined ? undefined : cookieDomainProblem(domain, publicUrlOf(values))
  return problem === undefined ? [] : [`GATEHOUSE_COOKIE_DOMAIN: ${problem}`]
}

function mailMistakes(values: Values): string[] {
  if (!values.GATEHOUSE_SMTP_URL || values.GATEHOUSE_MAIL_FROM) return []
  return ['GATEHOUSE_MAIL_FROM is required with GATEHOUSE_SMTP_URL: the address that mails come from']
}

function geoipMistakes({ GATEHOUSE_GEOIP: file }: Values): string[] {
  const problem = file && geoipFileProblem(resolve(file))
  return problem ? [`GATEHOUSE_GEOIP: ${problem}`] : []
}

function describeIssue(issue: z.core.$ZodIssue): string {
  const name = issue.path.join('.')
  if (issue.code === 'invalid_value') return `${name} must be one of ${issue.values.join(', ')}`
  return `${name}: ${issue.message}`
}

/** A misspelt variable would silently leave a default in force. `GATEHOUSE_TEST_…` is for the tests, and often set beside. */
function unknownVariables(variables: Record<string, string | undefined>): string[] {
  return Object.keys(variables)
    .filter((name) => /^GATEHOUSE_(?!TEST_)/.test(name) && !SETTINGS.includes(name))
    .map((name) => `${name} is not a setting of Gatehouse; the ones there are: ${SETTINGS.join(', ')}`)
}
