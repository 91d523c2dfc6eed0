import { setTimeout as wait } from 'node:timers/promises'
import { openConnection } from './connection.ts'
import type { Sized } from './measure-sizes.ts'
import { authorized, passwordSignIn, refreshOf } from './scenarios.ts'

const POLL_MS = 250
const LONGEST_RECORDING_MS = 300_000

export interface RevocationMeasurement {
  sessions: number
  /** From sending the revocation to its answer. */
  writeMs: number
  /** From sending it to the first refused refresh of a covered session, asked for right after the answer. */
  refusedMs: number
  /** From its answer until every end and event had been recorded and it was closed, a minute at least; undefined: too long to wait for. */
  recordedMs: number | undefined
}

/** Revokes every session of the database, which cannot be taken back: the last thing to be measured on it. */
export async function measureRevocation({ server, fixture, sessions }: Sized): Promise<RevocationMeasurement> {
  const connection = await openConnection(server.port)
  const signedIn = await connection.exchange(passwordSignIn(fixture, 0))
  const token = /"refresh_token":"([^"]+)"/.exec(signedIn.body)?.[1]
  const filter = { client_id: fixture.clientId }

  const start = performance.now()
  const revoked = await connection.exchange(authorized(fixture, '/user_management/sessions/revocations', filter))
  const writeMs = performance.now() - start
  const refused = await connection.exchange(refreshOf(fixture, token))
  const refusedMs = performance.now() - start
  if (revoked.status !== 201) throw new Error(`The revocation was answered ${revoked.status}: ${revoked.body}`)
  if (refused.status !== 400) throw new Error(`A refresh after the revocation was answered ${refused.status}.`)

  const { id } = JSON.parse(revoked.body)
  let recordedMs: number | undefined
  while (recordedMs === undefined && performance.now() - start < LONGEST_RECORDING_MS) {
    const { body } = await connection.exchange(authorized(fixture, `/user_management/sessions/revocations/${id}`))
    if (JSON.parse(body).completed_at !== null) recordedMs = performance.now() - start - writeMs
    await wait(POLL_MS)
  }
  connection.close()
  return { sessions, writeMs, refusedMs, recordedMs }
}
