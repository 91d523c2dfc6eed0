import { acknowledgeProgress } from './acknowledge.ts'
import { createBackOff } from './back-off.ts'
import { FeedRefusedError, StreamSilentError } from './feed-errors.ts'
import type { FeedMemory } from './feed-memory.ts'
import type { FeedAddress } from './feed-request.ts'
import { openPolls, openStream } from './open-connection.ts'
import { pause } from './pause.ts'
import type { Platform } from './platform.ts'
import type { VerifierSettings } from './verifier-options.ts'
import type { FeedStatus } from './verifier-status.ts'

/** The revocation feed, followed until it is closed. */
export interface Feed {
  isStale(): boolean
  /** Resolves when everything that still matters is enforced; rejects when the server refuses us, or after `close`. */
  ready(): Promise<void>
  status(): FeedStatus
  close(): Promise<void>
}

/** A connection that held for so long was a good one: its end is no reason to wait longer than after the first. */
const STABLE_MS = 10_000

interface Following {
  settings: VerifierSettings
  address: FeedAddress
  memory: FeedMemory
  platform: Platform
  closing: AbortController
  state: FeedStatus['state']
  transport: 'stream' | 'poll'
  lastError: string | null
  /** While the server's last answer was a refusal. */
  refusal: FeedRefusedError | undefined
  waiting: { resolve(): void; reject(error: Error): void }[]
  wakeAcknowledger(): void
}

export function followFeed(
  settings: VerifierSettings,
  { apiKey, memory, platform }: { apiKey: string; memory: FeedMemory; platform: Platform },
): Feed {
  const address = { baseUrl: settings.baseUrl, apiKey, fetch: platform.fetch }
  const following: Following = {
    settings,
    address,
    memory,
    platform,
    closing: new AbortController(),
    state: 'connecting',
    transport: settings.transport === 'poll' ? 'poll' : 'stream',
    lastError: null,
    refusal: undefined,
    waiting: [],
    wakeAcknowledger: () => acknowledger.wake(),
  }
  const acknowledger = acknowledge(following)
  const finished = reconnect(following)
  return {
    isStale: () => isStale(following),
    ready: () => becomeReady(following),
    status: () => describe(following),
    async close() {
      following.closing.abort(new Error('The verifier was closed.'))
      await Promise.all([finished, acknowledger.close()])
    },
  }
}

function isStale({ closing, memory, settings }: Following): boolean {
  return closing.signal.aborted || memory.clock.stalenessMs() > settings.maxStalenessMs
}

async function becomeReady(following: Following): Promise<void> {
  const { closing, refusal, waiting } = following
  if (closing.signal.aborted) throw closing.signal.reason
  if (!isStale(following)) return
  if (refusal) throw refusal
  await new Promise<void>((resolve, reject) => waiting.push({ resolve, reject }))
}

function describe(following: Following): FeedStatus {
  const { memory, state, transport, lastError } = following
  const staleness = memory.clock.stalenessMs()
  return {
    mode: 'feed',
    state,
    isStale: isStale(following),
    stalenessMs: Number.isFinite(staleness) ? staleness : null,
    transport,
    position: memory.position ?? null,
    liveRevocations: memory.index.size(),
    lastError,
    counters: { ...memory.counters },
  }
}

function acknowledge(following: Following) {
  const { address, memory, platform, settings } = following
  const { counters } = memory
  return acknowledgeProgress({
    ...address,
    name: settings.name,
    refusesWhenClosed: settings.whenStale === 'deny',
    random: platform.random,
    progress() {
      if (following.state !== 'live' || memory.position === undefined) return undefined
      return {
        position: memory.position,
        stalenessMs: memory.clock.stalenessMs(),
        liveRevocations: memory.index.size(),
        lookUps: counters.lookUps,
        refusals: counters.refusedSignedOut,
      }
    },
    onResult(result) {
      if (result === 'accepted') counters.acknowledgements += 1
      else counters.failedAcknowledgements += 1
    },
  })
}

/** Connects again and again until it is closed. */
async function reconnect(following: Following): Promise<void> {
  const { closing, memory, platform } = following
  const backOff = createBackOff(platform.random)
  while (!closing.signal.aborted) {
    following.state = 'connecting'
    const { error, livedMs } = await connect(following, (milliseconds) => backOff.setBase(milliseconds))
    if (closing.signal.aborted) break
    if (livedMs > STABLE_MS) backOff.reset()
    following.state = 'waiting'
    following.lastError = describeError(error)
    const hasOtherWay = chooseTransport(following, { error, wasLive: livedMs > 0 })
    const isRefused = error instanceof FeedRefusedError && !forgetPosition(memory, error)
    following.refusal = isRefused ? error : undefined
    const retryInMs = hasOtherWay ? 0 : backOff.next(isRefused ? 'refused' : 'broken')
    tell(following, { retryInMs })
    await pause(retryInMs, closing.signal)
  }
  following.state = 'closed'
  settleWaiting(following, closing.signal.reason)
}

/** One connection, to its end. It never holds for ever: every answer of the server can end. */
async function connect(
  following: Following,
  onRetry: (milliseconds: number) => void,
): Promise<{ error: unknown; livedMs: number }> {
  const { address, closing, memory, platform, settings, transport } = following
  const controller = new AbortController()
  const close = () => controller.abort(closing.signal.reason)
  let liveSince: number | undefined
  const given = {
    address,
    memory,
    clock: platform.clock,
    maxStalenessMs: settings.maxStalenessMs,
    controller,
    onComplete() {
      liveSince = platform.clock.monotonic()
      beLive(following)
    },
    onApplied: following.wakeAcknowledger,
    onRetry,
  }
  closing.signal.addEventListener('abort', close)
  const open = transport === 'stream' ? openStream : openPolls
  const error = await open(given).catch((reason: unknown) => reason)
  closing.signal.removeEventListener('abort', close)
  return { error, livedMs: liveSince === undefined ? 0 : platform.clock.monotonic() - liveSince }
}

function beLive(following: Following): void {
  following.state = 'live'
  following.refusal = undefined
  following.memory.counters.connections += 1
  following.memory.report({ kind: 'connected', transport: following.transport })
  settleWaiting(following, undefined)
  following.wakeAcknowledger()
}

/**
 * Where something on the way holds streams back, polling is tried at once, and kept while it works. Answers whether
 * there is another way to try.
 */
function chooseTransport(following: Following, { error, wasLive }: { error: unknown; wasLive: boolean }): boolean {
  if (following.settings.transport !== 'auto') return false
  if (following.transport === 'poll') {
    if (!wasLive) following.transport = 'stream'
    return false
  }
  if (!(error instanceof StreamSilentError)) return false
  following.transport = 'poll'
  return true
}

/** A position that the server cannot read, as of another server: it is asked once more, from the beginning. */
function forgetPosition(memory: FeedMemory, error: FeedRefusedError): boolean {
  const isUnreadable = error.status === 422 && memory.position !== undefined
  if (isUnreadable) memory.position = undefined
  return isUnreadable
}

function tell(following: Following, { retryInMs }: { retryInMs: number }): void {
  const { lastError, memory, refusal } = following
  const message = lastError ?? ''
  if (refusal) settleWaiting(following, refusal)
  memory.report(
    refusal
      ? { kind: 'refused', status: refusal.status, message, retryInMs }
      : { kind: 'disconnected', message, retryInMs },
  )
}

function settleWaiting({ waiting }: Following, error: Error | undefined): void {
  for (const { resolve, reject } of waiting.splice(0)) {
    if (error) reject(error)
    else resolve()
  }
}

/** With the cause, which alone says why a `fetch` failed. */
function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const { cause } = error
  const reason = cause instanceof Error ? ` (${'code' in cause ? cause.code : cause.message})` : ''
  return `${error.message}${reason}`
}
