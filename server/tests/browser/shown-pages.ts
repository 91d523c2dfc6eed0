import type { Page } from 'playwright-core'
import { CLIENT_ID, PASSWORD } from '../harness.ts'
import { addMember, createOrganization } from '../support/members.ts'
import type { Site } from '../support/site.ts'
import { signInToDemo, submitSignIn } from './people.ts'

/** Every page people can get to see, and how they get there: for pictures of them and for rules that hold on all. */
export interface ShownPage {
  name: string
  open(page: Page, site: Site): Promise<unknown>
}

/** Of the development mode, so that the pictures show what readers will see. */
const PERSON = { email: 'demo@example.com', password: 'open the gate', first_name: 'Ada', last_name: 'Lovelace' }

const CONSULTANT = 'grace@example.com'

let people = 0
/** A page is opened more than once on one site, and some are for a person who has not been there. */
const addressOfSomebodyNew = () => `ada+${++people}@example.com`

const PHONE = {
  ip_address: '198.51.100.7',
  user_agent:
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1',
}

/** Where that phone is. */
export const NETWORKS = [
  { network: '198.51.100.0/24', city: { en: 'Munich', de: 'München', ja: 'ミュンヘン' }, country: 'DE' },
]

export const shownPages: ShownPage[] = [
  { name: 'sign-in', open: (page, site) => page.goto(`${site.demoUrl}/login`) },
  { name: 'sign-in-error', open: enterWrongPassword },
  { name: 'sign-up', open: (page, site) => page.goto(`${site.demoUrl}/login?screen_hint=sign-up`) },
  { name: 'sign-up-errors', open: enterNothing },
  { name: 'forgot-password', open: forgetPassword },
  { name: 'forgot-password-sent', open: askForLink },
  { name: 'reset-password', open: followResetLink },
  { name: 'reset-password-error', open: async (page, site) => await setPassword(page, site, 'short') },
  { name: 'reset-password-done', open: async (page, site) => await setPassword(page, site, 'a brand new password') },
  { name: 'reset-password-gone', open: (page, site) => page.goto(`${site.server.origin}/reset-password?token=gone`) },
  { name: 'organization-selection', open: openOrganizations },
  { name: 'organization-selection-error', open: chooseFormerOrganization },
  { name: 'invite', open: followInvitation },
  { name: 'invite-sign-up', open: agreeToInvitation },
  { name: 'invite-accepted', open: acceptInvitation },
  { name: 'invite-agree', open: bringInvitation },
  { name: 'invite-gone', open: (page, site) => page.goto(`${site.server.origin}/invite?invitation_token=gone`) },
  { name: 'hand-off', open: waitForTheApplication },
  { name: 'sign-in-complete', open: goBackToSignIn },
  { name: 'sign-in-expired', open: (page, site) => page.goto(`${site.server.origin}/sign-in?request=gone`) },
  { name: 'your-sessions', open: openSessions },
  { name: 'your-sessions-notice', open: endSessionElsewhere },
  { name: 'signed-out', open: (page, site) => page.goto(`${site.server.origin}/signed-out`) },
  { name: 'confirm-sign-out', open: askToSignOut },
  { name: 'signed-out-developer', open: (page, site) => signOutTo(page, site, 'https://app.example.com/bye') },
  { name: 'home', open: (page, site) => page.goto(site.server.origin) },
  { name: 'unknown-client', open: (page, site) => authorize(page, site, { client_id: 'client_of_another_server' }) },
  {
    name: 'unregistered-redirect',
    open: (page, site) => authorize(page, site, { redirect_uri: 'https://app.example.com/callback/' }),
  },
  { name: 'error', open: (page, site) => page.goto(`${site.server.origin}/no-such-page`) },
  { name: 'reference', open: (page, site) => page.goto(`${site.server.origin}/reference`) },
  { name: 'reference-logout', open: (page, site) => page.goto(`${site.server.origin}/reference/get-logout-url`) },
  { name: 'demo-welcome', open: (page, site) => page.goto(site.demoUrl) },
  { name: 'demo-signed-in', open: openDemo },
  { name: 'demo-signed-out', open: signOutOfDemo },
  { name: 'demo-problem', open: (page, site) => page.goto(`${site.demoUrl}/callback?code=x&state=unknown`) },
]

async function enterWrongPassword(page: Page, site: Site): Promise<void> {
  await page.goto(`${site.demoUrl}/login`)
  await submitSignIn(page, PERSON.email, 'not the password')
  await page.getByRole('alert').waitFor()
}

async function enterNothing(page: Page, site: Site): Promise<void> {
  await page.goto(`${site.demoUrl}/login?screen_hint=sign-up`)
  await page.getByLabel('Email').fill('ada')
  await page.getByLabel('Password').fill('short')
  await page.evaluate(() => document.querySelector('form')?.setAttribute('novalidate', ''))
  await page.getByRole('button', { name: 'Create account' }).click()
  await page.getByRole('alert').waitFor()
}

async function forgetPassword(page: Page, site: Site): Promise<void> {
  await page.goto(`${site.demoUrl}/login`)
  await page.getByRole('button', { name: 'Forgot password?' }).click()
  await page.getByRole('button', { name: 'Send the link' }).waitFor()
}

async function askForLink(page: Page, site: Site): Promise<void> {
  await forgetPassword(page, site)
  await page.getByLabel('Email').fill('somebody@example.com')
  await page.getByRole('button', { name: 'Send the link' }).click()
  await page.getByRole('heading', { name: 'Check your mail' }).waitFor()
}

async function followResetLink(page: Page, site: Site): Promise<void> {
  await addPerson(site)
  const { body } = await site.server.api('POST', '/user_management/password_reset', { email: PERSON.email })
  await page.goto(body.password_reset_url)
}

/** For a person of its own: the other pages need their password. */
async function setPassword(page: Page, site: Site, password: string): Promise<void> {
  const { email } = await site.server.createUser({ email: addressOfSomebodyNew() })
  const { body } = await site.server.api('POST', '/user_management/password_reset', { email })
  await page.goto(body.password_reset_url)
  await page.getByLabel('New password').fill(password)
  await page.evaluate(() => document.querySelector('form')?.setAttribute('novalidate', ''))
  await page.getByRole('button').click()
  await page.locator('.page-icon, .field-error').waitFor()
}

async function openOrganizations(page: Page, site: Site): Promise<void> {
  await addConsultant(site)
  await page.goto(`${site.demoUrl}/login`)
  await submitSignIn(page, CONSULTANT, PASSWORD)
  await page.getByRole('heading', { name: 'Choose an organization' }).waitFor()
}

async function chooseFormerOrganization(page: Page, site: Site): Promise<void> {
  await openOrganizations(page, site)
  const former = await addMember(
    site.server,
    await addConsultant(site),
    await createOrganization(site.server, 'Former'),
  )
  await page.reload()
  await site.server.api('PUT', `/user_management/organization_memberships/${former}/deactivate`)
  await page.getByRole('button', { name: 'Former' }).click()
  await page.getByRole('alert').waitFor()
}

/** Somebody else than the person of the other pages, who goes on without a choice. */
async function addConsultant(site: Site): Promise<{ id: string }> {
  const { body } = await site.server.api('GET', `/user_management/users?email=${CONSULTANT}`)
  if (body.data.length > 0) return body.data[0]
  const user = await site.server.createUser({ email: CONSULTANT })
  for (const name of ['Analytical Engines', 'The Royal Astronomical Society', '株式会社サンプル'])
    await addMember(site.server, user, await createOrganization(site.server, name))
  return user
}

/** Of a person of its own: they have no account yet. */
async function followInvitation(page: Page, site: Site): Promise<void> {
  const { accept_invitation_url } = await invite(site, addressOfSomebodyNew())
  await page.goto(accept_invitation_url)
}

async function invite(site: Site, email: string): Promise<{ token: string; accept_invitation_url: string }> {
  const organization = await createOrganization(site.server, 'Analytical Engines')
  const invitation = { email, organization_id: organization.id }
  return (await site.server.api('POST', '/user_management/invitations', invitation)).body
}

async function agreeToInvitation(page: Page, site: Site): Promise<void> {
  await followInvitation(page, site)
  await page.getByRole('button', { name: 'Accept invitation' }).click()
  await page.getByRole('button', { name: 'Create account' }).waitFor()
}

async function acceptInvitation(page: Page, site: Site): Promise<void> {
  await agreeToInvitation(page, site)
  await page.getByLabel('First name').fill('Ada')
  await page.getByLabel('Password').fill('analytical engine')
  await page.getByRole('button', { name: 'Create account' }).click()
  await page.locator('.page-icon').waitFor()
}

/** By the application, to somebody who is signed in; of a person of its own, who is no member yet. */
async function bringInvitation(page: Page, site: Site): Promise<void> {
  const { email } = await site.server.createUser({ email: addressOfSomebodyNew() })
  await signInToDemo(page, site.demoUrl, email)
  const { token } = await invite(site, email)
  await authorize(page, site, { redirect_uri: `${site.demoUrl}/callback`, invitation_token: token })
  await page.getByRole('button', { name: 'Accept invitation' }).waitFor()
}

/** The application answers nothing (204), so the page that leads to it stays. */
async function waitForTheApplication(page: Page, site: Site): Promise<void> {
  await addPerson(site)
  await page.route('**/callback?*', (route) => route.fulfill({ status: 204 }))
  await page.goto(`${site.demoUrl}/login`)
  await submitSignIn(page, PERSON.email, PERSON.password)
  await page.getByRole('link', { name: 'Continue' }).waitFor()
}

async function goBackToSignIn(page: Page, site: Site): Promise<void> {
  await openDemo(page, site)
  await page.goBack()
}

async function authorize(page: Page, site: Site, more: Record<string, string>): Promise<void> {
  const query = new URLSearchParams({ client_id: CLIENT_ID, response_type: 'code', provider: 'authkit', ...more })
  await page.goto(`${site.server.origin}/user_management/authorize?${query}`)
}

async function openDemo(page: Page, site: Site): Promise<void> {
  await addPerson(site)
  await signInToDemo(page, site.demoUrl, PERSON.email, PERSON.password)
}

async function openSessions(page: Page, site: Site): Promise<void> {
  await addPerson(site)
  // One device beside the browser, however often the page is opened.
  const phone = await site.server.signIn(PERSON.email, PERSON.password, PHONE)
  await site.server.api('POST', '/user_management/sessions/revocations', {
    user_id: phone.user.id,
    except_session_id: phone.sessionId,
  })
  await signInToDemo(page, site.demoUrl, PERSON.email, PERSON.password)
  await page.goto(`${site.server.origin}/sessions`)
}

async function endSessionElsewhere(page: Page, site: Site): Promise<void> {
  await openSessions(page, site)
  await page.getByRole('button', { name: 'Sign out everywhere else' }).click()
  await page.getByRole('status').waitFor()
}

async function signOutTo(page: Page, site: Site, address: string): Promise<void> {
  const query = new URLSearchParams({ session_id: 'session_01HZZZZZZZZZZZZZZZZZZZZZZZ', return_to: address })
  await page.goto(`${site.server.origin}/user_management/sessions/logout?${query}`)
}

async function signOutOfDemo(page: Page, site: Site): Promise<void> {
  await openDemo(page, site)
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.waitForURL(`${site.demoUrl}/signed-out`)
}

/** Without a hint of whom: anybody could have sent the browser there. */
async function askToSignOut(page: Page, site: Site): Promise<void> {
  await openDemo(page, site)
  await page.goto(`${site.server.origin}/oauth2/logout`)
  await page.getByRole('button', { name: 'Sign out' }).waitFor()
}

async function addPerson(site: Site): Promise<void> {
  const { body } = await site.server.api('GET', `/user_management/users?email=${PERSON.email}`)
  if (body.data.length === 0) await site.server.createUser(PERSON)
}
