import { after, afterEach, before } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Platform, systemPlatform } from '../../src/platform.ts'
import { createVerifierOn, type SessionVerifier } from '../../src/session-verifier.ts'
import type { VerifierEvent } from '../../src/verifier-event.ts'
import type { SessionVerifierOptions } from '../../src/verifier-options.ts'
import type { FeedStatus } from '../../src/verifier-status.ts'
import { API_KEY, CLIENT_ID, type FeedServer, PROPER, startFeedServer } from './feed-server.ts'

/** A verifier of a test: its clocks can be moved, and it tells what it reported. */
export interface TestVerifier extends SessionVerifier {
  events: VerifierEvent[]
  /** As if this process had been stopped, or its machine put to sleep, or its clock set. */
  passMs(which: { monotonic?: number; wall?: number }): void
  /** The reason of a refusal, or `active`. */
  look(token: string): Promise<string>
  feedStatus(): FeedStatus
}

export interface VerifierSuite {
  server: FeedServer
  /** Closed after the test. */
  verifier(options?: Partial<SessionVerifierOptions>): TestVerifier
  /** The same, from when it is ready. */
  readyVerifier(options?: Partial<SessionVerifierOptions>): Promise<TestVerifier>
}

/** For the body of a suite: a server for all its tests, and verifiers that are closed after each. */
export function useVerifiers(): VerifierSuite {
  // The server is filled in before the first test; nothing may look at it earlier.
  const suite = {} as VerifierSuite
  let open: SessionVerifier[] = []
  before(async () => {
    suite.server = await startFeedServer()
  })
  afterEach(async () => {
    await Promise.all(open.map((verifier) => verifier.close()))
    open = []
    Object.assign(suite.server.behaviour, PROPER)
  })
  after(() => suite.server.close())
  suite.verifier = (options = {}) => {
    const verifier = createTestVerifier(suite.server, options)
    open.push(verifier)
    return verifier
  }
  suite.readyVerifier = async (options = {}) => {
    const verifier = suite.verifier(options)
    await verifier.ready()
    return verifier
  }
  return suite
}

function createTestVerifier(server: FeedServer, options: Partial<SessionVerifierOptions>): TestVerifier {
  const offset = { monotonic: 0, wall: 0 }
  const events: VerifierEvent[] = []
  const platform: Platform = {
    ...systemPlatform,
    ...(options.fetch ? { fetch: options.fetch } : {}),
    clock: { monotonic: () => performance.now() + offset.monotonic, wall: () => Date.now() + offset.wall },
    // Back-off without waiting; its own tests say how long it waits.
    random: () => 0.01,
  }
  const verifier = createVerifierOn(platform, {
    baseUrl: server.origin,
    clientId: CLIENT_ID,
    apiKey: API_KEY,
    name: 'tests',
    onEvent: (event) => void events.push(event),
    ...options,
  })
  return {
    ...verifier,
    events,
    passMs({ monotonic = 0, wall = 0 }) {
      offset.monotonic += monotonic
      offset.wall += wall
    },
    async look(token) {
      const verification = await verifier.verify(token)
      return verification.active ? 'active' : verification.reason
    },
    feedStatus() {
      const status = verifier.status()
      if (status.mode !== 'feed') throw new Error('This verifier has no feed.')
      return status
    },
  }
}

const PATIENCE_MS = 10_000

/** Resolves once it is true; rejects when it stays false. */
export async function until(isTrue: () => boolean | Promise<boolean>): Promise<void> {
  const limit = performance.now() + PATIENCE_MS
  while (!(await isTrue())) {
    if (performance.now() > limit) throw new Error(`It did not come to: ${isTrue}`)
    await sleep(2)
  }
}
