import assert from 'node:assert/strict'
import { countOf } from '../races/nodes.ts'
import { openPlace, type Place } from '../support/databases.ts'
import { type Journal, type JournalSession, type Load, logOut, rotate } from './journal.ts'

/** Everything that was acknowledged is there, and nothing is there by half. */
export async function checkFacts(place: Place, journal: Journal): Promise<void> {
  const tables = await readTables(place)
  for (const id of journal.users.keys()) assert.ok(tables.users.has(id), `the user ${id} is gone`)
  for (const session of journal.sessions.values()) checkSession(tables, session)
  checkThatNothingIsHalfDone(tables)
}

type Tables = Awaited<ReturnType<typeof readTables>>

async function readTables(place: Place) {
  const { reader, close } = await openPlace(place)
  const users = await reader.selectFrom('user').select('id').execute()
  const sessions = await reader
    .selectFrom('session')
    .select(['id', 'user_id', 'ended_at', 'end_reason', 'refresh_count'])
    .execute()
  const events = await reader.selectFrom('event').select(['event', 'data']).execute()
  await close()
  const told = new Map<string, number>()
  for (const { event, data } of events) {
    const { id, user_id } = JSON.parse(data)
    const key = `${event} ${id ?? user_id}`
    told.set(key, (told.get(key) ?? 0) + 1)
  }
  return {
    users: new Set(users.map((user) => user.id)),
    sessions: new Map(sessions.map((session) => [session.id, session])),
    told,
  }
}

function checkSession({ sessions, told }: Tables, session: JournalSession): void {
  const { id, userId, isEnded, doubt, tokens } = session
  const row = sessions.get(id)
  assert.ok(row, `the session ${id} is gone`)
  assert.equal(row.user_id, userId)
  if (doubt !== 'end') assert.equal(row.ended_at !== null, isEnded, `the session ${id} is not as it was told`)
  if (isEnded) assert.equal(told.get(`session.revoked ${id}`), 1, `the end of ${id} is not told of once`)
  const known = countOf(tokens.at(-1) ?? '')
  const possible = doubt === 'rotation' ? [known, known + 1] : [known]
  assert.ok(
    possible.includes(row.refresh_count),
    `${id}: token ${known} was handed out, ${row.refresh_count} is stored`,
  )
}

/** Also where nobody was told: each of these was written in one transaction. */
function checkThatNothingIsHalfDone({ users, sessions, told }: Tables): void {
  const signIns = new Map<string, number>()
  for (const { id, user_id, ended_at, end_reason } of sessions.values()) {
    assert.equal(told.get(`session.created ${id}`), 1, `the start of ${id} is not told of once`)
    assert.equal(
      told.get(`session.revoked ${id}`) ?? 0,
      ended_at === null ? 0 : 1,
      `${id} ended without telling, or not`,
    )
    assert.equal(end_reason === null, ended_at === null)
    signIns.set(user_id, (signIns.get(user_id) ?? 0) + 1)
  }
  for (const id of users) {
    assert.equal(told.get(`user.created ${id}`), 1)
    assert.equal(told.get(`authentication.password_succeeded ${id}`), signIns.get(id), `sign-ins of ${id}`)
  }
  for (const key of told.keys()) {
    const [event = '', id = ''] = key.split(' ')
    if (event.startsWith('session.')) assert.ok(sessions.has(id), `${key}, but there is none`)
    if (event.startsWith('user.')) assert.ok(users.has(id), `${key}, but there is none`)
  }
}

/** Sessions go on where their people were told they are; those of which somebody is in doubt come first. */
export async function goOn(load: Load, atMost: number): Promise<void> {
  const untried = [...load.journal.sessions.values()].filter((session) => session.isUntried)
  const sessions = untried.toSorted((one, other) => Number(!one.doubt) - Number(!other.doubt)).slice(0, atMost)
  for (const session of sessions) session.isUntried = false
  await Promise.all(sessions.map((session) => goOnWith(load, session)))
}

async function goOnWith(load: Load, session: JournalSession): Promise<void> {
  if (session.doubt === 'end') await logOut(load, session)
  if (session.isEnded) return await refuses(load, session)
  const used = session.tokens.at(-1)
  await rotate(load, session)
  await answersAgain(load, session, used)
}

async function refuses(load: Load, session: JournalSession): Promise<void> {
  for (const token of session.tokens.slice(-2)) {
    const answer = await load.client.authenticate({ grant_type: 'refresh_token', refresh_token: token })
    assert.equal(answer.status, 400, `${session.id} was ended, and its token gets ${JSON.stringify(answer.body)}`)
    assert.equal(answer.body.error, 'invalid_grant')
  }
  await logOut(load, session)
}

/** An answer that was lost is given again: the same successor. */
async function answersAgain(load: Load, session: JournalSession, used: string | undefined): Promise<void> {
  const answer = await load.client.authenticate({ grant_type: 'refresh_token', refresh_token: used })
  assert.equal(answer.body.refresh_token, session.tokens.at(-1))
}
