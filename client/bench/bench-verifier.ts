import { randomBytes } from 'node:crypto'
import { exportJWK, generateKeyPair, importJWK, jwtVerify, SignJWT } from 'jose'
import { createRevocationIndex } from '../src/revocation-index.ts'
import { createSessionVerifier } from '../src/session-verifier.ts'
import type { AccessTokenClaims } from '../src/verification.ts'

const REVOCATIONS = 100_000
const AIMS = { memoryMb: 20, lookUpMicroseconds: 5 }
const LOOK_UPS = 1_000_000
const VERIFICATIONS = 5_000
const CLIENT_ID = 'client_bench'
const BASE_URL = 'https://auth.bench.example'

const print = (text: string) => void process.stdout.write(`${text}\n`)
const verdict = (isMet: boolean) => (isMet ? '(met)' : '(MISSED)')

/** As many live revocations as a flood of logouts brings: what they take, and what a look-up among them costs. */
async function bench(): Promise<void> {
  const feed = await streamOfRevocations()
  const token = await feed.mint()
  collectGarbage()
  const before = process.memoryUsage()
  const verifier = createSessionVerifier({ baseUrl: BASE_URL, clientId: CLIENT_ID, apiKey: 'sk', fetch: feed.fetch })
  await verifier.ready()
  await verifier.verify(token)
  collectGarbage()
  const after = process.memoryUsage()
  const heldMb = (after.heapUsed + after.external - before.heapUsed - before.external) / 2 ** 20
  const status = verifier.status()
  const live = status.mode === 'feed' ? status.liveRevocations : 0
  if (live !== REVOCATIONS) throw new Error(`The verifier has ${live} revocations.`)
  print(
    `a verifier with ${live} live revocations holds ${heldMb.toFixed(1)} MB; aim: under ${AIMS.memoryMb} ${verdict(heldMb < AIMS.memoryMb)}`,
  )

  const lookUp = microsecondsOfLookUp(feed.sessionIds)
  print(
    `a look-up among them, and a thousand marks, takes ${lookUp.toFixed(2)} µs; aim: at most ${AIMS.lookUpMicroseconds} ${verdict(lookUp <= AIMS.lookUpMicroseconds)}`,
  )

  const bare = await microsecondsOf(() => jwtVerify(token, feed.publicKey, { algorithms: ['RS256'] }))
  const whole = await microsecondsOf(() => verifier.verify(token))
  print(`verify, signature and all: ${whole.toFixed(0)} µs of CPU; jose alone, the key at hand: ${bare.toFixed(0)} µs`)
  await verifier.close()
}

/** A server without a network: one long answer, whose heartbeat says that it is complete. */
async function streamOfRevocations() {
  const { publicKey, privateKey } = await generateKeyPair('RS256')
  const jwk = { ...(await exportJWK(publicKey)), kid: 'key', alg: 'RS256', use: 'sig' }
  const sessionIds = Array.from(
    { length: REVOCATIONS },
    () => `session_01${randomBytes(12).toString('hex').toUpperCase()}`,
  )
  const time = new Date().toISOString()
  const event = (name: string, data: object, id: string) =>
    `event: ${name}\nid: ${id}\ndata: ${JSON.stringify(data)}\n\n`
  const hello = { access_token_seconds: 300, clock_skew_seconds: 60, heartbeat_seconds: 1, server_time: time }
  const encoder = new TextEncoder()
  const body = () =>
    new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(encoder.encode(event('hello', hello, 'p0')))
        for (const [index, session_id] of sessionIds.entries()) {
          const entry = { kind: 'session', session_id, ended_at: time, reason: 'sign_out' }
          controller.enqueue(encoder.encode(event('revocation', entry, `p${index}`)))
        }
        controller.enqueue(encoder.encode(event('heartbeat', { server_time: new Date().toISOString() }, 'p')))
      },
    })
  const answer: typeof fetch = async (input) => {
    const { pathname } = new URL(String(input))
    if (pathname.startsWith('/sso/jwks/')) return Response.json({ keys: [jwk] })
    if (pathname.endsWith('/acknowledgements')) return new Response(null, { status: 204 })
    return new Response(body(), { headers: { 'content-type': 'text/event-stream' } })
  }
  const mint = async () =>
    await new SignJWT({ sid: 'session_alive', client_id: CLIENT_ID })
      .setProtectedHeader({ alg: 'RS256', kid: 'key' })
      .setIssuer(`${BASE_URL}/user_management/${CLIENT_ID}`)
      .setAudience(CLIENT_ID)
      .setSubject('user_bench')
      .setIssuedAt()
      .setExpirationTime('5m')
      .sign(privateKey)
  return { fetch: answer, mint, sessionIds, publicKey: await importJWK(jwk) }
}

/** Each time for another session, as it comes out of a token: a string that has never been looked up before. */
function microsecondsOfLookUp(sessionIds: string[]): number {
  const index = createRevocationIndex(CLIENT_ID)
  index.setTerms({ accessTokenSeconds: 300, clockSkewSeconds: 60 })
  for (const sessionId of sessionIds) index.add({ kind: 'session', sessionId, endedAt: Date.now(), reason: '' })
  const mark = {
    kind: 'not_before' as const,
    clientId: null,
    organizationId: null,
    exceptSessionId: null,
    notBefore: 0,
    reason: '',
  }
  for (let count = 0; count < 1_000; count++) index.add({ ...mark, revocationId: '', userId: `user_${count}` })
  const json = (count: number) => JSON.stringify({ sub: `user_${count % 2_000}`, sid: `session_${count}`, iat: 1 })
  const texts = Array.from({ length: LOOK_UPS / 10 }, (_, count) => json(count))
  let microseconds = 0
  let covered = 0
  for (let round = 0; round < 10; round++) {
    const claims: AccessTokenClaims[] = texts.map((text) => JSON.parse(text))
    const before = cpuMicroseconds()
    for (const one of claims) if (index.covers(one)) covered += 1
    microseconds += cpuMicroseconds() - before
  }
  if (covered !== 0) throw new Error('None of these sessions has ended.')
  return microseconds / LOOK_UPS
}

async function microsecondsOf(work: () => Promise<unknown>): Promise<number> {
  for (let count = 0; count < VERIFICATIONS / 5; count++) await work()
  const before = cpuMicroseconds()
  for (let count = 0; count < VERIFICATIONS; count++) await work()
  return (cpuMicroseconds() - before) / VERIFICATIONS
}

/** Of all threads, because others may use the same cores meanwhile. */
function cpuMicroseconds(): number {
  const { user, system } = process.cpuUsage()
  return user + system
}

function collectGarbage(): void {
  if (!globalThis.gc) throw new Error('Run with --expose-gc.')
  for (let count = 0; count < 4; count++) globalThis.gc()
}

await bench()
