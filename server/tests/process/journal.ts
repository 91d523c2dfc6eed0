import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Answer, decodeToken, PASSWORD } from '../harness.ts'
import { pick } from '../races/nodes.ts'
import type { ApiClient } from '../support/api-client.ts'

/** What clients were told, and may rely on from then on. */
export interface Journal {
  /** Their addresses by id. */
  users: Map<string, string>
  sessions: Map<string, JournalSession>
  /** Answers that said that something is done. */
  acknowledged: number
  /** Answers that said that the database cannot be reached. */
  refused: number
}

export interface JournalSession {
  id: string
  userId: string
  /** All that were handed out, oldest first; the last one is the one to use. */
  tokens: string[]
  isEnded: boolean
  /** What was asked for without an answer: it has happened or it has not. */
  doubt: 'rotation' | 'end' | undefined
  /** Its tokens have not been tried since it was last used. */
  isUntried: boolean
}

export interface Load {
  client: ApiClient
  journal: Journal
  isOver(): boolean
  /** What may break off an act: the server is killed, or its database goes away and it answers 503. */
  hazard: 'none' | 'server' | 'database'
}

/** Passwords take their time to hash; most people are signed in already. */
const NEWCOMERS_PER_REGULAR = 1 / 6
const MOST_ROTATIONS_IN_A_ROW = 6
const SHARE_OF_ENDS = 0.2
const SHARE_OF_KNOWN = 0.7
const RETRY_DELAY_MS = 10

export function createJournal(): Journal {
  return { users: new Map(), sessions: new Map(), acknowledged: 0, refused: 0 }
}

/** Honest people at work, until the server is gone or the load is over. Rejects on an answer that should not be. */
export async function work(load: Load, people: number): Promise<void> {
  const free = [...load.journal.sessions.values()].filter(({ isEnded, doubt }) => !isEnded && doubt !== 'end')
  const newcomers = Math.ceil(people * NEWCOMERS_PER_REGULAR)
  const acts = Array.from({ length: people }, (_, index) => (index < newcomers ? arrive : comeBack))
  await Promise.all(acts.map((act) => untilTheEnd(load, () => act(load, free))))
}

/** The server does not answer any more. */
class GoneError extends Error {}

/** 503: what was asked for has happened or it has not. */
class RefusedError extends Error {}

async function untilTheEnd(load: Load, act: () => Promise<void>): Promise<void> {
  while (!load.isOver()) {
    try {
      await act()
    } catch (error) {
      if (error instanceof GoneError && load.hazard === 'server') return
      if (!(error instanceof RefusedError)) throw error
      await sleep(RETRY_DELAY_MS)
    }
  }
}

async function arrive(load: Load, free: JournalSession[]): Promise<void> {
  const known = [...load.journal.users.values()]
  const email = known.length > 0 && Math.random() < SHARE_OF_KNOWN ? pick(known) : await createUser(load)
  free.push(await signIn(load, email))
}

/** Takes a session that nobody else is at, uses it, and ends it or leaves it for later. */
async function comeBack(load: Load, free: JournalSession[]): Promise<void> {
  const [session] = free.splice(Math.floor(Math.random() * free.length), 1)
  if (!session) return await sleep(RETRY_DELAY_MS)
  session.isUntried = true
  const rotations = 1 + Math.floor(Math.random() * MOST_ROTATIONS_IN_A_ROW)
  for (let count = 0; count < rotations; count++) await persist(() => rotate(load, session))
  if (Math.random() > SHARE_OF_ENDS) free.push(session)
  else await persist(() => pick([logOut, revoke])(load, session))
}

/** What is refused is asked for again. */
async function persist(act: () => Promise<void>): Promise<void> {
  for (;;) {
    try {
      return await act()
    } catch (error) {
      if (!(error instanceof RefusedError)) throw error
      await sleep(RETRY_DELAY_MS)
    }
  }
}

async function createUser(load: Load): Promise<string> {
  const email = `${crypto.randomUUID()}@example.com`
  const fields = { email, password: PASSWORD }
  const { id } = await ask(load, 201, () => load.client.api('POST', '/user_management/users', fields))
  load.journal.users.set(id, email)
  return email
}

async function signIn(load: Load, email: string): Promise<JournalSession> {
  const credentials = { grant_type: 'password', email, password: PASSWORD }
  const body = await ask(load, 200, () => load.client.authenticate(credentials))
  const { sid } = decodeToken(body.access_token)
  const session: JournalSession = {
    id: sid,
    userId: body.user.id,
    tokens: [body.refresh_token],
    isEnded: false,
    doubt: undefined,
    isUntried: true,
  }
  load.journal.sessions.set(sid, session)
  return session
}

/** Asked again with a token that was exchanged already, the answer must be the successor and no other session. */
export async function rotate(load: Load, session: JournalSession): Promise<void> {
  session.doubt = 'rotation'
  const given = { grant_type: 'refresh_token', refresh_token: session.tokens.at(-1) }
  const body = await ask(load, 200, () => load.client.authenticate(given))
  assert.equal(decodeToken(body.access_token).sid, session.id)
  assert.ok(!session.tokens.includes(body.refresh_token), 'a token that was used before is handed out again')
  session.tokens.push(body.refresh_token)
  session.doubt = undefined
}

export async function logOut(load: Load, session: JournalSession): Promise<void> {
  session.doubt = 'end'
  await ask(load, 302, () => load.client.get(`/user_management/sessions/logout?session_id=${session.id}`))
  noteEnd(session)
}

async function revoke(load: Load, session: JournalSession): Promise<void> {
  session.doubt = 'end'
  const body = { session_id: session.id }
  await ask(load, 200, () => load.client.api('POST', '/user_management/sessions/revoke', body))
  noteEnd(session)
}

function noteEnd(session: JournalSession): void {
  session.isEnded = true
  session.doubt = undefined
}

async function ask(load: Load, expected: number, send: () => Promise<Answer>): Promise<Answer['body']> {
  const { status, body } = await send().catch((cause) => {
    throw new GoneError('The server does not answer.', { cause })
  })
  if (status === 503 && load.hazard === 'database') {
    load.journal.refused++
    throw new RefusedError()
  }
  assert.equal(status, expected, JSON.stringify(body))
  load.journal.acknowledged++
  return body
}
