import assert from 'node:assert/strict'
import { test } from 'node:test'
import { API_KEY, authenticate, CLIENT_ID, PASSWORD, useServer } from '../../../tests/harness.ts'
import { onEachDatabase } from '../../../tests/support/databases.ts'

const AUTHORIZE = `/user_management/authorize?client_id=${CLIENT_ID}&redirect_uri=${encodeURIComponent('http://localhost:3000/cb')}&response_type=code&provider=authkit`
const INVITATIONS = '/user_management/invitations'
const JOINING = ['organization_membership.created', 'invitation.accepted']

interface Invitation {
  id: string
  token: string
  organization_id: string | null
}

onEachDatabase('an invitation that an application brings, for somebody who is signed in', (database) => {
  const server = useServer(database)
  const newOrganization = async () =>
    (await server.api('POST', '/organizations', { name: 'Engines & <Looms>' })).body.id
  const invite = async (email: string, organizationId?: string): Promise<Invitation> => {
    const fields = organizationId === undefined ? {} : { organization_id: organizationId, role_slug: 'admin' }
    const { status, body } = await server.api('POST', INVITATIONS, { email, ...fields })
    assert.equal(status, 201, JSON.stringify(body))
    await server.newEvents()
    return body as Invitation
  }
  const stateOf = async ({ id }: Invitation) => (await server.api('GET', `${INVITATIONS}/${id}`)).body.state
  const nobodyJoined = async (invitation: Invitation) => {
    assert.deepEqual(await server.newEvents(), [])
    assert.notEqual(await stateOf(invitation), 'accepted')
  }
  const signedIn = async ({ email }: { email: string }) => {
    const browser = server.browser()
    await browser.submit((await browser.open(AUTHORIZE)).html, { email, password: PASSWORD })
    await server.newEvents()
    return browser
  }
  const authorizeUrl = ({ token }: Invitation, more = '') => `${AUTHORIZE}&invitation_token=${token}${more}`
  const codeIn = (html: string) => /\/cb\?code=([\w-]+)/.exec(html)?.[1]

  test('somebody who is signed in as whom it invites agrees, without the password, and goes back with a code', async () => {
    const user = await server.createUser()
    const invitation = await invite(user.email, await newOrganization())
    const browser = await signedIn(user)

    const asked = await browser.open(authorizeUrl(invitation, '&state=xyz'))
    assert.match(asked.html, /Join Engines &amp; &lt;Looms&gt;/)
    assert.doesNotMatch(asked.html, /type="password"/)
    await nobodyJoined(invitation)
    const [done, again] = [await browser.submit(asked.html, {}), await browser.submit(asked.html, {})]

    assert.match(done.html, /state=xyz/)
    assert.deepEqual(await server.newEvents(), [...JOINING, 'user.updated'], 'nobody has signed in anew, and once only')
    assert.ok(codeIn(again.html), 'a double click ends well')
    const exchange = { grant_type: 'authorization_code', client_secret: API_KEY, code: codeIn(done.html) }
    const { status, body } = await authenticate(server, exchange)
    assert.deepEqual([status, body.organization_id], [200, invitation.organization_id])
  })

  test('a member of two organizations who is invited to none agrees, and is asked which to go on in', async () => {
    const email = `${server.app.ids.ulid().toLowerCase()}@example.com`
    const invitation = await invite(email)
    const user = await server.createUser({ email })
    for (const organizationId of [await newOrganization(), await newOrganization()]) {
      const membership = { user_id: user.id, organization_id: organizationId }
      await server.api('POST', '/user_management/organization_memberships', membership)
    }
    const browser = await signedIn(user)

    const asked = await browser.open(authorizeUrl(invitation))
    const { html } = await browser.submit(asked.html, {})

    assert.match(asked.html, /Accept/)
    assert.match(html, /action="\/organization-selection"/)
    assert.equal(await stateOf(invitation), 'accepted')
  })

  test('T41: agreeing takes the invited person, signed in to this browser, and the password where it is asked for', async () => {
    const [user, eve] = [await server.createUser(), await server.createUser()]
    const invitation = await invite(user.email, await newOrganization())
    const [browser, other] = [await signedIn(user), await signedIn(eve)]
    const asked = await browser.open(authorizeUrl(invitation))
    const asEve = await other.open(authorizeUrl(invitation))
    const withPassword = await browser.open(authorizeUrl(invitation, '&prompt=login'))
    const silent = await browser.get(authorizeUrl(invitation, '&prompt=none'))
    const [requestOfEve, requestOfLogin] = [asEve, withPassword].map(
      ({ html }) => /name="request" value="(\w+)"/.exec(html)?.[1],
    )
    const agreeTo = (request = '') =>
      `<form action="/invite/agree"><input type="hidden" name="request" value="${request}">`
    const requestOfUser = /name="request" value="(\w+)"/.exec(asked.html)?.[1]

    assert.match(asEve.html, /<h1 class="heading">Sign in</)
    assert.match(withPassword.html, /<h1 class="heading">Sign in</)
    assert.match(silent.headers.get('location') ?? '', /error=interaction_required/)
    assert.ok(requestOfEve && requestOfLogin && requestOfUser)
    for (const [who, request] of [
      [other, requestOfEve],
      [other, requestOfUser],
      [browser, requestOfLogin],
      [server.browser(), requestOfUser],
    ] as const) {
      assert.equal((await who.submit(agreeTo(request), {})).response.status, 400)
      assert.equal((await who.open(`/invite/agree?request=${request}`)).response.status, 400)
    }
    const foreign = await server.request('/invite/agree', {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'sec-fetch-site': 'cross-site',
        cookie: [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
      },
      body: new URLSearchParams({ request: requestOfUser }),
    })
    assert.equal(foreign.status, 403)
    await nobodyJoined(invitation)
    await server.api('POST', `${INVITATIONS}/${invitation.id}/revoke`)
    await server.newEvents()
    assert.match((await browser.submit(asked.html, {})).html, /This invitation no longer works/)
    await nobodyJoined(invitation)
  })

  test('T41: who has signed out while the page was open agrees to nothing', async () => {
    const user = await server.createUser()
    const invitation = await invite(user.email, await newOrganization())
    const browser = await signedIn(user)
    const { html } = await browser.open(authorizeUrl(invitation))
    const session = await server.api('PUT', `/user_management/users/${user.id}`, { password: 'a brand new password' })
    assert.equal(session.status, 200)
    await server.newEvents()

    const { response } = await browser.submit(html, {})

    assert.equal(response.status, 400)
    await nobodyJoined(invitation)
  })
})
