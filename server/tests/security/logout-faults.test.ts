import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { createApp } from '../../src/app.ts'
import type { AppContext } from '../../src/context.ts'
import { useServer } from '../harness.ts'
import { onEachDatabase } from '../support/databases.ts'
import { failAt, outageOf, withTransactions } from './failing-database.ts'
import { countEnds, type HostedSession, readSession, startHostedSession } from './live-sessions.ts'
import { compareSnapshots, takeSnapshot } from './table-snapshot.ts'

onEachDatabase('a logout while the database fails', (database) => {
  const server = useServer(database)
  const never = { statement: 0, when: 'before' } as const

  test('T17: at each of its statements, before or after it is carried out: 503, nothing is changed, a retry ends it', async () => {
    const healthy = failAt(server.app, never)
    await logOut(healthy.app, await startHostedSession(server.app))
    const count = healthy.statements()
    assert.ok(count >= 5, `only ${count} statements were seen`)

    for (let statement = 1; statement <= count; statement++) {
      for (const when of ['before', 'after'] as const) {
        const session = await startHostedSession(server.app)
        const before = await takeSnapshot(server.app)

        const response = await logOut(failAt(server.app, { statement, when }).app, session)

        await checkRefusal(response, 503)
        assert.deepEqual(compareSnapshots(before, await takeSnapshot(server.app)), {}, `${when} statement ${statement}`)
        await checkRetry(session)
      }
    }
  })

  test('T17: just before COMMIT: 503, nothing is changed, a retry ends it', async () => {
    const session = await startHostedSession(server.app)
    const before = await takeSnapshot(server.app)
    const failing = withTransactions(server.app, (work, run) =>
      run(async (writer) => {
        await work(writer)
        throw outageOf(server.app)
      }),
    )

    const response = await logOut(failing, session)

    await checkRefusal(response, 503)
    assert.deepEqual(compareSnapshots(before, await takeSnapshot(server.app)), {})
    await checkRetry(session)
  })

  test('T17: whatever the driver calls a lost connection, it is an outage and no fault of ours', async () => {
    for (const words of [
      'Connection terminated unexpectedly',
      'Client has encountered a connection error and is not queryable',
      'Client was closed and is not queryable',
      'timeout exceeded when trying to connect',
      'Query read timeout',
    ]) {
      const session = await startHostedSession(server.app)
      const failing = withTransactions(server.app, async () => {
        throw new Error(words)
      })

      await checkRefusal(await logOut(failing, session), 503)
      await checkRetry(session)
    }
  })

  test('T17: in COMMIT itself, which the database refuses: no redirect, nothing is changed, a retry ends it', async () => {
    const session = await startHostedSession(server.app)
    await inDatabase(server.app, REFUSE_COMMIT[database.kind])
    const before = await takeSnapshot(server.app)

    const response = await logOut(server.app, session)

    // SQLite can only be made to refuse it by a broken constraint, which is no outage.
    await checkRefusal(response, database.kind === 'postgres' ? 503 : 500)
    assert.deepEqual(compareSnapshots(before, await takeSnapshot(server.app)), {})
    await inDatabase(server.app, ALLOW_COMMIT[database.kind])
    await checkRetry(session)
  })

  test('T17: when the answer to COMMIT is lost: 503 that denies nothing, and the retry tells of it no second time', async () => {
    const session = await startHostedSession(server.app)
    const failing = withTransactions(server.app, async (work, run) => {
      await run(work)
      throw outageOf(server.app)
    })

    const response = await logOut(failing, session)

    await checkRefusal(response, 503)
    assert.equal(await countEnds(server.app, session.sessionId), 1)
    const ended = await readSession(server.app, session.sessionId)
    assert.ok(ended.ended_at)
    await checkRetry(session)
    assert.deepEqual(await readSession(server.app, session.sessionId), ended)
  })

  test('T17: an error that is no outage is a 500 without a redirect, and a retry ends it', async () => {
    const session = await startHostedSession(server.app)
    const before = await takeSnapshot(server.app)
    const failing = withTransactions(server.app, () => Promise.reject(new TypeError('a mistake of ours')))

    const response = await logOut(failing, session)

    await checkRefusal(response, 500)
    assert.deepEqual(compareSnapshots(before, await takeSnapshot(server.app)), {})
    await checkRetry(session)
  })

  // SQLite has no connections to lose, and nobody who could hold a row.
  if (database.kind === 'sqlite') return

  test('T17: when PostgreSQL drops the connection before COMMIT: 503, nothing is changed, a retry ends it', async () => {
    const session = await startHostedSession(server.app)
    const before = await takeSnapshot(server.app)
    const failing = withTransactions(server.app, (work, run) =>
      run(async (writer) => {
        const value = await work(writer)
        const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(writer)
        await inDatabase(server.app, [`select pg_terminate_backend(${rows[0]?.pid})`])
        return value
      }),
    )

    const response = await logOut(failing, session)

    await checkRefusal(response, 503)
    assert.deepEqual(compareSnapshots(before, await takeSnapshot(server.app)), {})
    await checkRetry(session)
  })

  test('T17: when somebody else holds the row for too long: 503, nothing is changed, a retry ends it', async () => {
    const session = await startHostedSession(server.app)
    const before = await takeSnapshot(server.app)
    const impatient = withTransactions(server.app, (work, run) =>
      run(async (writer) => {
        await sql`set local lock_timeout = '50ms'`.execute(writer)
        return await work(writer)
      }),
    )

    const response = await server.app.database.transaction(async (writer) => {
      await sql`select 1 from session where id = ${session.sessionId} for update`.execute(writer)
      return await logOut(impatient, session)
    })

    await checkRefusal(response, 503)
    assert.deepEqual(compareSnapshots(before, await takeSnapshot(server.app)), {})
    await checkRetry(session)
  })

  async function logOut(app: AppContext, { sessionId, cookie }: HostedSession): Promise<Response> {
    const path = `/user_management/sessions/logout?session_id=${sessionId}&return_to=http://localhost:3000/bye`
    return await createApp(app).request(`${server.origin}${path}`, { headers: { cookie } })
  }

  /** Neither does it lead anywhere, nor take the cookie that the retry comes with, nor claim to know what happened. */
  async function checkRefusal(response: Response, status: number): Promise<void> {
    assert.equal(response.status, status)
    assert.equal(response.headers.get('location'), null)
    assert.deepEqual(response.headers.getSetCookie(), [])
    assert.equal(response.headers.get('cache-control'), 'no-store')
    assert.equal(response.headers.has('retry-after'), status === 503)
    const text = await response.text()
    assert.doesNotMatch(text, /nothing was changed|signed out|terminated|disk|mistake|constraint/i)
    assert.ok(server.logLines.length > 0, 'the operator is told')
    server.logLines.length = 0
  }

  async function checkRetry(session: HostedSession): Promise<void> {
    const response = await logOut(server.app, session)
    assert.equal(response.status, 302)
    assert.equal(response.headers.get('location'), 'http://localhost:3000/bye')
    assert.ok((await readSession(server.app, session.sessionId)).ended_at)
    assert.equal(await countEnds(server.app, session.sessionId), 1)
    assert.deepEqual(server.logLines, [])
  }
})

/** Lets every statement pass, and then does not let the transaction commit. */
const REFUSE_COMMIT = {
  postgres: [
    `create function refuse_commit() returns trigger language plpgsql as
       $$ begin raise exception 'could not extend file' using errcode = '53100'; end $$`,
    `create constraint trigger refuse_commit after insert on event deferrable initially deferred
       for each row execute function refuse_commit()`,
  ],
  sqlite: [
    'create table debt (user_id text references "user" (id) deferrable initially deferred)',
    "create trigger refuse_commit after insert on event begin insert into debt values ('nobody'); end",
  ],
}
const ALLOW_COMMIT = {
  postgres: ['drop trigger refuse_commit on event', 'drop function refuse_commit'],
  sqlite: ['drop trigger refuse_commit', 'drop table debt'],
}

async function inDatabase(app: AppContext, statements: string[]): Promise<void> {
  await app.database.transaction(async (writer) => {
    for (const statement of statements) await sql.raw(statement).execute(writer)
  })
}
