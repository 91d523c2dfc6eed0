// A service that uses the published package: tells what it sees of one token, until its session has ended.
import { createCookieSessions, createSessionVerifier, Gatehouse } from '@gatehouse/client'
import { exercise } from './exercise.mjs'

const [given, token] = process.argv.slice(2)
const options = JSON.parse(given)
for (const line of await exercise(options)) console.log(line)

const verifier = createSessionVerifier(options)
const look = async () => {
  const verification = await verifier.verify(token)
  return verification.active ? verification.claims.sub : verification.reason
}
const { cookiePassword, sessionData } = options
const sessions = createCookieSessions({
  gatehouse: new Gatehouse(options),
  verifier,
  cookiePassword,
  redirectUri: 'https://app.example.com/callback',
})
await verifier.ready()
const request = new Request('https://app.example.com/', { headers: { cookie: `wos-session=${sessionData}` } })
const authentication = await sessions.authenticate(request)
const started = await sessions.signIn(request)
console.log(authentication.isSignedIn, started.status, started.headers.getSetCookie().length)
console.log(await look())
while ((await look()) !== 'signed_out') await new Promise((resolve) => setTimeout(resolve, 5))
console.log(await look())
// Nothing else ends this process: close must leave nothing behind.
await verifier.close()
