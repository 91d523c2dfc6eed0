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
  const statements = prepareStatements(database)
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
      statements.begin.run()
      const answers: (() => void)[] = []
      for (const job of group) answers.push(await runJob(statements, job))
      statements.commit.run()
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

type Statements = ReturnType<typeof prepareStatements>

function prepareStatements(database: DatabaseSync) {
  return {
    begin: database.prepare('begin immediate'),
    commit: database.prepare('commit'),
    savepoint: database.prepare('savepoint job'),
    release: database.prepare('release job'),
    rollBackToSavepoint: database.prepare('rollback to job'),
  }
}

/** What to tell the caller once the group is durable. A job that fails leaves nothing behind and spoils nobody else's. */
async function runJob({ savepoint, release, rollBackToSavepoint }: Statements, job: Job): Promise<() => void> {
  savepoint.run()
  try {
    const value = await job.work()
    release.run()
    return () => job.resolve(value)
  } catch (error) {
    rollBackToSavepoint.run()
    release.run()
    return () => job.reject(error)
  }
}
