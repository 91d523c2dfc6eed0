import { setTimeout } from 'node:timers/promises'
import type { AppContext } from '../../context.ts'
import type { Writer } from '../../database/database.ts'
import type { IdempotentRequestRow } from '../../database/schema.ts'
import { inTransaction } from '../../database/transaction.ts'
import { ApiError } from '../../http/errors.ts'
import type { AnswerOnce, OnceRequest } from '../../http/mount-routes.ts'
import type { Reply } from '../../http/reply.ts'
import { hashSecret } from '../../platform/secrets.ts'
import { claimRequest, findKeptRequest, keepAnswer, type RequestName } from './idempotency.queries.ts'

/** As the official documents have it for the operation that they document it for. */
export const KEPT_MS = 24 * 60 * 60 * 1000
const KEY = /^[\x21-\x7e]{1,255}$/
/** What is under way is done in a moment, or its node has died. */
const PATIENCE_MS = 1_000
const LOOK_INTERVAL_MS = 50

/** Another request with the key was faster; what this one did is undone with its transaction. */
class ClaimedError extends Error {}

/**
 * Does the work once for each `Idempotency-Key` of an API key, and answers repetitions as it answered then, for 24
 * hours. The key is claimed in the transaction that makes the object, so the two are there together or not at all, and
 * what was refused may be tried again. Throws a 422 for a key that came with another request, and a 409 when the answer
 * is not to be had: the first request is still under way, or its node died between the commit and the answer.
 */
export const answerOnce: AnswerOnce = async (app, request, work) => {
  if (!KEY.test(request.key)) throw invalidKey()
  const name = { caller_id: request.callerId, key_hash: hashSecret(request.key) }
  const before = await find(app, name)
  if (before) return await repeat(app, name, request)
  try {
    const reply = await work(claimingIn(app, { ...name, fingerprint: request.fingerprint }))
    const kept = app.seal.seal(Buffer.from(JSON.stringify(reply)), contextOf(name))
    await inTransaction(app, (tx) => keepAnswer(tx.db, name, kept))
    return reply
  } catch (error) {
    if (error instanceof ClaimedError) return await repeat(app, name, request)
    throw error
  }
}

/** The same app, whose first transaction claims the key before anything else. */
function claimingIn(app: AppContext, row: RequestName & { fingerprint: string }): AppContext {
  let isClaimed = false
  const transaction = async <T>(work: (writer: Writer) => Promise<T>): Promise<T> => {
    if (isClaimed) return await app.database.transaction(work)
    const answer = await app.database.transaction(async (writer) => {
      const created_at = app.clock.now().toISOString()
      if (!(await claimRequest(writer, { ...row, sealed_answer: null, created_at }, keptSince(app))))
        throw new ClaimedError()
      return await work(writer)
    })
    isClaimed = true
    return answer
  }
  return { ...app, database: { ...app.database, transaction } }
}

async function repeat(
  app: AppContext,
  name: RequestName,
  { fingerprint }: OnceRequest,
): Promise<Reply<number, unknown>> {
  for (let waited = 0; waited <= PATIENCE_MS; waited += LOOK_INTERVAL_MS) {
    const found = await find(app, name)
    if (found && found.fingerprint !== fingerprint) throw usedForAnother()
    if (found?.sealed_answer) {
      const reply = JSON.parse(app.seal.open(found.sealed_answer, contextOf(name)).toString())
      return { ...reply, headers: { ...reply.headers, 'idempotent-replayed': 'true' } }
    }
    await setTimeout(LOOK_INTERVAL_MS)
  }
  throw new ApiError(
    409,
    'A request with this Idempotency-Key is under way, or its answer was lost. Look whether the object is there before you send another key.',
    { code: 'idempotency_key_in_use' },
  )
}

async function find(app: AppContext, name: RequestName): Promise<IdempotentRequestRow | undefined> {
  return await findKeptRequest(app.db, name, keptSince(app))
}

function keptSince(app: AppContext): Date {
  return new Date(app.clock.now().getTime() - KEPT_MS)
}

/** Answers may hold what is shown only once: the value of an API key, the secret of an endpoint. */
function contextOf(name: RequestName): string {
  return `answer ${name.caller_id} ${name.key_hash}`
}

function usedForAnother(): ApiError {
  const message = 'This Idempotency-Key came with another request before. Send a new one with a new request.'
  return new ApiError(422, message, {
    code: 'idempotency_key_reused',
    errors: [{ code: 'idempotency_key_reused', field: 'Idempotency-Key', message }],
  })
}

function invalidKey(): ApiError {
  const message = 'Idempotency-Key must be 1 to 255 visible ASCII characters, such as a UUID.'
  return new ApiError(422, `Validation failed. ${message}`, {
    code: 'invalid_request_parameters',
    errors: [{ code: 'invalid_idempotency_key', field: 'Idempotency-Key', message }],
  })
}
