import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { Place } from './places.ts'
import { startServer } from './server-process.ts'

const STARTS = 9
const SETTLED_AFTER_MS = 500

export interface StartMeasurement {
  startsMs: number[]
  idleRss: number[]
}

/** Cold starts of `gatehouse serve`, one after another, on a place where it has run before. */
export async function measureStart(place: Place): Promise<StartMeasurement> {
  const startsMs: number[] = []
  const idleRss: number[] = []
  for (let count = 0; count < STARTS; count++) {
    const server = await startServer({
      command: 'serve',
      environment: place.environment,
      logFile: join(place.folder, 'server.log'),
    })
    startsMs.push(server.startMs)
    await wait(SETTLED_AFTER_MS)
    idleRss.push((await server.usage()).rss)
    await server.stop()
  }
  return { startsMs, idleRss }
}
