import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { buildPackage } from '../scripts/build-package.ts'
import type { Place } from './places.ts'
import { BARE_SERVER, LAUNCHER, startServer } from './server-process.ts'

const STARTS = 7
/** What loading has left behind is given back by then. */
const SETTLED_AFTER_MS = 2_500

export interface StartMeasurement {
  what: string
  startsMs: number[]
  /** With nothing kept from an earlier start: everything is compiled, and sources are stripped of their types. */
  firstStartMs: number
  /** In bytes. */
  idleRss: number[]
}

/** Cold starts of `gatehouse serve`, one after another and each program in turn, on a place where it has run before. */
export async function measureStart(place: Place): Promise<StartMeasurement[]> {
  const programs = {
    'the sources': LAUNCHER,
    'the package': join(await buildPackage(), 'bin/gatehouse.cjs'),
    'Node alone, with node:http and node:sqlite': BARE_SERVER,
  }
  const measured: { program: string; result: StartMeasurement }[] = []
  for (const [what, program] of Object.entries(programs)) {
    const { startMs } = await startAndStop(place, program, { NODE_DISABLE_COMPILE_CACHE: '1' })
    // Leaves what it has compiled for the starts that count.
    await startAndStop(place, program, {})
    measured.push({ program, result: { what, startsMs: [], firstStartMs: startMs, idleRss: [] } })
  }
  for (let count = 0; count < STARTS; count++) {
    for (const { program, result } of measured) {
      const { startMs, rss } = await startAndStop(place, program, {})
      result.startsMs.push(startMs)
      result.idleRss.push(rss)
    }
  }
  return measured.map(({ result }) => result)
}

async function startAndStop(
  place: Place,
  program: string,
  variables: Record<string, string>,
): Promise<{ startMs: number; rss: number }> {
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
