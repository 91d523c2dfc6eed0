import assert from 'node:assert/strict'
import { test } from 'node:test'
import { API_KEY, authenticate, CLIENT_ID, PASSWORD, useServer } from '../../../tests/harness.ts'
import { onEachDatabase } from '../../../tests/support/databases.ts'

const AUTHORIZE = `/user_management/authorize?client_id=${CLIENT_ID}&redirect_uri=${encodeURIComponent('http://localhost:3000/cb')}&response_type=code&provider=authkit`
const INVITATIONS = '/user_management/invitations'
const GONE = /This invitation no longer works/
const DAY_SECONDS = 24 * 60 * 60
const JOINING = ['organization_membership.created', 'invitation.accepted']

interface Invitation {
  id: string
  email: string
  token: string
  organization_id: string
}

onEachDatabase('accepting an invitation', (database) => {
  const server = useServer(database)
  const newAddress = () => `${server.app.ids.ulid().toLowerCase()}@example.com`
  const invite = async (fields = {}) => {
    const { body: company } = await server.api('POST', '/organizations', { name: 'Engines & <Looms>' })
    const { status, body } = await server.api('POST', INVITATIONS, {
      email: newAddress(),
      organization_id: company.id,
      role_slug: 'admin',
      ...fields,
    })
    assert.equal(status, 201, JSON.stringify(body))
    await server.newEvents()
    return body as Invitation
  }
  const linkOf = ({ token }: Invitation) => `/invite?invitation_token=${token}`
  const stateOf = async ({ id }: Invitation) => (await server.api('GET', `${INVITATIONS}/${id}`)).body.state
  const userOf = async (email: string) =>
    (await server.api('GET', `/user_management/users?email=${encodeURIComponent(email)}`)).body.data[0]
  const rolesOf = async ({ id }: { id: string }) => {
    const { body } = await server.api('GET', `/user_management/organization_memberships?user_id=${id}`)
    return body.data.map(({ role }: { role: { slug: string } }) => role.slug)
  }
  /** From the link to the page that asks who it is. */
  const follow = async (invitation: Invitation, browser = server.browser()) => {
    const { html } = await browser.open(linkOf(invitation))
    return { browser, ...(await browser.submit(html, {})) }
  }
  const nobodyJoined = async (invitation: Invitation) => {
    assert.deepEqual(await server.newEvents(), [])
    assert.notEqual(await stateOf(invitation), 'accepted')
  }

  test('somebody new follows the link, signs up with the invited address, and is a member with a verified address', async () => {
    await server.newMails()
    const invitation = await invite()
    const [mail] = (await server.newMails()).filter(({ to }) => to === invitation.email)
    const [, path = ''] = /https?:\/\/[^/\s]+(\/invite\?invitation_token=[\w-]{43})\n/.exec(mail?.text ?? '') ?? []
    const browser = server.browser()
    const { html } = await browser.open(path)
    assert.match(html, /Join Engines &amp; &lt;Looms&gt;/)
    assert.ok(html.includes(invitation.email))

    const signUp = await browser.submit(html, {})
    assert.match(signUp.html, /Create your account/)
    assert.match(signUp.html, new RegExp(`<input id="email"[^>]* value="${invitation.email}"[^>]* readonly`))
    const done = await browser.submit(signUp.html, { first_name: 'Ada', last_name: '', password: PASSWORD })

    assert.match(done.html, /You have accepted the invitation/)
    assert.deepEqual(await server.newEvents(), [
      'user.created',
      ...JOINING,
      'user.updated',
      'authentication.password_succeeded',
    ])
    const user = await userOf(invitation.email)
    assert.equal(user.email_verified, true)
    assert.deepEqual(await rolesOf(user), ['admin'])
    assert.equal(await stateOf(invitation), 'accepted')
    const silent = await browser.get(AUTHORIZE)
    assert.match(silent.headers.get('location') ?? '', /^http:\/\/localhost:3000\/cb\?code=/, 'and is signed in')
  })

  test('somebody with an account signs in, and somebody who is signed in only agrees', async () => {
    const user = await server.createUser()
    const [first, second] = [await invite({ email: user.email.toUpperCase() }), await invite({ email: user.email })]

    const { browser, html } = await follow(first)
    assert.match(html, /<h1 class="heading">Sign in</)
    const wrong = await browser.submit(html, { password: 'not the password' })
    assert.match(wrong.html, /do not match an account/)
    assert.equal(await stateOf(first), 'pending')
    await server.newEvents()
    const done = await browser.submit(wrong.html, { password: PASSWORD })

    assert.match(done.html, /You have accepted the invitation/)
    assert.deepEqual(await server.newEvents(), [...JOINING, 'user.updated', 'authentication.password_succeeded'])
    const agreed = await follow(second, browser)
    assert.match(agreed.html, /You have accepted the invitation/)
    assert.deepEqual(await server.newEvents(), JOINING, 'the address is verified by now')
    assert.deepEqual(await rolesOf(user), ['admin', 'admin'])
  })

  test('a forgotten password does not lose the invitation', async () => {
    const user = await server.createUser()
    const invitation = await invite({ email: user.email })
    const { browser, html } = await follow(invitation)
    const forgot = await browser.submit(html, { password: '', step: 'forgot-password' })
    await browser.submit(forgot.html, { email: user.email })
    await browser.submit(forgot.html, { email: 'somebody.else@example.com' })
    const mails = (await server.newMails()).filter(({ to }) => to === user.email)
    const [, path = ''] = /(\/reset-password\?token=[\w-]{43})\n/.exec(mails.at(-1)?.text ?? '') ?? []
    const reset = await browser.submit((await browser.open(path)).html, { new_password: 'a brand new password' })

    const back = await browser.open(/href="(\/sign-in\?request=[^"]+)"/.exec(reset.html)?.[1] ?? '')
    const done = await browser.submit(back.html, { password: 'a brand new password' })

    assert.match(done.html, /You have accepted the invitation/)
    assert.equal(await stateOf(invitation), 'accepted')
  })

  test('an application hands the token to authorize: the sign-in accepts, and leads back with a code', async () => {
    const invitation = await invite()
    const browser = server.browser()

    const signUp = await browser.open(`${AUTHORIZE}&invitation_token=${invitation.token}&login_hint=eve@example.com`)
    assert.match(signUp.html, new RegExp(`value="${invitation.email}"[^>]* readonly`))
    const done = await browser.submit(signUp.html, { first_name: 'Ada', last_name: '', password: PASSWORD })

    const [, code = ''] = /content="0;url=http:\/\/localhost:3000\/cb\?code=([\w-]+)"/.exec(done.html) ?? []
    const { status, body } = await authenticate(server, {
      grant_type: 'authorization_code',
      client_secret: API_KEY,
      code,
    })
    assert.deepEqual([status, body.user.email, body.user.email_verified], [200, invitation.email, true])
    assert.equal(body.organization_id, invitation.organization_id, 'the session is in the organization')
    assert.equal(await stateOf(invitation), 'accepted')
    const again = await browser.get(`${AUTHORIZE}&invitation_token=${invitation.token}`)
    assert.match(again.headers.get('location') ?? '', /\/cb\?code=/, 'a link that is followed twice signs in')
  })

  test('an application hands the token to a grant, which accepts it with the password and with a code', async () => {
    const user = await server.createUser()
    const [first, second] = [await invite({ email: user.email }), await invite({ email: user.email })]
    const password = { grant_type: 'password', client_secret: API_KEY, email: user.email, password: PASSWORD }

    const byPassword = await authenticate(server, { ...password, invitation_token: first.token })

    assert.deepEqual([byPassword.status, byPassword.body.user.email_verified], [200, true])
    assert.equal(byPassword.body.organization_id, first.organization_id)
    assert.deepEqual(await server.newEvents(), [
      ...JOINING,
      'user.updated',
      'authentication.password_succeeded',
      'session.created',
    ])
    const code = await codeFor(user.email)
    const exchange = { grant_type: 'authorization_code', client_secret: API_KEY, code }
    const refused = await authenticate(server, { ...exchange, invitation_token: 'guessed' })
    assert.deepEqual([refused.status, refused.body.error], [400, 'invitation_invalid'])
    const byCode = await authenticate(server, { ...exchange, invitation_token: second.token })
    assert.equal(byCode.status, 200, 'the refusal has spent neither the code nor the invitation')
    assert.equal(byCode.body.organization_id, second.organization_id, 'not the one that they were in before')
    assert.deepEqual(await rolesOf(user), ['admin', 'admin'])
  })

  async function codeFor(email: string): Promise<string> {
    const browser = server.browser()
    const { html } = await browser.open(AUTHORIZE)
    const done = await browser.submit(html, { email, password: PASSWORD })
    return /\/cb\?code=([\w-]+)"/.exec(done.html)?.[1] ?? ''
  }

  test('a double click on the form of the sign-up accepts once and ends well twice', async () => {
    const invitation = await invite()
    const { browser, html } = await follow(invitation)
    const fields = { first_name: 'Ada', last_name: '', password: PASSWORD }

    const first = await browser.submit(html, fields)
    const second = await browser.submit(html, fields)

    assert.match(first.html, /You have accepted the invitation/)
    assert.match(second.html, /You have accepted the invitation/)
    const events = await server.newEvents()
    assert.deepEqual(
      events.filter((name) => name.startsWith('invitation') || name.startsWith('organization_membership')),
      JOINING,
    )
  })

  test('T64: opening the link, however often and by whatever method, changes nothing', async () => {
    const user = await server.createUser()
    const invitation = await invite({ email: user.email })
    const browser = server.browser()
    await browser.submit((await browser.open(AUTHORIZE)).html, { email: user.email, password: PASSWORD })
    await server.newEvents()

    for (const method of ['GET', 'GET', 'HEAD', 'OPTIONS']) await server.request(linkOf(invitation), { method })
    const { response } = await browser.open(linkOf(invitation))
    const asked = await browser.open(`${AUTHORIZE}&invitation_token=${invitation.token}`)

    assert.equal(response.status, 200)
    assert.match(asked.html, /Join Engines/, 'nothing is accepted without a page that says so')
    await nobodyJoined(invitation)
    assert.equal((await userOf(user.email)).email_verified, false)
  })

  test('T41: a form of another site accepts nothing, although the browser is signed in as whom it invites', async () => {
    const user = await server.createUser()
    const invitation = await invite({ email: user.email })
    const browser = server.browser()
    await browser.submit((await browser.open(AUTHORIZE)).html, { email: user.email, password: PASSWORD })
    await server.newEvents()

    const response = await server.request('/invite', {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'sec-fetch-site': 'cross-site',
        cookie: [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
      },
      body: new URLSearchParams({ invitation_token: invitation.token }),
    })

    assert.equal(response.status, 403)
    await nobodyJoined(invitation)
  })

  test('T41: a guessed token opens nothing, and all that are not open are answered alike', async () => {
    const [expired, revoked, accepted] = [await invite({ expires_in_days: 1 }), await invite(), await invite()]
    await server.createUser({ email: accepted.email })
    await server.api('POST', `${INVITATIONS}/${revoked.id}/revoke`)
    await server.api('POST', `${INVITATIONS}/${accepted.id}/accept`)
    server.passSeconds(DAY_SECONDS + 1)
    const nearly = `${revoked.token.slice(0, -1)}${revoked.token.endsWith('A') ? 'B' : 'A'}`
    const answers = new Set<string>()
    await server.newEvents()

    for (const token of ['', 'guessed', nearly, expired.id, expired.token, revoked.token, accepted.token]) {
      const browser = server.browser()
      const { response, html } = await browser.open(`/invite?invitation_token=${token}`)
      const form = `<form action="/invite"><input type="hidden" name="invitation_token" value="${token}">`
      const submitted = await browser.submit(form, {})
      assert.deepEqual([response.status, submitted.response.status], [400, 400], token)
      assert.match(html, GONE)
      answers.add(html.replaceAll(token || 'no token', '')).add(submitted.html)
    }

    assert.ok([...answers].every((html) => !/example\.com|Engines/.test(html)))
    for (const token of ['guessed', expired.token, revoked.token]) {
      const { headers } = await server.request(`${AUTHORIZE}&invitation_token=${token}`)
      assert.match(headers.get('location') ?? '', /^http:\/\/localhost:3000\/cb\?error=invitation_invalid&/, token)
    }
    assert.deepEqual(await server.newEvents(), [])
  })

  test('T41: nobody accepts with another address: not on the page, not by a grant', async () => {
    const eve = await server.createUser()
    const invitation = await invite()
    const browser = server.browser()
    await browser.submit((await browser.open(AUTHORIZE)).html, { email: eve.email, password: PASSWORD })
    const token = invitation.token
    await server.newEvents()

    const { html } = await follow(invitation, browser)
    assert.match(html, /Create your account/, 'being signed in as somebody else is not enough')
    const signUp = await browser.submit(html, {
      email: eve.email,
      first_name: 'Eve',
      last_name: '',
      password: 'short',
    })
    assert.match(signUp.html, new RegExp(`value="${invitation.email}"`), 'the form has no say in it')
    const asEve = { email: eve.email, password: PASSWORD, client_secret: API_KEY }
    const granted = await authenticate(server, { grant_type: 'password', ...asEve, invitation_token: token })
    const code = await codeFor(eve.email)
    await server.newEvents()
    const exchanged = await authenticate(server, {
      grant_type: 'authorization_code',
      client_secret: API_KEY,
      code,
      invitation_token: token,
    })

    assert.deepEqual([granted.status, granted.body.error], [400, 'invitation_cannot_be_used_for_email'])
    assert.deepEqual([exchanged.status, exchanged.body.error], [400, 'invitation_cannot_be_used_for_email'])
    await nobodyJoined(invitation)
    assert.deepEqual(await rolesOf(eve), [])
    assert.equal((await userOf(eve.email)).email_verified, false)
  })

  test('T41: an invitation is accepted once: not again by the same link, nor by two sign-ins at the same moment', async () => {
    const user = await server.createUser()
    const invitation = await invite({ email: user.email })
    const body = {
      ...{ grant_type: 'password', client_secret: API_KEY, email: user.email, password: PASSWORD },
      invitation_token: invitation.token,
    }

    const answers = await Promise.all([1, 2, 3].map(() => authenticate(server, body)))
    const late = await authenticate(server, body)

    assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 400, 400])
    assert.deepEqual([late.status, late.body.error], [400, 'invitation_invalid'])
    const events = await server.newEvents()
    assert.deepEqual(
      events.filter((name) => /^(invitation|organization|session)/.test(name)),
      [...JOINING, 'session.created'],
    )
  })

  test('T41: one that ends while the page is open is not accepted, and nobody is signed in or up by it', async () => {
    const user = await server.createUser()
    for (const end of ['revoked', 'expired', 'with its organization'] as const) {
      const [known, unknown] = [
        await invite({ email: user.email, expires_in_days: 1 }),
        await invite({ expires_in_days: 1 }),
      ]
      // Invitations live for a day at least, and an open page for half of one.
      if (end === 'expired') server.passSeconds(DAY_SECONDS - 60)
      const pages = [await follow(known), await follow(unknown)]
      if (end === 'expired') server.passSeconds(61)
      for (const { id } of [known, unknown]) {
        if (end === 'revoked') await server.api('POST', `${INVITATIONS}/${id}/revoke`)
        if (end === 'with its organization') {
          const { body } = await server.api('GET', `${INVITATIONS}/${id}`)
          await server.api('DELETE', `/organizations/${body.organization_id}`)
        }
      }
      await server.newEvents()

      for (const { browser, html } of pages) {
        const answer = await browser.submit(html, { first_name: 'Ada', last_name: '', password: PASSWORD })
        assert.match(answer.html, GONE, end)
        const silent = await browser.get(AUTHORIZE)
        assert.match(silent.headers.get('location') ?? '', /^\/sign-in\?/, end)
      }
      assert.equal(await userOf(unknown.email), undefined)
      assert.deepEqual(await server.newEvents(), [])
    }
  })

  test('T41: of revoking and a sign-in that accepts at the same moment one wins, and the loser leaves nothing behind', async () => {
    for (let round = 0; round < 6; round++) {
      const user = await server.createUser()
      const invitation = await invite({ email: user.email })
      const sign = { grant_type: 'password', client_secret: API_KEY, email: user.email, password: PASSWORD }

      const [revoking, signIn] = await Promise.all([
        server.api('POST', `${INVITATIONS}/${invitation.id}/revoke`),
        authenticate(server, { ...sign, invitation_token: invitation.token }),
      ])

      assert.deepEqual([revoking.status, signIn.status].sort(), [200, 400])
      assert.deepEqual(await rolesOf(user), signIn.status === 200 ? ['admin'] : [])
      const sessions = await server.api('GET', `/user_management/users/${user.id}/sessions`)
      assert.equal(sessions.body.data.length, signIn.status === 200 ? 1 : 0)
    }
  })
})
