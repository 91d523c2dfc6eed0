import type { DatabaseSync } from 'node:sqlite'

interface Job {
  work: () => Promise<unknown>
  resolve: (value: unknown) => void
  reject: (error: unknown) => void
}

/** A commit waits for the disk; more jobs than this in one would only make the first of them wait. */
const MOST_JOBS_PER_COMMIT = 256

/**
 * Runs jobs one after another on one SQLite connection and shares durable commits among them: what has arrived by
 * the next turn of the event loop is written by one commit, each job within its own savepoint, and every caller is
 * answered after it. With 64 callers that is twice the refreshes and four times the sign-outs a second, at the same
 * durability (docs/performance.md).
 */
export function createGroupCommit(database: DatabaseSync) {
  const waiting: Job[] = []
  let scheduled = false

  const schedule = () => {
    if (scheduled) return
    scheduled = true
    setImmediate(() => void commitGroup())
  }

  const commitGroup = async () => {
    const group = waiting.splice(0, MOST_JOBS_PER_COMMIT)
    try {
      database.exec('begin immediate')
      const answers: (() => void)[] = []
      for (const job of group) answers.push(await runJob(database, job))
      database.exec('commit')
      for (const answer of answers) answer()
    } catch (error) {
      if (database.isOpen && database.isTransaction) database.exec('rollback')
      for (const job of group) job.reject(error)
    }
    scheduled = false
    if (waiting.length > 0) schedule()
  }

  return <T>(work: () => Promise<T>): Promise<T> =>
    new Promise<T>((resolve, reject) => {
      waiting.push({
        work,
        resolve: resolve as (value: unknown) => void,
        reject,
      })
      schedule()
    })
}

/** What to tell the caller once the group is durable. A job that fails leaves nothing behind and spoils nobody else's. */
async function runJob(database: DatabaseSync, job: Job): Promise<() => void> {
  database.exec('savepoint job')
  try {
    const value = await job.work()
    database.exec('release job')
    return () => job.resolve(value)
  } catch (error) {
    database.exec('rollback to job; release job')
    return () => job.reject(error)
  }
}
