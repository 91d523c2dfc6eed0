import { Resolver } from 'node:dns/promises'

export interface Dns {
  /** The texts of all TXT records, each in the chunks it came in. Rejects when there are none or nobody answers. */
  resolveTxt(domain: string): Promise<string[][]>
}

const TIMEOUT_MS = 2_000
const TRIES = 2

/** `server` is an address with or without a port; undefined: the name servers of this machine. */
export function createDns(server?: string): Dns {
  const resolver = new Resolver({ timeout: TIMEOUT_MS, tries: TRIES })
  if (server !== undefined) resolver.setServers([server])
  return resolver
}
