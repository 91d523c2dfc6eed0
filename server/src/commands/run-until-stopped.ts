import { once } from 'node:events'
import type { Server } from 'node:http'
import { startBackgroundJobs } from '../background.ts'
import type { AppContext } from '../context.ts'
import { drain } from '../serve.ts'

export interface Running {
  close(): Promise<void>
}

/** The last one when the terminal, or the shell that npm started us in, is gone. */
const SIGNALS = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const
/** Ctrl-C reaches us twice, from the terminal and from npm: signals this close together are one wish. */
const ONE_WISH_MS = 500
/** For what is being written to the log. */
const LAST_WORDS_MS = 100

/** Told to stop, finishes the requests under way and ends cleanly; told a second time, ends at once. */
export async function runUntilStopped(app: AppContext, server: Server, beside: Running[]): Promise<void> {
  const jobs = startBackgroundJobs(app)
  await Promise.race(SIGNALS.map((signal) => once(process, signal)))
  endAtOnceWhenAskedAgain()
  await Promise.all([jobs.stop(), drain(server), ...beside.map((one) => one.close())])
  await app.database.close()
  // A job that was not waited for any longer would keep the process for as long as a mail server says nothing.
  setTimeout(() => process.exit(), LAST_WORDS_MS).unref()
}

function endAtOnceWhenAskedAgain(): void {
  const asked = performance.now()
  const end = () => {
    if (performance.now() - asked > ONE_WISH_MS) process.exit(1)
  }
  process.on('SIGTERM', end).on('SIGINT', end)
  // Says nothing new, but without a listener it would end the process.
  process.on('SIGHUP', () => {})
}
