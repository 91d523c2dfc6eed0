import { createSessionVerifier } from '../../src/session-verifier.ts'

/** Looks at one token without pause, and tells each answer with its time by the clock that all processes share. */
const [baseUrl = '', clientId = '', apiKey = '', token = ''] = process.argv.slice(2)
const verifier = createSessionVerifier({ baseUrl, clientId, apiKey, maxStalenessMs: 2_000 })
await verifier.ready()
for (;;) {
  const verification = await verifier.verify(token)
  const answer = verification.active ? 'active' : verification.reason
  process.stdout.write(`${process.hrtime.bigint()} ${answer}\n`)
  await new Promise((resolve) => setTimeout(resolve, 1))
}
