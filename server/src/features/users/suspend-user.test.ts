import assert from 'node:assert/strict'
import { test } from 'node:test'
import { API_KEY, authenticate, CLIENT_ID, PASSWORD, useServer } from '../../../tests/harness.ts'
import { onEachDatabase } from '../../../tests/support/databases.ts'
import { mailWantedResets } from '../password-reset/mail-wanted-resets.ts'

const AUTHORIZE = `/user_management/authorize?client_id=${CLIENT_ID}&redirect_uri=${encodeURIComponent('http://localhost:3000/cb')}&response_type=code&provider=authkit`

onEachDatabase('a suspended user', (database) => {
  const server = useServer(database)
  const suspend = (id: string, body = {}) => server.api('POST', `/user_management/users/${id}/suspend`, body)
  const reactivate = (id: string) => server.api('POST', `/user_management/users/${id}/reactivate`, {})
  const suspension = (id: string) => server.api('GET', `/user_management/users/${id}/suspension`)
  const enter = (email: string, password: string) =>
    authenticate(server, { grant_type: 'password', client_secret: API_KEY, email, password })
  const suspended = async () => {
    const user = await server.createUser()
    await suspend(user.id)
    return user
  }

  test('is one with a reason, a time and somebody who did it; the user object keeps the official shape', async () => {
    const user = await server.createUser()
    const { body: before } = await server.api('GET', `/user_management/users/${user.id}`)
    assert.equal((await suspension(user.id)).status, 404)

    const { status, body } = await suspend(user.id, { reason: 'left the company' })

    assert.equal(status, 200)
    const { suspended_at, ...rest } = body
    assert.ok(Date.parse(suspended_at))
    assert.deepEqual(rest, {
      object: 'user_suspension',
      user_id: user.id,
      reason: 'left the company',
      suspended_by: { id: 'api_key_development', source: 'api', name: 'Development' },
    })
    assert.deepEqual((await suspension(user.id)).body, body)
    const { body: after } = await server.api('GET', `/user_management/users/${user.id}`)
    assert.deepEqual({ ...after, updated_at: before.updated_at }, before)
  })

  test('stays as it was when suspended again, and nothing is told twice', async () => {
    const user = await server.createUser()
    const { body: first } = await suspend(user.id, { reason: 'the first' })
    await server.newEvents()

    const { body: second } = await suspend(user.id, { reason: 'the second' })

    assert.deepEqual(second, first)
    assert.deepEqual(await server.newEvents(), [])
  })

  test('T31: gets no session with the right password, and is told so; the log tells of the attempt', async () => {
    const { email } = await suspended()
    await server.newEvents()

    const { status, body } = await enter(email, PASSWORD)

    assert.equal(status, 403)
    assert.deepEqual(body, { code: 'user_suspended', message: 'This user is suspended and cannot sign in.' })
    assert.deepEqual(await server.newEvents(), ['authentication.password_failed'])
  })

  test('T34: looks like everybody else to somebody who does not know the password', async () => {
    const [kept, gone] = [await suspended(), await server.createUser()]

    const answers = [await enter(kept.email, 'not it'), await enter(gone.email, 'not it')]

    const bare = answers.map(({ status, body }) => ({ status, ...body, message: body.message.replace(/'.*'/, '…') }))
    assert.equal(bare[0]?.code, 'invalid_credentials')
    assert.deepEqual(bare[0], bare[1])
    const browser = server.browser()
    const { html } = await browser.open(AUTHORIZE)
    const refused = await browser.submit(html, { email: kept.email, password: 'not it' })
    assert.match(refused.html, /do not match an account/)
    assert.doesNotMatch(refused.html, /suspended/)
  })

  test('T31: is told on the hosted page, and the browser is not signed in', async () => {
    const { email } = await suspended()
    const browser = server.browser()
    const { html } = await browser.open(AUTHORIZE)

    const refused = await browser.submit(html, { email, password: PASSWORD })

    assert.match(refused.html, /This account is suspended/)
    assert.match((await browser.get(AUTHORIZE)).headers.get('location') ?? '', /^\/sign-in/)
  })

  test('T31: gets no link to a new password, and one that was mailed before is good no more', async () => {
    const { id, email } = await server.createUser()
    const { body: reset } = await server.api('POST', '/user_management/password_reset', { email })
    await server.newMails()
    await suspend(id)

    const asked = await server.api('POST', '/user_management/password_reset', { email })
    const page = await server.browser().open('/forgot-password')
    const submitted = await server.browser().submit(page.html, { email })
    await mailWantedResets(server.app)
    const given = { token: reset.password_reset_token, new_password: 'a brand new password' }
    const confirmed = await server.api('POST', '/user_management/password_reset/confirm', given)

    assert.equal(asked.status, 403)
    assert.equal(asked.body.code, 'user_suspended')
    assert.match(submitted.html, /Check your mail/, 'the page says the same to everybody')
    assert.deepEqual(await server.newMails(), [])
    assert.equal(confirmed.body.code, 'password_reset_error')
    assert.equal((await enter(email, 'a brand new password')).body.code, 'invalid_credentials')
  })

  test('T31: a sign-in that was under way when the user was suspended does not get through', async () => {
    const { email, id } = await server.createUser()
    const { passwords } = server.app
    const original = passwords.verify
    passwords.verify = async (stored, given) => {
      const verdict = await original(stored, given)
      passwords.verify = original
      await suspend(id)
      return verdict
    }

    const { status } = await enter(email, PASSWORD)

    assert.ok(status >= 400)
    assert.deepEqual((await server.api('GET', `/user_management/users/${id}/sessions`)).body.data, [])
  })

  test('signs in again after a reactivation, and what had ended stays ended', async () => {
    const { user, refreshToken } = await server.signedIn()
    await suspend(user.id)
    await server.newEvents()

    const { status, body } = await reactivate(user.id)

    assert.equal(status, 200)
    assert.equal(body.object, 'user')
    assert.deepEqual(await server.newEvents(), ['user.updated'])
    assert.equal((await suspension(user.id)).status, 404)
    assert.equal((await enter(user.email, PASSWORD)).status, 200)
    assert.equal((await server.refresh(refreshToken)).body.error, 'invalid_grant')
    await server.newEvents()
    assert.equal((await reactivate(user.id)).status, 200)
    assert.deepEqual(await server.newEvents(), [], 'once is enough')
  })

  test('one that does not exist is not found', async () => {
    for (const { status, body } of [
      await suspend('user_none'),
      await reactivate('user_none'),
      await suspension('user_none'),
    ]) {
      assert.equal(status, 404)
      assert.equal(body.code, 'entity_not_found')
    }
  })
})
