import { z } from 'zod'
import type { Address, SmtpServer } from './platform/mailer.ts'

const PORTS: Record<string, number> = { 'smtp:': 587, 'smtps:': 465 }

/** The message never repeats the value: there is a password in it. */
export const smtpUrl = z.string().transform((value, context): SmtpServer => {
  const server = readSmtpUrl(value)
  if (server) return server
  context.addIssue({
    code: 'custom',
    message:
      'must look like smtp://user:password@mail.example.com:587 (or smtps://), with special characters percent-encoded',
  })
  return z.NEVER
})

/** `auth@example.com` or `Example <auth@example.com>`. */
export const mailFrom = z.string().transform((value, context): Address => {
  const [, name = '', inBrackets] = /^([^<>"\p{Cc}]*)<([^<>]+)>$/u.exec(value.trim()) ?? []
  const address = z.email().safeParse(inBrackets ?? value.trim())
  if (address.success) return { name: name.trim(), address: address.data }
  context.addIssue({
    code: 'custom',
    message: 'must be an address such as auth@example.com or Example <auth@example.com>',
  })
  return z.NEVER
})

function readSmtpUrl(value: string): SmtpServer | undefined {
  const url = URL.parse(value)
  const defaultPort = url && PORTS[url.protocol]
  if (!url?.hostname || !defaultPort) return undefined
  if (!['', '/'].includes(url.pathname) || url.search || url.hash) return undefined
  const [user, password] = [decode(url.username), decode(url.password)]
  if (user === undefined || password === undefined) return undefined
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port ? Number(url.port) : defaultPort,
    isTlsFromStart: url.protocol === 'smtps:',
    login: user ? { user, password } : undefined,
  }
}

/** Undefined if it is not percent-encoded as it should be. */
function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}
