import { setTimeout as sleep } from 'node:timers/promises'
import type { Client, Pool } from 'pg'
import type { Signals } from './signals.ts'

const CHANNEL = 'gatehouse_revocation'
const NOTIFY = `notify ${CHANNEL}`
const HEARTBEAT_MS = 2_000
const SHORTEST_PAUSE_MS = 50
const LONGEST_PAUSE_MS = 2_000

/**
 * LISTEN on a connection of its own, which is watched: one that packets do not reach any more would be silent for ever.
 * NOTIFY is sent after the commit that it tells of and outside of it, because a transaction with a NOTIFY commits under
 * a lock of the whole server (docs/decisions/0010-the-revocation-feed.md has what that costs).
 */
export function createPostgresSignals(connect: () => Client, pool: Pool): Signals {
  let listening: Client | undefined
  let isSending = false
  let isWanted = false

  const send = async () => {
    isSending = true
    while (isWanted) {
      isWanted = false
      // What is not told here is found by the other nodes when they look by themselves.
      await (listening ?? pool).query(NOTIFY).catch(() => {})
    }
    isSending = false
  }
  return {
    send() {
      isWanted = true
      if (!isSending) void send()
    },
    listen(hear) {
      const end = new AbortController()
      const isOver = keepListening(connect, end.signal, (client) => {
        listening = client
        if (client) hear()
        client?.on('notification', ({ processId }) => {
          if (processId !== processIdOf(client)) hear()
        })
      })
      return {
        async close() {
          end.abort()
          await isOver
        },
      }
    },
  }
}

/** `change` gets each connection that listens, and undefined when it is lost. */
async function keepListening(
  connect: () => Client,
  end: AbortSignal,
  change: (client: Client | undefined) => void,
): Promise<void> {
  let pause = SHORTEST_PAUSE_MS
  while (!end.aborted) {
    const client = connect()
    const isLost = new Promise<void>((resolve) => {
      client.on('error', () => resolve()).on('end', () => resolve())
    })
    try {
      await client.connect()
      await client.query(`listen ${CHANNEL}`)
      pause = SHORTEST_PAUSE_MS
      change(client)
      await watch(client, isLost, end)
    } catch {
      // Not to be reached, or lost: tried again below.
    }
    change(undefined)
    // Not waited for: a connection that packets do not reach never says goodbye.
    client.end().catch(() => {})
    if (end.aborted) return
    await sleep(pause, undefined, { signal: end }).catch(() => {})
    pause = Math.min(pause * 2, LONGEST_PAUSE_MS)
  }
}

/** Rejects or returns when the connection is no good any more, or no longer wanted. */
async function watch(client: Client, isLost: Promise<void>, end: AbortSignal): Promise<void> {
  const isEnded = new Promise<void>((resolve) => {
    // While the connection was made, perhaps: then no event comes any more.
    if (end.aborted) resolve()
    else end.addEventListener('abort', () => resolve(), { once: true })
  })
  let isOver = false
  const over = Promise.race([isLost, isEnded]).then(() => {
    isOver = true
  })
  while (!isOver) {
    const rest = new AbortController()
    await Promise.race([over, sleep(HEARTBEAT_MS, undefined, { signal: rest.signal }).catch(() => {})])
    rest.abort()
    if (!isOver) await client.query('select 1')
  }
}

/** pg has it, but not in its types. */
function processIdOf(client: Client): number | undefined {
  return (client as Client & { processID?: number }).processID
}
