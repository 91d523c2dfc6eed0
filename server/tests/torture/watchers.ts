import { createSessionVerifier } from '@gatehouse/client'
import { type Credentials, PRODUCTION } from '../support/spawn-server.ts'
import type { Fleet } from './fleet.ts'
import type { Watcher } from './live-a-life.ts'

export interface VerifierModule {
  createSessionVerifier: typeof createSessionVerifier
}

const MAX_STALENESS_MS = 2_000
/** What docs/sign-out-everywhere.md promises of a verifier that is not stale. */
export const VERIFIER_BOUND_MS = MAX_STALENESS_MS + 2_000

/** A verifier for each node, as an application has it; it refuses while it is stale. */
export async function openWatchers(
  { nodes }: Fleet,
  { clientId, apiKey }: Credentials,
  verifiers: VerifierModule = { createSessionVerifier },
): Promise<{ watchers: Watcher[]; ready(): Promise<void>; close(): Promise<void> }> {
  const opened = nodes.map(({ name, origin }) => ({
    name,
    verifier: verifiers.createSessionVerifier({
      baseUrl: origin,
      clientId,
      apiKey,
      issuer: `${PRODUCTION.GATEHOUSE_PUBLIC_URL}/user_management/${clientId}`,
      maxStalenessMs: MAX_STALENESS_MS,
      // By polling an entry waits for older transactions, and those of a paused node last for seconds.
      transport: 'stream',
      name,
      onEvent() {},
    }),
  }))
  return {
    watchers: opened.map(({ name, verifier }) => ({
      name,
      async verify(accessToken) {
        const verification = await verifier.verify(accessToken)
        if (verification.active) return 'accepted'
        const { reason } = verification
        return reason === 'signed_out' || reason === 'stale' ? reason : 'other'
      },
    })),
    async ready() {
      await Promise.all(opened.map(({ verifier }) => verifier.ready()))
    },
    async close() {
      await Promise.all(opened.map(({ verifier }) => verifier.close()))
    },
  }
}
