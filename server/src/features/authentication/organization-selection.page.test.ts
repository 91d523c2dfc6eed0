import assert from 'node:assert/strict'
import { test } from 'node:test'
import { API_KEY, authenticate, CLIENT_ID, decodeToken, PASSWORD, useServer } from '../../../tests/harness.ts'
import type { TestBrowser } from '../../../tests/support/browser.ts'
import { onEachDatabase } from '../../../tests/support/databases.ts'
import { addMember, createMember, createOrganization } from '../../../tests/support/members.ts'

const CALLBACK = 'http://localhost:3000/callback'
const NOBODY = 'org_01HZZZZZZZZZZZZZZZZZZZZZZZ'

const authorizeUrl = (more: Record<string, string | undefined> = {}) =>
  `/user_management/authorize?${new URLSearchParams({
    ...{ client_id: CLIENT_ID, redirect_uri: CALLBACK, response_type: 'code', provider: 'authkit', state: 's' },
    ...(more as Record<string, string>),
  })}`

/** What the application's callback is given by the page that leads back to it. */
function answerIn(html: string): Record<string, string> {
  const target = /http-equiv="refresh" content="0;url=([^"]+)"/.exec(html)?.[1]
  assert.ok(target, html)
  return answerOf(target.replaceAll('&amp;', '&'))
}

function answerOf(location: string | null): Record<string, string> {
  const { searchParams, origin, pathname } = new URL(location ?? '')
  assert.equal(origin + pathname, CALLBACK)
  return Object.fromEntries(searchParams)
}

const isChoice = (html: string) => html.includes('<h1 class="heading">Choose an organization</h1>')

onEachDatabase('the hosted choice of an organization', (database) => {
  const server = useServer(database)
  const signIn = async (browser: TestBrowser, email: string, more = {}) => {
    const { html } = await browser.open(authorizeUrl(more))
    return (await browser.submit(html, { email, password: PASSWORD })).html
  }
  const exchange = (code: string | undefined) =>
    authenticate(server, { grant_type: 'authorization_code', client_secret: API_KEY, code })
  const organizationOf = async (code: string | undefined) => {
    const { status, body } = await exchange(code)
    assert.equal(status, 200, JSON.stringify(body))
    assert.equal(decodeToken(body.access_token).org_id, body.organization_id)
    return body.organization_id
  }

  test('is not offered to whoever has one organization, or none', async () => {
    const { user, organizations } = await createMember(server, 'Acme')
    const nobodys = await server.createUser()

    const only = answerIn(await signIn(server.browser(), user.email))
    const none = answerIn(await signIn(server.browser(), nobodys.email))

    assert.equal(await organizationOf(only.code), organizations[0]?.id)
    assert.equal(await organizationOf(none.code), undefined)
  })

  test('is offered between several, by name, and leads on to the application', async () => {
    const { user, organizations } = await createMember(server, 'Zeta', 'acme <b>')
    const browser = server.browser()
    await server.newEvents()

    const html = await signIn(browser, user.email)
    const chosen = answerIn((await browser.submit(html, { organization: organizations[0]?.id ?? '' })).html)

    assert.ok(isChoice(html))
    assert.ok(html.includes(user.email))
    assert.deepEqual(
      [...html.matchAll(/name="organization" value="([^"]+)"/g)].map(([, id]) => id),
      [organizations[1]?.id, organizations[0]?.id],
    )
    assert.ok(html.includes('acme &lt;b&gt;'))
    assert.equal(chosen.state, 's')
    assert.equal(await organizationOf(chosen.code), organizations[0]?.id)
    assert.deepEqual(await server.newEvents(), ['authentication.password_succeeded', 'session.created'])
  })

  test('a double click, also on both pages, ends in a code that works', async () => {
    const { user, organizations } = await createMember(server, 'Zeta', 'Acme')
    const browser = server.browser()
    const { html: signInHtml } = await browser.open(authorizeUrl())
    await browser.submit(signInHtml, { email: user.email, password: PASSWORD })

    const { html } = await browser.submit(signInHtml, { email: user.email, password: PASSWORD })
    await browser.submit(html, { organization: organizations[1]?.id ?? '' })
    const { code } = answerIn((await browser.submit(html, { organization: organizations[1]?.id ?? '' })).html)

    assert.equal(await organizationOf(code), organizations[1]?.id)
  })

  test('whoever goes back in between is led to the choice again, and afterwards told that all is done', async () => {
    const { user, organizations } = await createMember(server, 'Zeta', 'Acme')
    const browser = server.browser()
    const html = await signIn(browser, user.email)
    const request = /name="request" value="([^"]+)"/.exec(html)?.[1]

    const inBetween = await browser.open(`/sign-in?request=${request}`)
    await browser.submit(html, { organization: organizations[0]?.id ?? '' })
    const afterwards = [`/sign-in`, '/sign-up', '/organization-selection'].map((path) =>
      browser.open(`${path}?request=${request}`),
    )

    assert.ok(isChoice(inBetween.html))
    for (const { html: done } of await Promise.all(afterwards)) {
      assert.match(done, /This sign-in is complete/)
      assert.equal(done.includes(user.email), false)
    }
  })

  test('is offered without the password to a browser that is signed in, and never with prompt=none', async () => {
    const { user, organizations } = await createMember(server, 'Zeta', 'Acme')
    const browser = server.browser()
    const first = await signIn(browser, user.email)
    await browser.submit(first, { organization: organizations[0]?.id ?? '' })
    await server.newEvents()

    const silent = await browser.get(authorizeUrl({ prompt: 'none' }))
    const { html } = await browser.open(authorizeUrl())
    const { code } = answerIn((await browser.submit(html, { organization: organizations[1]?.id ?? '' })).html)

    assert.deepEqual(answerOf(silent.headers.get('location')), { error: 'interaction_required', state: 's' })
    assert.ok(isChoice(html))
    assert.equal(await organizationOf(code), organizations[1]?.id)
    assert.deepEqual(await server.newEvents(), ['session.created'])
  })

  test('is left out where the application names the organization, with and without a password', async () => {
    const { user, organizations } = await createMember(server, 'Zeta', 'Acme')
    const browser = server.browser()
    const wish = { organization_id: organizations[1]?.id }

    const first = answerIn(await signIn(browser, user.email, wish))
    const second = answerOf((await browser.get(authorizeUrl(wish))).headers.get('location'))

    assert.equal(await organizationOf(first.code), organizations[1]?.id)
    assert.equal(await organizationOf(second.code), organizations[1]?.id)
  })

  test('an organization where the person is no active member is refused to the application, not entered', async () => {
    const { user } = await createMember(server, 'Acme')
    const foreign = await createOrganization(server, 'Foreign')
    const browser = server.browser()
    const wish = { organization_id: foreign.id }
    const refusal = {
      error: 'access_denied',
      error_description: 'The user is not an active member of the organization.',
      state: 's',
    }

    assert.deepEqual(answerIn(await signIn(browser, user.email, wish)), refusal)
    assert.deepEqual(answerOf((await browser.get(authorizeUrl(wish))).headers.get('location')), refusal)
    const unknown = answerOf((await browser.get(authorizeUrl({ organization_id: NOBODY }))).headers.get('location'))
    assert.deepEqual(unknown, {
      error: 'organization_invalid',
      error_description: `There is no organization '${NOBODY}'.`,
      state: 's',
    })
  })

  test('what is no choice of this person is asked again', async () => {
    const { user, organizations, membershipIds } = await createMember(server, 'Zeta', 'Acme')
    const foreign = await createOrganization(server, 'Foreign')
    const browser = server.browser()
    const html = await signIn(browser, user.email)
    const path = '/user_management/organization_memberships'
    await server.api('PUT', `${path}/${membershipIds[0]}/deactivate`)

    for (const organization of [foreign.id, NOBODY, '', organizations[0]?.id ?? '']) {
      const again = await browser.submit(html, { organization })
      assert.equal(again.response.status, 200)
      assert.match(again.html, /role="alert"[^>]*><p>You cannot go on in that organization any more/)
      assert.equal(again.html.includes(foreign.id), false)
      assert.equal(again.html.includes(`value="${organizations[0]?.id}"`), false)
    }
    assert.deepEqual((await server.api('GET', `/user_management/users/${user.id}/sessions`)).body.data, [])
  })

  test('is nobody’s who has been signed out in the meantime, nor of another browser', async () => {
    const { user, organizations } = await createMember(server, 'Zeta', 'Acme')
    const browser = server.browser()
    const html = await signIn(browser, user.email)
    const request = /name="request" value="([^"]+)"/.exec(html)?.[1]
    const stranger = await server.browser().open(`/organization-selection?request=${request}`)
    await server.api('POST', '/user_management/sessions/revocations', { user_id: user.id })

    const shown = await browser.open(`/organization-selection?request=${request}`)
    const chosen = await browser.submit(html, { organization: organizations[0]?.id ?? '' })

    for (const { response, html: page } of [stranger, shown, chosen]) {
      assert.equal(response.status, 400)
      assert.match(page, /This sign-in is no longer open/)
      assert.equal(page.includes('Zeta'), false)
    }
  })

  test('a sign-in that never asked takes no choice: the application may have named the organization', async () => {
    const { user, organizations } = await createMember(server, 'Zeta', 'Acme')
    const browser = server.browser()
    const { html } = await browser.open(authorizeUrl({ organization_id: organizations[0]?.id }))
    await browser.submit(html, { email: user.email, password: PASSWORD })
    const choice = html.replace('action="/sign-in"', 'action="/organization-selection"')

    const { response } = await browser.submit(choice, { organization: organizations[1]?.id ?? '' })

    assert.equal(response.status, 400)
  })

  test('a membership that ends before the code is exchanged makes the code worthless', async () => {
    const { user, membershipIds } = await createMember(server, 'Acme')
    const { code } = answerIn(await signIn(server.browser(), user.email))
    await server.api('PUT', `/user_management/organization_memberships/${membershipIds[0]}/deactivate`)

    const { status, body } = await exchange(code)

    assert.deepEqual([status, body.error], [400, 'invalid_grant'])
    assert.deepEqual((await server.api('GET', `/user_management/users/${user.id}/sessions`)).body.data, [])
  })

  test('the page of sessions is opened without a choice', async () => {
    const { user } = await createMember(server, 'Zeta', 'Acme')
    const browser = server.browser()
    const { html } = await browser.open('/sessions')

    const { html: sessions } = await browser.submit(html, { email: user.email, password: PASSWORD })

    assert.match(sessions, /<h1 class="heading">Your sessions<\/h1>/)
  })

  test('another member of the same organization is asked for themselves', async () => {
    const { user, organizations } = await createMember(server, 'Zeta', 'Acme')
    const colleague = await server.createUser()
    if (organizations[0]) await addMember(server, colleague, organizations[0])
    const browser = server.browser()
    const html = await signIn(browser, user.email)
    const theirs = answerIn(await signIn(browser, colleague.email, { prompt: 'login' }))

    const { response } = await browser.submit(html, { organization: organizations[0]?.id ?? '' })

    assert.equal(response.status, 400, 'whoever was asked is not signed in here any more')
    assert.equal(await organizationOf(theirs.code), organizations[0]?.id)
  })
})
