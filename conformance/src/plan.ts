import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { signInOnPage } from '../../server/tests/compat/hosted-page.ts'
import type { LiveServer } from '../../server/tests/compat/live-server.ts'
import { API_KEY, CLIENT_ID, PASSWORD } from '../../server/tests/harness.ts'

const CALLBACK = 'http://localhost:3000/callback'
const PEOPLE = 5
/** Everything that one SDK or another escapes in a way of its own. */
const RETURN_TO = 'https://app.example.com/bye?a=1&b=x+y%20z&c=%C3%A9~!()%2A%27'

/** What a driver finds in the file that `GATEHOUSE_PLAN` names. */
export interface Plan {
  baseUrl: string
  port: number
  apiKey: string
  clientId: string
  email: string
  password: string
  /** From a sign-in on the hosted page; it works once. */
  code: string
  /** 32 bytes in Base64: what every SDK takes for sealing. */
  cookiePassword: string
  /** A registered sign-out URI. */
  returnTo: string
  /** How many users there are. */
  people: number
  webhookBody: string
  webhookHeader: string
  webhookSecret: string
}

/** Makes on an empty server what the script needs. */
export async function makePlan(server: LiveServer): Promise<Plan> {
  await server.api('POST', '/user_management/redirect_uris', { uri: CALLBACK })
  const registered = await server.api('POST', '/user_management/sign_out_uris', { uri: RETURN_TO })
  assert.equal(registered.status, 201, JSON.stringify(registered.body))
  const users = []
  for (let i = 0; i < PEOPLE; i++) users.push(await server.createUser())
  const email = users[0]?.email ?? ''
  const code = await getCode(server, email)
  return {
    baseUrl: server.url,
    port: server.port,
    apiKey: API_KEY,
    clientId: CLIENT_ID,
    email,
    password: PASSWORD,
    code,
    cookiePassword: Buffer.from('thirty-two bytes of conformance.').toString('base64'),
    returnTo: RETURN_TO,
    people: PEOPLE,
    ...signWebhook(await someEvent(server), 'whsec_conformance'),
  }
}

async function getCode(server: LiveServer, email: string): Promise<string> {
  const query = new URLSearchParams({ client_id: CLIENT_ID, redirect_uri: CALLBACK, response_type: 'code' })
  const url = `${server.url}/user_management/authorize?${query}&provider=authkit`
  const { code } = await signInOnPage(server.browser(), url, email)
  assert.ok(code, 'the page leads to the callback with a code')
  return code
}

/** A real one, as the log has it. */
async function someEvent(server: LiveServer): Promise<object> {
  const { sessionId } = await server.signedIn()
  await server.logOut(sessionId)
  const { body } = await server.api('GET', '/events?events=session.revoked')
  assert.ok(body.data[0])
  // The user who was made for it is not among those that the pages are counted with.
  await server.api('DELETE', `/user_management/users/${body.data[0].data.user_id}`)
  return body.data[0]
}

/** The scheme of the official documents: milliseconds, and HMAC-SHA-256 of time and body. */
function signWebhook(event: object, secret: string) {
  const webhookBody = JSON.stringify(event)
  const time = Date.now()
  const signature = createHmac('sha256', secret).update(`${time}.${webhookBody}`).digest('hex')
  return { webhookBody, webhookHeader: `t=${time}, v1=${signature}`, webhookSecret: secret }
}
