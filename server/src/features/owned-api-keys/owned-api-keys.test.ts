import assert from 'node:assert/strict'
import { test } from 'node:test'
import { API_KEY, authenticate, SECRET, useServer } from '../../../tests/harness.ts'
import { onEachDatabase } from '../../../tests/support/databases.ts'
import { openContext } from '../../open-context.ts'
import { createApiKey } from '../applications/api-keys.ts'
import { dropWhatIsLeft } from '../deletion/drop-what-is-left.ts'
import { createOrganizationApiKey } from './create-owned-api-key.ts'
import { validateOwnedApiKey } from './validate-owned-api-key.ts'
import { writeApiKeyUses } from './write-api-key-uses.ts'

const HOUR_MS = 60 * 60_000

onEachDatabase('API keys of organizations and users', (database) => {
  const server = useServer(database)
  const organization = async () => (await server.api('POST', '/organizations', { name: 'Keys Inc' })).body
  const organizationKey = async (fields = {}) => {
    const company = await organization()
    const { body } = await server.api('POST', `/organizations/${company.id}/api_keys`, { name: 'CI', ...fields })
    await server.newEvents()
    return { company, key: body }
  }
  const member = async () => {
    const [user, company] = [await server.createUser(), await organization()]
    const { body } = await join(user, company)
    return { user, company, membership: body }
  }
  const join = (user: { id: string }, company: { id: string }) =>
    server.api('POST', '/user_management/organization_memberships', { user_id: user.id, organization_id: company.id })
  const userKey = async (fields = {}) => {
    const { user, company, membership } = await member()
    const { body } = await createForUser(user, company, fields)
    await server.newEvents()
    return { user, company, membership, key: body }
  }
  const createForUser = (user: { id: string }, company: { id: string }, fields = {}) =>
    server.api('POST', `/user_management/users/${user.id}/api_keys`, {
      name: 'Laptop',
      organization_id: company.id,
      ...fields,
    })
  const permission = async () => {
    const slug = `p-${server.app.ids.ulid().toLowerCase()}`
    await server.api('POST', '/authorization/permissions', { slug, name: 'Something' })
    return slug
  }
  const validate = async (value: string) => {
    const { status, body } = await server.api('POST', '/api_keys/validations', { value })
    assert.equal(status, 200)
    return body.api_key
  }
  const inMilliseconds = (ms: number) => new Date(server.app.clock.now().getTime() + ms).toISOString()

  test('an organization’s key is created in the official shape, its value shown then and never again', async () => {
    const company = await organization()
    const slugs = [await permission(), await permission()]
    await server.newEvents()
    const expires_at = inMilliseconds(HOUR_MS)

    const { status, body } = await server.api('POST', `/organizations/${company.id}/api_keys`, {
      name: 'Production',
      permissions: [slugs[1], slugs[0], slugs[1]],
      expires_at,
    })

    assert.equal(status, 201)
    const { id, value, created_at, updated_at, ...rest } = body
    assert.match(id, /^api_key_[0-9A-Z]{26}$/)
    assert.match(value, /^sk_[\w-]{43}$/)
    assert.equal(created_at, updated_at)
    assert.deepEqual(rest, {
      object: 'api_key',
      owner: { type: 'organization', id: company.id },
      name: 'Production',
      obfuscated_value: `sk_...${value.slice(-4)}`,
      last_used_at: null,
      expires_at,
      permissions: slugs,
    })
    const { value: _, ...shown } = body
    assert.deepEqual(await validate(value), shown)
    const listed = await server.api('GET', `/organizations/${company.id}/api_keys`)
    assert.deepEqual(listed.body.data, [shown])
    assert.deepEqual(await server.newEvents(), ['api_key.created'])
    const { body: events } = await server.api('GET', '/events?events=api_key.created&order=desc&limit=1')
    assert.deepEqual(events.data[0].data, shown)
    const stored = await server.app.db.selectFrom('owned_api_key').selectAll().where('id', '=', id).execute()
    assert.ok(!JSON.stringify(stored).includes(value.slice(3)))
  })

  test('a user’s key names the organization that it is for, and is in no other list', async () => {
    const { user, company } = await member()
    const elsewhere = await organization()
    await join(user, elsewhere)

    const { status, body: key } = await createForUser(user, company)
    const other = await createForUser(user, elsewhere)

    assert.equal(status, 201)
    assert.deepEqual(key.owner, { type: 'user', id: user.id, organization_id: company.id })
    assert.deepEqual((await validate(key.value)).owner, key.owner)
    const ids = async (path: string) => (await server.api('GET', path)).body.data.map(({ id }: { id: string }) => id)
    const path = `/user_management/users/${user.id}/api_keys`
    assert.deepEqual(await ids(path), [other.body.id, key.id])
    assert.deepEqual(await ids(`${path}?order=asc&limit=1`), [key.id])
    assert.deepEqual(await ids(`${path}?order=asc&after=${key.id}`), [other.body.id])
    assert.deepEqual(await ids(`${path}?organization_id=${company.id}`), [key.id])
    assert.deepEqual(await ids(`/organizations/${company.id}/api_keys`), [])
  })

  test('what no working key has as its value is answered with null, whatever it is', async () => {
    const { key } = await organizationKey()

    for (const value of ['', 'sk_', `${key.value}x`, key.value.slice(0, -1), key.id, key.value.toUpperCase(), '\u0000'])
      assert.equal(await validate(value), null, value)
    assert.equal((await server.api('POST', '/api_keys/validations', {})).status, 422)
    assert.equal((await server.api('POST', '/api_keys/validations', { value: [key.value] })).status, 422)
    const response = await server.request('/api_keys/validations', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ value: key.value }),
    })
    assert.equal(response.status, 401)
  })

  test('T49: an owned key is never a key of the management API, and a management key is never an owned one', async () => {
    const { key, company } = await organizationKey()
    const management = await createApiKey(server.app, 'Tests')

    const bearer = { authorization: `Bearer ${key.value}` }
    const basic = { authorization: `Basic ${Buffer.from(`client_local:${key.value}`).toString('base64')}` }
    for (const path of ['/user_management/users', `/organizations/${company.id}/api_keys`, '/events'])
      assert.equal((await server.request(path, { headers: bearer })).status, 401, path)
    for (const headers of [bearer, basic]) {
      const body = new URLSearchParams({ token: 'x' })
      assert.equal((await server.request('/oauth2/introspect', { method: 'POST', headers, body })).status, 401)
    }
    const { user } = await server.signedIn()
    const secret = { client_secret: key.value, grant_type: 'password', email: user.email, password: 'x' }
    assert.deepEqual((await authenticate(server, secret)).body.error, 'invalid_client')

    assert.equal(await validate(management.value), null)
    assert.equal(await validate(API_KEY), null)
    assert.equal((await server.api('DELETE', `/api_keys/${management.id}`)).status, 404)
    assert.equal((await server.api('POST', `/api_keys/${management.id}/expire`)).status, 404)
    const headers = { authorization: `Bearer ${management.value}` }
    assert.equal((await server.request('/user_management/users', { headers })).status, 200)
  })

  test('T49: a key is refused at its time, to the millisecond, and at once when somebody expires it', async () => {
    const { key } = await organizationKey({ expires_at: inMilliseconds(HOUR_MS) })
    const other = (await organizationKey()).key

    server.passSeconds(60 * 60 - 30)
    assert.equal((await validate(key.value)).id, key.id)
    server.passSeconds(30)
    assert.equal(await validate(key.value), null)
    const { status, body } = await server.api('POST', `/api_keys/${other.id}/expire`)

    assert.equal(status, 200)
    assert.equal(body.expires_at, body.updated_at)
    assert.equal(await validate(other.value), null)
    assert.deepEqual(await server.newEvents(), ['api_key.updated'])
    // A node whose clock is behind refuses it as well.
    server.passSeconds(-3600)
    assert.equal(await validate(other.value), null)
    server.passSeconds(3600)
    for (const expired of [key, other]) {
      const again = await server.api('POST', `/api_keys/${expired.id}/expire`, { expires_at: null })
      assert.deepEqual([again.status, again.body.code], [409, 'api_key_already_expired'])
      assert.equal(await validate(expired.value), null)
    }
    assert.deepEqual(await server.newEvents(), [])
  })

  test('an expiry is set for later, and taken back before it comes', async () => {
    const { key } = await organizationKey()
    const expires_at = inMilliseconds(HOUR_MS)

    const set = await server.api('POST', `/api_keys/${key.id}/expire`, { expires_at })
    const taken = await server.api('POST', `/api_keys/${key.id}/expire`, { expires_at: null })

    assert.equal(set.body.expires_at, expires_at)
    assert.equal(taken.body.expires_at, null)
    await server.newEvents()
    const { body } = await server.api('GET', '/events?events=api_key.updated&order=desc&limit=2')
    assert.deepEqual(
      body.data.map(({ data }: { data: object }) => data),
      [
        { ...taken.body, previous_attributes: { expires_at } },
        { ...set.body, previous_attributes: { expires_at: null } },
      ],
    )
    server.passSeconds(2 * 60 * 60)
    assert.equal((await validate(key.value)).id, key.id)
    await server.newEvents()
  })

  test('a time that is past expires the key now; a new key needs one that is to come', async () => {
    const { company, key } = await organizationKey()

    const { body } = await server.api('POST', `/api_keys/${key.id}/expire`, { expires_at: '2020-01-01T00:00:00Z' })

    assert.ok(body.expires_at > '2021')
    assert.equal(await validate(key.value), null)
    await server.newEvents()
    for (const expires_at of [inMilliseconds(-1), 'tomorrow', '9999-12-31T23:59:59-01:00', 17]) {
      const refused = await server.api('POST', `/organizations/${company.id}/api_keys`, { name: 'CI', expires_at })
      assert.equal(refused.status, 422, String(expires_at))
      assert.equal(refused.body.errors[0].field, 'expires_at')
    }
    assert.deepEqual(await server.newEvents(), [])
  })

  test('T49: a deleted key is refused at once, on every node, and its deletion told once', async () => {
    const { key } = await organizationKey()
    const { config, database: shared, log } = server.app
    const otherNode = await openContext({ config, secret: SECRET, database: shared, log }, { clock: server.app.clock })
    assert.ok(await validateOwnedApiKey(otherNode, key.value))

    const answers = await Promise.all([1, 2, 3].map(() => server.api('DELETE', `/api_keys/${key.id}`)))

    assert.deepEqual(answers.map(({ status }) => status).sort(), [204, 404, 404])
    assert.equal(await validate(key.value), null)
    assert.equal(await validateOwnedApiKey(otherNode, key.value), undefined)
    assert.deepEqual(await server.newEvents(), ['api_key.revoked'])
  })

  test('T49: a suspended user’s key is refused at once, and good again when they are back', async () => {
    const { user, key } = await userKey()

    await server.api('POST', `/user_management/users/${user.id}/suspend`, {})
    assert.equal(await validate(key.value), null)
    await server.api('POST', `/user_management/users/${user.id}/reactivate`)

    assert.equal((await validate(key.value)).id, key.id)
    await server.newEvents()
  })

  test('T49: the key of an inactive membership is refused at once, and none is made for it', async () => {
    const { user, company, membership, key } = await userKey()
    const path = `/user_management/organization_memberships/${membership.id}`

    await server.api('PUT', `${path}/deactivate`)

    assert.equal(await validate(key.value), null)
    const refused = await createForUser(user, company)
    assert.deepEqual([refused.status, refused.body.code], [422, 'organization_membership_not_active'])
    await server.api('PUT', `${path}/reactivate`)
    assert.equal((await validate(key.value)).id, key.id)
    await server.newEvents()
  })

  test('T49: whoever leaves an organization loses their keys for it, also if they join again', async () => {
    const { user, company, membership, key } = await userKey()
    const elsewhere = await organization()
    await join(user, elsewhere)
    const other = (await createForUser(user, elsewhere)).body
    await server.newEvents()

    await server.api('DELETE', `/user_management/organization_memberships/${membership.id}`)
    await join(user, company)

    assert.equal(await validate(key.value), null)
    assert.equal((await validate(other.value)).id, other.id)
    assert.deepEqual(await server.newEvents(), [
      'api_key.revoked',
      'organization_membership.deleted',
      'organization_membership.created',
    ])
  })

  test('a deleted user takes their keys along', async () => {
    const { user, key } = await userKey()

    await server.api('DELETE', `/user_management/users/${user.id}`)

    assert.equal(await validate(key.value), null)
    assert.equal((await server.api('DELETE', `/api_keys/${key.id}`)).status, 404)
    assert.deepEqual(await server.newEvents(), ['api_key.revoked', 'organization_membership.deleted', 'user.deleted'])
  })

  test('T49: from the deletion of an organization on all of its keys are refused; the events follow, once', async () => {
    const { company, key } = await organizationKey()
    const user = await server.createUser()
    await join(user, company)
    const personal = (await createForUser(user, company)).body
    await server.newEvents()

    await server.api('DELETE', `/organizations/${company.id}`)

    assert.equal(await validate(key.value), null)
    assert.equal(await validate(personal.value), null)
    assert.equal((await server.api('DELETE', `/api_keys/${key.id}`)).status, 404)
    assert.deepEqual((await server.api('GET', `/user_management/users/${user.id}/api_keys`)).body.data, [])
    assert.deepEqual(await server.newEvents(), ['organization.deleted'])
    await Promise.all([dropWhatIsLeft(server.app), dropWhatIsLeft(server.app)])
    assert.deepEqual((await server.newEvents()).sort(), [
      'api_key.revoked',
      'api_key.revoked',
      'organization_membership.deleted',
    ])
    const left = await server.app.db
      .selectFrom('owned_api_key')
      .select('id')
      .where('organization_id', '=', company.id)
      .execute()
    assert.deepEqual(left, [])
  })

  test('T49: of a key and the end of its membership at the same moment no key is left that works', async () => {
    for (let round = 0; round < 5; round++) {
      const { user, company, membership } = await member()

      const [made] = await Promise.all([
        createForUser(user, company),
        server.api('DELETE', `/user_management/organization_memberships/${membership.id}`),
      ])

      assert.ok([201, 422].includes(made.status), `${made.status}`)
      if (made.status === 201) assert.equal(await validate(made.body.value), null)
      assert.deepEqual((await server.api('GET', `/user_management/users/${user.id}/api_keys`)).body.data, [])
    }
    await server.newEvents()
  })

  test('a deleted permission is taken from every key, and one of the same name is not given back', async () => {
    const slug = await permission()
    const { key } = await organizationKey({ permissions: [slug] })
    assert.deepEqual((await validate(key.value)).permissions, [slug])

    await server.api('DELETE', `/authorization/permissions/${slug}`)
    await server.api('POST', '/authorization/permissions', { slug, name: 'Another thing' })

    assert.deepEqual((await validate(key.value)).permissions, [])
    await server.newEvents()
  })

  test('what a key cannot be made of is refused, and nothing is stored or told', async () => {
    const { user, company } = await member()
    const stranger = await server.createUser()
    await server.newEvents()
    const path = `/organizations/${company.id}/api_keys`

    const answers = [
      await server.api('POST', path, { name: 'CI', permissions: ['made-up'] }),
      await server.api('POST', path, { name: '' }),
      await server.api('POST', path, { permissions: [] }),
      await server.api('POST', path, { name: 'CI', permissions: 'made-up' }),
      await createForUser(stranger, company),
      await createForUser(user, company, { organization_id: undefined }),
      await server.api('POST', '/organizations/org_01K7Q2M8ZA2B4C6D8E0F1G3H5J/api_keys', { name: 'CI' }),
      await server.api('GET', '/organizations/org_01K7Q2M8ZA2B4C6D8E0F1G3H5J/api_keys'),
      await createForUser({ id: 'user_01K7Q2M8ZA2B4C6D8E0F1G3H5J' }, company),
      await createForUser(user, { id: 'org_01K7Q2M8ZA2B4C6D8E0F1G3H5J' }),
      await server.api('GET', '/user_management/users/user_01K7Q2M8ZA2B4C6D8E0F1G3H5J/api_keys'),
    ]

    assert.deepEqual(
      answers.map(({ status }) => status),
      [422, 422, 422, 422, 422, 422, 404, 404, 404, 404, 404],
    )
    assert.match(answers[0]?.body.message, /no permission 'made-up'/)
    assert.deepEqual((await server.api('GET', path)).body.data, [])
    assert.deepEqual(await server.newEvents(), [])
  })

  test('when a key was used last is written later, one row however often it was, and never goes back', async () => {
    const { company, key } = await organizationKey()
    const lastUsed = async () =>
      (await server.api('GET', `/organizations/${company.id}/api_keys`)).body.data[0].last_used_at

    await writeApiKeyUses(server.app)
    for (let i = 0; i < 20; i++) await validate(key.value)
    await validate(`${key.value}x`)
    assert.equal(await lastUsed(), null)
    assert.deepEqual([...server.app.apiKeyUses.take().keys()], [key.id])
    await validate(key.value)
    const usedBy = server.app.clock.now().toISOString()
    await writeApiKeyUses(server.app)

    const written = await lastUsed()
    assert.ok(written > key.created_at && written <= usedBy, written)
    // Another node writes an earlier use after it.
    server.app.apiKeyUses.note(key.id, new Date(0))
    await writeApiKeyUses(server.app)
    assert.equal(await lastUsed(), written)
    assert.equal(
      (await server.api('GET', `/organizations/${company.id}/api_keys`)).body.data[0].updated_at,
      key.updated_at,
    )
    assert.deepEqual(await server.newEvents(), [])
  })

  test('a value is chosen in development mode only', async () => {
    const company = await organization()
    const value = `sk_chosen_${server.app.ids.ulid()}`

    const key = await createOrganizationApiKey(server.app, company.id, { name: 'Seed', value })

    assert.equal((await validate(value)).id, key.id)
    await assert.rejects(createOrganizationApiKey(server.app, company.id, { name: 'Seed', value }), /has this value/)
    const production = { ...server.app, config: { ...server.app.config, mode: 'production' as const } }
    await assert.rejects(
      createOrganizationApiKey(production, company.id, { name: 'Seed', value: 'sk_guess' }),
      /is random, except in development/,
    )
    assert.equal(await validate('sk_guess'), null)
  })
})
