import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { Place } from './places.ts'
import { BARE_SERVER, startServer } from './server-process.ts'

const STARTS = 7
/** What loading has left behind is given back by then. */
const SETTLED_AFTER_MS = 2_500

export interface StartMeasurement {
  startsMs: number[]
  /** With nothing kept from an earlier start: every source is stripped of its types and compiled. */
  firstStartMs: number
  idleRss: number[]
  /** Node alone, in turn with the others. */
  bare: { startsMs: number[]; idleRss: number[] }
}

/** Cold starts of `gatehouse serve`, one after another, on a place where it has run before. */
export async function measureStart(place: Place): Promise<StartMeasurement> {
  const first = await startAndStop(place, { NODE_DISABLE_COMPILE_CACHE: '1' })
  const starts: Start[] = []
  const bare: Start[] = []
  for (let count = 0; count < STARTS; count++) {
    starts.push(await startAndStop(place, {}))
    bare.push(await startAndStop(place, {}, BARE_SERVER))
  }
  return {
    firstStartMs: first.startMs,
    ...listed(starts),
    bare: listed(bare),
  }
}

interface Start {
  startMs: number
  rss: number
}

function listed(starts: Start[]): { startsMs: number[]; idleRss: number[] } {
  return { startsMs: starts.map((start) => start.startMs), idleRss: starts.map((start) => start.rss) }
}

async function startAndStop(place: Place, variables: Record<string, string>, program?: string): Promise<Start> {
  const server = await startServer({
    command: 'serve',
    program,
    environment: { ...place.environment, ...variables },
    logFile: join(place.folder, 'server.log'),
  })
  await wait(SETTLED_AFTER_MS)
  const { rss } = await server.usage()
  await server.stop()
  return { startMs: server.startMs, rss }
}
