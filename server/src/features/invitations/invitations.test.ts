import assert from 'node:assert/strict'
import { test } from 'node:test'
import { useServer } from '../../../tests/harness.ts'
import { onEachDatabase } from '../../../tests/support/databases.ts'
import { loggablePath } from '../../http/loggable-path.ts'

const PATH = '/user_management/invitations'
const DAY_SECONDS = 24 * 60 * 60

onEachDatabase('invitations', (database) => {
  const server = useServer(database)
  const newAddress = () => `${server.app.ids.ulid().toLowerCase()}@example.com`
  const organization = async (fields = {}) =>
    (await server.api('POST', '/organizations', { name: 'Engines', ...fields })).body
  const invite = async (fields = {}) => {
    const { status, body } = await server.api('POST', PATH, { email: newAddress(), ...fields })
    assert.equal(status, 201, JSON.stringify(body))
    await server.newEvents()
    return body
  }
  const membershipsOf = async ({ id }: { id: string }) =>
    (await server.api('GET', `/user_management/organization_memberships?user_id=${id}`)).body.data
  const accept = ({ id }: { id: string }) => server.api('POST', `${PATH}/${id}/accept`)
  const revoke = ({ id }: { id: string }) => server.api('POST', `${PATH}/${id}/revoke`)

  test('a new invitation has every key of the official object, works for a week, and is mailed', async () => {
    await server.newMails()
    const [ada, company, email] = [
      await server.createUser({ name: 'Ada Lovelace' }),
      await organization(),
      newAddress(),
    ]
    await server.newEvents()

    const { status, body } = await server.api('POST', PATH, {
      email,
      organization_id: company.id,
      role_slug: 'admin',
      inviter_user_id: ada.id,
    })

    assert.equal(status, 201)
    const { id, token, created_at, updated_at, expires_at, ...rest } = body
    assert.match(id, /^invitation_[0-9A-Z]{26}$/)
    assert.match(token, /^[\w-]{43}$/)
    assert.equal(updated_at, created_at)
    assert.equal(Date.parse(expires_at) - Date.parse(created_at), 7 * DAY_SECONDS * 1000)
    assert.deepEqual(rest, {
      object: 'invitation',
      email,
      state: 'pending',
      accepted_at: null,
      revoked_at: null,
      organization_id: company.id,
      inviter_user_id: ada.id,
      accepted_user_id: null,
      role_slug: 'admin',
      accept_invitation_url: `http://localhost:4100/invite?invitation_token=${token}`,
    })
    assert.deepEqual((await server.api('GET', `${PATH}/${id}`)).body, body)
    assert.deepEqual((await server.api('GET', `${PATH}/by_token/${token}`)).body, body)
    assert.deepEqual(await server.newEvents(), ['invitation.created'])
    const [mail, ...others] = await server.newMails()
    assert.deepEqual([mail?.to, mail?.subject, others], [email, 'Invitation to Engines', []])
    assert.match(mail?.text ?? '', /^Ada Lovelace invites you to join Engines\. Open this link within 7 days/)
    assert.ok(mail?.text.includes(`\n${body.accept_invitation_url}\n`))
  })

  test('events and the database do without the token', async () => {
    const { id, token } = await invite()
    await revoke({ id })

    await server.newEvents()
    const { body } = await server.api('GET', '/events?order=desc&limit=2')

    assert.deepEqual(
      body.data.map((event: { event: string }) => event.event),
      ['invitation.revoked', 'invitation.created'],
    )
    assert.deepEqual(Object.keys(body.data[0].data).sort(), [
      ...['accepted_at', 'accepted_user_id', 'created_at', 'email', 'expires_at', 'id', 'inviter_user_id', 'object'],
      ...['organization_id', 'revoked_at', 'role_slug', 'state', 'updated_at'],
    ])
    assert.equal(body.data[0].data.state, 'revoked')
    for (const table of ['invitation', 'event', 'email'] as const) {
      const rows = await server.app.db.selectFrom(table).selectAll().execute()
      assert.ok(rows.length > 0 && !JSON.stringify(rows).includes(token), table)
    }
  })

  test('the mail is in the language asked for, also when it is sent again', async () => {
    await server.newMails()
    const { id } = await invite({ locale: 'fr-CA', expires_in_days: 1 })

    await server.api('POST', `${PATH}/${id}/resend`)
    await server.api('POST', `${PATH}/${id}/resend`, { locale: 'ja' })

    const mails = await server.newMails()
    assert.deepEqual(
      mails.map(({ subject }) => subject),
      ['Vous êtes invité', 'Vous êtes invité', '招待が届いています'],
    )
    assert.match(mails[0]?.text ?? '', /dans un délai de 1 jour/)
    assert.equal((await server.api('POST', `${PATH}/${(await invite({ locale: 'tlh' })).id}/resend`)).status, 200)
  })

  test('a name that could be a link, or the start of another mail, stays out of the mail', async () => {
    await server.newMails()
    for (const name of [
      'evil.example',
      'Go to https://evil',
      'a@b',
      'Buy\r\nBcc: all',
      'x'.repeat(81),
      '\u202Egnihsihp',
    ]) {
      const company = await organization({ name })
      const inviter = await server.createUser({ first_name: name })
      await invite({ organization_id: company.id, inviter_user_id: inviter.id })
    }

    const mails = (await server.newMails()).filter(({ subject }) => /invited|Invitation/.test(subject))
    assert.equal(mails.length, 6)
    for (const { subject, text } of mails) {
      assert.equal(subject, 'You are invited')
      assert.match(text, /^You are invited to create an account\. Open/)
    }
  })

  test('an address is invited once at a time, to each organization and to none, and whatever way it is written', async () => {
    const [email, company, other] = [newAddress(), await organization(), await organization()]
    const again = (fields: object) => server.api('POST', PATH, { email: email.toUpperCase(), ...fields })
    const first = await invite({ email })
    const toCompany = await invite({ email, organization_id: company.id })

    const [plain, member] = [await again({}), await again({ organization_id: company.id })]

    assert.deepEqual([plain.status, plain.body.code], [400, 'email_already_invited'])
    assert.deepEqual([member.status, member.body.code], [400, 'email_already_invited_to_organization'])
    assert.deepEqual(await server.newEvents(), [])
    assert.equal((await again({ organization_id: other.id })).status, 201)
    await revoke(first)
    assert.equal((await again({})).status, 201, 'after it was revoked')
    server.passSeconds(8 * DAY_SECONDS)
    assert.equal((await server.api('GET', `${PATH}/${toCompany.id}`)).body.state, 'expired')
    assert.equal((await again({ organization_id: company.id })).status, 201, 'after it has expired')
  })

  test('of two that invite the same address at once one does', async () => {
    const [email, company] = [newAddress(), await organization()]
    const fields = { email, organization_id: company.id }
    await server.newEvents()

    const answers = await Promise.all([1, 2, 3].map(() => server.api('POST', PATH, fields)))

    assert.deepEqual(answers.map(({ status }) => status).sort(), [201, 400, 400])
    assert.equal((await server.api('GET', `${PATH}?email=${email}`)).body.data.length, 1)
    assert.deepEqual(await server.newEvents(), ['invitation.created'])
  })

  test('members and, where there is no organization to join, users are not invited', async () => {
    const [user, company] = [await server.createUser(), await organization()]
    const names = { user_id: user.id, organization_id: company.id }
    await server.api('POST', '/user_management/organization_memberships', names)
    await server.newEvents()
    await server.newMails()

    const known = await server.api('POST', PATH, { email: user.email })
    const member = await server.api('POST', PATH, { email: user.email, organization_id: company.id })

    assert.deepEqual([known.status, known.body.code], [400, 'user_already_exists'])
    assert.deepEqual([member.status, member.body.code], [400, 'user_already_organization_member'])
    assert.deepEqual([await server.newEvents(), await server.newMails()], [[], []])
  })

  test('what cannot be invited is refused with the official code, and nothing is made', async () => {
    const company = await organization()
    await server.newEvents()
    const id = 'org_01HZZZZZZZZZZZZZZZZZZZZZZZ'
    const refusals: [object, number, string | undefined][] = [
      [{ expires_in_days: 0 }, 400, 'expires_in_days_too_short'],
      [{ expires_in_days: 31 }, 400, 'expires_in_days_too_long'],
      [{ organization_id: company.id, role_slug: 'made-up' }, 400, 'invalid_role'],
      [{ role_slug: 'admin' }, 400, 'invalid_role'],
      [{ organization_id: id }, 404, 'entity_not_found'],
      [{ inviter_user_id: 'user_01HZZZZZZZZZZZZZZZZZZZZZZZ' }, 404, 'entity_not_found'],
      [{ email: 'nobody' }, 422, 'invalid_request_parameters'],
      [{ expires_in_days: 1.5 }, 422, 'invalid_request_parameters'],
    ]

    for (const [fields, status, code] of refusals) {
      const answer = await server.api('POST', PATH, { email: newAddress(), ...fields })
      assert.deepEqual([answer.status, answer.body.code], [status, code], JSON.stringify(fields))
    }
    assert.deepEqual(await server.newEvents(), [])
  })

  test('lists are filtered by address and by organization, and paged', async () => {
    const [company, email] = [await organization(), newAddress()]
    const invitations = []
    for (let i = 0; i < 3; i++) invitations.unshift(await invite({ organization_id: company.id }))
    const own = await invite({ email })

    const first = await server.api('GET', `${PATH}?organization_id=${company.id}&limit=2`)
    const rest = await server.api(
      'GET',
      `${PATH}?organization_id=${company.id}&after=${first.body.list_metadata.after}`,
    )

    assert.deepEqual([...first.body.data, ...rest.body.data], invitations)
    assert.equal(rest.body.list_metadata.after, null)
    assert.deepEqual((await server.api('GET', `${PATH}?email=${email.toUpperCase()}`)).body.data, [own])
    assert.deepEqual((await server.api('GET', `${PATH}?email=${email}&organization_id=${company.id}`)).body.data, [])
    assert.equal((await server.api('GET', `${PATH}?email=nobody`)).status, 422)
  })

  test('accepting makes the user a member with the role, once, and proves nothing of the mailbox', async () => {
    const [user, company] = [await server.createUser(), await organization()]
    const invitation = await invite({
      email: user.email.toUpperCase(),
      organization_id: company.id,
      role_slug: 'admin',
    })

    const answers = await Promise.all([accept(invitation), accept(invitation), accept(invitation)])

    const statuses = answers.map(({ status }) => status).sort()
    assert.deepEqual(statuses, [200, 400, 400])
    const done = answers.find(({ status }) => status === 200)?.body
    assert.deepEqual([done.state, done.accepted_user_id, done.role_slug], ['accepted', user.id, 'admin'])
    assert.ok(done.accepted_at)
    const refused = answers.find(({ status }) => status === 400)?.body
    assert.deepEqual(refused, { message: 'Invite is not pending.', code: 'invite_not_pending' })
    const [membership, ...others] = await membershipsOf(user)
    assert.deepEqual(
      [membership.organization_id, membership.status, membership.role.slug, others],
      [company.id, 'active', 'admin', []],
    )
    assert.deepEqual(await server.newEvents(), ['organization_membership.created', 'invitation.accepted'])
    assert.equal((await server.api('GET', `/user_management/users/${user.id}`)).body.email_verified, false)
  })

  test('accepting for an address without a user says what to do, and leaves the invitation open', async () => {
    const invitation = await invite()

    const early = await accept(invitation)
    await server.createUser({ email: invitation.email })
    const { status, body } = await accept(invitation)

    assert.deepEqual([early.status, early.body.code], [400, 'invalid_invite'])
    assert.deepEqual([status, body.state, body.organization_id], [200, 'accepted', null])
  })

  test('a member who was added meanwhile keeps the role they were given; a role that is gone becomes the default one', async () => {
    const [user, other, company] = [await server.createUser(), await server.createUser(), await organization()]
    const roles = `/authorization/organizations/${company.id}/roles`
    await server.api('POST', roles, { slug: 'org-owner', name: 'Owner' })
    const invitations = [
      await invite({ email: user.email, organization_id: company.id, role_slug: 'admin' }),
      await invite({ email: other.email, organization_id: company.id, role_slug: 'org-owner' }),
    ]
    await server.api('POST', '/user_management/organization_memberships', {
      user_id: user.id,
      organization_id: company.id,
    })
    assert.equal((await server.api('DELETE', `${roles}/org-owner`)).status, 204)

    for (const invitation of invitations) assert.equal((await accept(invitation)).status, 200)

    for (const person of [user, other]) assert.equal((await membershipsOf(person))[0].role.slug, 'member')
  })

  test('an invitation from before does not bring back a member who was deactivated; one from afterwards does', async () => {
    const [user, company] = [await server.createUser(), await organization()]
    const before = await invite({ email: user.email, organization_id: company.id })
    const memberships = '/user_management/organization_memberships'
    const membership = await server.api('POST', memberships, { user_id: user.id, organization_id: company.id })
    server.passSeconds(1)
    await server.api('PUT', `${memberships}/${membership.body.id}/deactivate`)
    await server.newEvents()

    const refused = await accept(before)
    assert.deepEqual([refused.status, refused.body.code], [400, 'invite_not_pending'])
    assert.deepEqual(await server.newEvents(), [])
    assert.deepEqual(await membershipsOf(user), [])

    await revoke(before)
    const afterwards = await invite({ email: user.email, organization_id: company.id, role_slug: 'admin' })
    assert.equal((await accept(afterwards)).status, 200)
    assert.deepEqual((await membershipsOf(user))[0].role, { slug: 'admin' })
    assert.deepEqual(await server.newEvents(), ['organization_membership.updated', 'invitation.accepted'])
  })

  test('one that is over cannot be accepted, revoked or sent again, and says why it is not sent', async () => {
    const user = await server.createUser()
    const company = await organization()
    const accepted = await invite({ email: user.email, organization_id: company.id })
    await accept(accepted)
    const revoked = await invite()
    assert.equal((await revoke(revoked)).body.state, 'revoked')
    const expired = await invite({ expires_in_days: 1 })
    server.passSeconds(DAY_SECONDS + 1)
    await server.newEvents()
    await server.newMails()

    for (const [invitation, code] of [
      [accepted, 'invite_accepted'],
      [revoked, 'invite_revoked'],
      [expired, 'invite_expired'],
    ]) {
      const [accepting, revoking] = [await accept(invitation), await revoke(invitation)]
      const resending = await server.api('POST', `${PATH}/${invitation.id}/resend`)
      assert.deepEqual([accepting.status, accepting.body.code], [400, 'invite_not_pending'])
      assert.deepEqual([revoking.status, revoking.body.code], [400, 'invite_not_pending'])
      assert.deepEqual([resending.status, resending.body.code], [400, code])
    }
    assert.deepEqual([await server.newEvents(), await server.newMails()], [[], []])
  })

  test('sending again mails the same link, for the days that are left', async () => {
    const invitation = await invite()
    await server.newMails()
    server.passSeconds(5.5 * DAY_SECONDS)

    const { body } = await server.api('POST', `${PATH}/${invitation.id}/resend`)

    assert.deepEqual(
      [body.token, body.expires_at, body.updated_at > invitation.updated_at],
      [invitation.token, invitation.expires_at, true],
    )
    assert.deepEqual(await server.newEvents(), ['invitation.resent'])
    const [mail] = await server.newMails()
    assert.match(mail?.text ?? '', /within 2 days/)
    assert.ok(mail?.text.includes(invitation.accept_invitation_url))
  })

  test('T63: one address gets ten mails at once and then one every ten minutes, whoever invites', async () => {
    const [email, company] = [newAddress(), await organization()]
    const { id } = await invite({ email, organization_id: company.id })
    const resend = () => server.api('POST', `${PATH}/${id}/resend`)
    for (let sent = 1; sent < 10; sent++) assert.equal((await resend()).status, 200)
    await server.newMails()
    await server.newEvents()

    const answers = [await resend(), await server.api('POST', PATH, { email: email.toUpperCase() })]

    for (const { status, body, headers } of answers) {
      assert.deepEqual([status, body.code], [429, 'too_many_requests'])
      assert.ok(Number(headers.get('retry-after')) > 0 && Number(headers.get('retry-after')) <= 600)
    }
    assert.deepEqual([await server.newMails(), await server.newEvents()], [[], []])
    assert.deepEqual((await server.api('GET', `${PATH}?email=${email}`)).body.data.length, 1, 'and no invitation')
    server.passSeconds(600)
    assert.deepEqual([(await resend()).status, (await resend()).status], [200, 429])
    assert.equal((await server.api('POST', PATH, { email: newAddress() })).status, 201)
  })

  test('the log does not have the token that somebody looks for', () => {
    assert.equal(loggablePath(`${PATH}/by_token/secret-token`), `${PATH}/by_token/…`)
    assert.equal(loggablePath(`//x/BY_TOKEN/secret-token/more`), '//x/BY_TOKEN/…')
  })

  test('of revoking and accepting at the same moment one happens, and the other is refused', async () => {
    const company = await organization()
    for (let round = 0; round < 10; round++) {
      const user = await server.createUser()
      const invitation = await invite({ email: user.email, organization_id: company.id })

      const answers = await Promise.all([revoke(invitation), accept(invitation)])

      const [revoking, accepting] = answers.map(({ status }) => status)
      assert.deepEqual([revoking, accepting].sort(), [200, 400])
      assert.equal((await membershipsOf(user)).length, accepting === 200 ? 1 : 0)
      const { state } = (await server.api('GET', `${PATH}/${invitation.id}`)).body
      assert.equal(state, accepting === 200 ? 'accepted' : 'revoked')
      const told = await server.newEvents()
      assert.deepEqual(
        told,
        accepting === 200 ? ['organization_membership.created', 'invitation.accepted'] : ['invitation.revoked'],
      )
    }
  })

  test('goes with its organization and with whoever sent or accepted it, and with nobody else', async () => {
    const [inviter, invited, company, other] = [
      await server.createUser(),
      await server.createUser(),
      await organization(),
      await organization(),
    ]
    const ofCompany = await invite({ organization_id: company.id })
    const sent = await invite({ organization_id: other.id, inviter_user_id: inviter.id })
    const accepted = await invite({ email: invited.email, organization_id: other.id })
    await accept(accepted)
    const bystander = await invite({ organization_id: other.id })
    const statusOf = async ({ id, token }: { id: string; token: string }) => [
      (await server.api('GET', `${PATH}/${id}`)).status,
      (await server.api('GET', `${PATH}/by_token/${token}`)).status,
      (await accept({ id })).status,
    ]

    await server.api('DELETE', `/organizations/${company.id}`)
    await server.api('DELETE', `/user_management/users/${inviter.id}`)
    await server.api('DELETE', `/user_management/users/${invited.id}`)

    for (const gone of [ofCompany, sent, accepted]) assert.deepEqual(await statusOf(gone), [404, 404, 404])
    assert.deepEqual(await statusOf(bystander), [200, 200, 400])
  })

  test('of an invitation and the deletion of its organization at the same moment nothing is left half done', async () => {
    for (let round = 0; round < 10; round++) {
      const company = await organization()
      const fields = { email: newAddress(), organization_id: company.id }

      const [made] = await Promise.all([
        server.api('POST', PATH, fields),
        server.api('DELETE', `/organizations/${company.id}`),
      ])

      assert.ok([201, 404].includes(made.status), `${made.status}`)
      assert.deepEqual((await server.api('GET', `${PATH}?organization_id=${company.id}`)).body.data, [])
    }
  })

  test('what does not exist is one answer for every operation, and a token is not repeated', async () => {
    const id = 'invitation_01HZZZZZZZZZZZZZZZZZZZZZZZ'
    const answers = await Promise.all([
      server.api('GET', `${PATH}/${id}`),
      server.api('POST', `${PATH}/${id}/accept`),
      server.api('POST', `${PATH}/${id}/resend`),
      server.api('POST', `${PATH}/${id}/revoke`),
    ])

    for (const { status, body } of answers) {
      assert.deepEqual([status, body.message], [404, `Invitation not found: '${id}'.`])
    }
    const { status, body } = await server.api('GET', `${PATH}/by_token/a-token-with-a-typo`)
    assert.deepEqual([status, body.code], [404, 'entity_not_found'])
    assert.ok(!JSON.stringify(body).includes('typo'))
  })
})
