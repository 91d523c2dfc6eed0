/**
 * The conformance script in JavaScript, for every version of the SDK that `GATEHOUSE_SDK` can name. Prints a line for
 * each check: outcome, name, detail.
 */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'

const sdk = await import(process.env.GATEHOUSE_SDK)
const plan = JSON.parse(readFileSync(process.env.GATEHOUSE_PLAN, 'utf8'))
const { clientId, email, password, cookiePassword, returnTo } = plan

// Without retries: what the server answers at once is what is checked.
const connect = (apiKey) =>
  new sdk.WorkOS(apiKey, { clientId, apiHostname: '127.0.0.1', port: plan.port, https: false, maxRetries: 0 })
const workos = connect(plan.apiKey)
const users = workos.userManagement

async function check(name, act) {
  try {
    print('ok', name, (await act()) ?? '')
  } catch (error) {
    print('fail', name, String(error).replaceAll('\n', ' ').slice(0, 300))
  }
}

function print(...columns) {
  process.stdout.write(`${columns.join('\t')}\n`)
}

async function refused(kind, act) {
  let error
  await assert.rejects(
    async () => act(),
    (thrown) => {
      error = thrown
      return true
    },
  )
  assert.equal(error.constructor.name, kind, String(error))
  return kind
}

/** As a browser does, one step: the status and where it leads. */
async function follow(url) {
  const { status, headers } = await fetch(url, { redirect: 'manual' })
  return [status, headers.get('location')]
}

const parameters = (url) => Object.fromEntries(new URL(url).searchParams)
const signIn = (more = {}) => users.authenticateWithPassword({ clientId, email, password, ...more })
const refreshWith = (refreshToken) => users.authenticateWithRefreshToken({ clientId, refreshToken })
const sealedSignIn = async () => {
  const { sealedSession } = await signIn({ session: { sealSession: true, cookiePassword } })
  return load(sealedSession)
}
const load = (sessionData) => users.loadSealedSession({ sessionData, cookiePassword })
const claims = ({ accessToken }) => JSON.parse(Buffer.from(accessToken.split('.')[1], 'base64url'))

await check('password', async () => {
  const answer = await signIn()
  assert.equal(answer.user.email, email)
  assert.ok(answer.accessToken && answer.refreshToken)
})
await check('code', async () => {
  const { user } = await users.authenticateWithCode({ clientId, code: plan.code })
  assert.equal(user.email, email)
})
await check('verify-token', async () => {
  const { authenticated, sessionId, accessToken } = await (await sealedSignIn()).authenticate()
  assert.ok(authenticated)
  assert.equal(sessionId, claims({ accessToken }).sid)
})
await check('sealed-session', async () => {
  const result = await (await sealedSignIn()).authenticate()
  assert.equal(result.user.email, email)
  assert.equal((await load('Fe26.2*broken').authenticate()).reason, 'invalid_session_cookie')
})
await check('refresh', async () => {
  const session = await sealedSignIn()
  const before = await session.authenticate()
  const result = await session.refresh()
  assert.ok(result.authenticated, result.reason)
  assert.equal(result.sessionId, before.sessionId)
})
await check('list-sessions', async () => {
  const answer = await signIn()
  const { data } = await users.listSessions(answer.user.id, { limit: 100 })
  assert.ok(data.some(({ id }) => id === claims(answer).sid))
})
await check('logout-url', async () => {
  const url = users.getLogoutUrl({ sessionId: 'session_x' })
  assert.deepEqual(parameters(url), { session_id: 'session_x' })
  return url
})
await check('logout-url-with-return-to', async () => {
  const url = users.getLogoutUrl({ sessionId: 'session_x', returnTo })
  assert.deepEqual(parameters(url), { session_id: 'session_x', return_to: returnTo })
  return url
})
await check('logout-url-missing-id', () => refused('TypeError', () => users.getLogoutUrl({})))
await check('follow-logout-url', async () => {
  const { sid } = claims(await signIn())
  assert.deepEqual(await follow(users.getLogoutUrl({ sessionId: sid, returnTo })), [302, returnTo])
  return sid
})
await check('refresh-refused', async () => {
  const answer = await signIn()
  await follow(users.getLogoutUrl({ sessionId: claims(answer).sid }))
  return await refused('OauthException', () => refreshWith(answer.refreshToken))
})
await check('revoke', async () => {
  const answer = await signIn()
  await users.revokeSession({ sessionId: claims(answer).sid })
  await refused('OauthException', () => refreshWith(answer.refreshToken))
  return claims(answer).sid
})
await check('paging', async () => {
  const first = await users.listUsers({ limit: 2 })
  assert.equal(first.data.length, 2)
  const all = await (await users.listUsers()).autoPagination()
  assert.equal(new Set(all.map(({ id }) => id)).size, plan.people)
})
await check('error-400', () => refused('GenericServerException', () => signIn({ password: 'not the password' })))
await check('error-401', () => refused('UnauthorizedException', () => connect('sk_wrong').userManagement.listUsers()))
await check('error-404', () => refused('NotFoundException', () => users.getUser('user_unknown')))
await check('error-422', () => refused('UnprocessableEntityException', () => users.createUser({ email: 'no address' })))
await check('error-429', () =>
  refused('RateLimitExceededException', async () => {
    for (let i = 0; i < 10; i++) await users.createPasswordReset({ email })
  }),
)
await check('webhook', async () => {
  const given = { sigHeader: plan.webhookHeader, secret: plan.webhookSecret }
  const payload = JSON.parse(plan.webhookBody)
  const event = await workos.webhooks.constructEvent({ payload, ...given })
  assert.equal(event.event, 'session.revoked')
  return await refused('SignatureVerificationException', () =>
    workos.webhooks.constructEvent({ payload: { ...payload, event: 'session.created' }, ...given }),
  )
})
