import { once } from 'node:events'
import type { Server } from 'node:http'
import { startBackgroundJobs } from '../background.ts'
import type { AppContext } from '../context.ts'
import { drain } from '../serve.ts'

export interface Running {
  close(): Promise<void>
}

/** On the first SIGTERM or SIGINT finishes the requests under way and ends cleanly; a second one ends at once. */
export async function runUntilStopped(app: AppContext, server: Server, beside: Running[]): Promise<void> {
  const jobs = startBackgroundJobs(app)
  await Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')])
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => process.exit(1))
  jobs.stop()
  await Promise.all([drain(server), ...beside.map((one) => one.close())])
  await app.database.close()
}
