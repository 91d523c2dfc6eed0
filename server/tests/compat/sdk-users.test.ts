import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CLIENT_ID, PASSWORD } from '../harness.ts'
import type { LiveServer } from './live-server.ts'
import { onEachSdk, plain, type Sdk } from './sdks.ts'

const CLIENT = { clientId: CLIENT_ID }
/** More than the SDKs ask for in one page. */
const MANY = 125

onEachSdk('users and events', suite, createManyUsers)

function suite(sdk: Sdk, server: LiveServer): void {
  test('a created user has every field, and is found by id and by external id', async () => {
    const { userManagement } = sdk.connect(server)
    const externalId = `crm/${sdk.version}?a=1&b=%2F c`
    const email = newEmail()

    const created = await userManagement.createUser({
      email,
      password: PASSWORD,
      firstName: 'Grace',
      lastName: 'Hopper',
      emailVerified: true,
      externalId,
      metadata: { plan: 'pro', seats: '3' },
    })

    const { id, createdAt, updatedAt, ...fixed } = plain(created)
    assert.match(id, /^user_[0-9A-HJKMNP-TV-Z]{26}$/)
    assert.deepEqual(fixed, {
      object: 'user',
      email,
      emailVerified: true,
      firstName: 'Grace',
      lastName: 'Hopper',
      ...(sdk.knowsNames ? { name: 'Grace Hopper' } : {}),
      profilePictureUrl: null,
      lastSignInAt: null,
      locale: null,
      externalId,
      metadata: { plan: 'pro', seats: '3' },
    })
    for (const time of [createdAt, updatedAt]) assert.match(time, /^\d{4}-.*\.\d{3}Z$/)
    assert.deepEqual(await userManagement.getUser(id), created)
    assert.deepEqual(await userManagement.getUserByExternalId(encoded(externalId)), created)
  })

  test('an update changes what it names and nothing else', async () => {
    const { userManagement } = sdk.connect(server)
    const before = await userManagement.createUser({ email: newEmail(), firstName: 'Grace', metadata: { plan: 'pro' } })
    await server.newEvents()
    server.passSeconds(1)

    const after = await userManagement.updateUser({
      userId: before.id,
      lastName: 'Hopper',
      emailVerified: true,
      locale: 'de',
    })

    const { updatedAt, ...rest } = after
    assert.ok(updatedAt > before.updatedAt)
    assert.deepEqual(plain({ ...rest, updatedAt: before.updatedAt }), {
      ...plain(before),
      lastName: 'Hopper',
      ...(sdk.knowsNames ? { name: 'Grace Hopper' } : {}),
      emailVerified: true,
      locale: 'de',
    })
    assert.deepEqual(await userManagement.getUser(before.id), after)
    assert.deepEqual(await server.newEvents(), ['user.updated'])
  })

  if (sdk.knowsNames) {
    test('a full name is kept as it was given', async () => {
      const { userManagement } = sdk.connect(server)

      const created = await userManagement.createUser({ email: newEmail(), name: 'Grace Brewster Hopper' })
      const updated = await userManagement.updateUser({ userId: created.id, name: 'Amazing Grace', firstName: 'Grace' })

      assert.deepEqual([created.name, created.firstName], ['Grace Brewster Hopper', null])
      assert.deepEqual([updated.name, updated.firstName], ['Amazing Grace', 'Grace'])
      assert.deepEqual(await userManagement.getUser(created.id), updated)
    })
  }

  test('a deleted user is gone, with their sessions', async () => {
    const { userManagement } = sdk.connect(server)
    const { user, refreshToken } = await server.signedIn()
    await server.newEvents()

    await userManagement.deleteUser(user.id)

    assert.deepEqual((await server.newEvents()).toSorted(), ['session.revoked', 'user.deleted'])
    await assert.rejects(userManagement.getUser(user.id), sdk.errors.NotFoundException)
    await assert.rejects(userManagement.deleteUser(user.id), sdk.errors.NotFoundException)
    await assert.rejects(userManagement.listSessions(user.id), sdk.errors.NotFoundException)
    const refreshed = userManagement.authenticateWithRefreshToken({ ...CLIENT, refreshToken })
    await assert.rejects(refreshed, (error: { error?: string }) => error.error === 'invalid_grant')
    const signIn = userManagement.authenticateWithPassword({ ...CLIENT, email: user.email, password: PASSWORD })
    await assert.rejects(signIn, /Invalid credentials/)
  })

  test('what is not there is a NotFoundException that names it and the request', async () => {
    const { userManagement } = sdk.connect(server)

    await assert.rejects(userManagement.getUser('user_gone'), (error: Error & { code: string; requestID: string }) => {
      assert.ok(error instanceof sdk.errors.NotFoundException, String(error))
      assert.equal(error.message, "User not found: 'user_gone'.")
      assert.equal(error.code, 'entity_not_found')
      assert.match(error.requestID, sdk.readsRequestId ? /^req_[0-9A-HJKMNP-TV-Z]{26}$/ : /^$/)
      return true
    })
  })

  test('a body that breaks the contract is an UnprocessableEntityException that says how', async () => {
    const { userManagement } = sdk.connect(server)
    await server.newEvents()

    const created = userManagement.createUser({ email: 'not an address' })

    await assert.rejects(created, (error: Error & { code: string }) => {
      assert.ok(error instanceof sdk.errors.UnprocessableEntityException, String(error))
      assert.equal(error.code, 'invalid_request_parameters')
      assert.match(error.message, /requirement must be met:\n\s*\w+/)
      assert.doesNotMatch(error.message, /undefined/)
      return true
    })
    assert.deepEqual(await server.newEvents(), [])
  })

  test('a wrong API key is an UnauthorizedException, and nothing happens', async () => {
    const { userManagement } = sdk.connect(server, { apiKey: 'sk_test_another' })
    const { id } = await server.createUser()
    await server.newEvents()

    await assert.rejects(userManagement.deleteUser(id), sdk.errors.UnauthorizedException)
    await assert.rejects(userManagement.getUser(id), sdk.errors.UnauthorizedException)
    await assert.rejects(userManagement.createUser({ email: newEmail() }), sdk.errors.UnauthorizedException)
    await assert.rejects(sdk.connect(server, { apiKey: 'sk_x' }).events.listEvents({ events: [] }))

    assert.deepEqual(await server.newEvents(), [])
    assert.equal((await sdk.connect(server).userManagement.getUser(id)).id, id)
  })

  const mistakes = [
    {
      name: 'a weak password',
      fields: { password: 'short' },
      code: 'password_strength_error',
      error: 'password_strength_error',
    },
    { name: 'an address that is taken', fields: {}, code: 'user_creation_error', error: 'email_not_available' },
  ]
  for (const { name, fields, code, error: firstError } of mistakes) {
    test(`${name} is a BadRequestException with errors[], and no user is created`, async () => {
      const { userManagement } = sdk.connect(server)
      const { email } = await server.createUser()
      await server.newEvents()

      const created = userManagement.createUser({ email: 'password' in fields ? newEmail() : email, ...fields })

      await assert.rejects(created, (error: Error & { code: string; errors: { code: string; message: string }[] }) => {
        assert.ok(error instanceof sdk.errors.BadRequestException, String(error))
        assert.equal(error.code, code)
        assert.equal(error.errors.length, 1)
        assert.equal(error.errors[0]?.code, firstError)
        assert.ok(error.errors[0]?.message && error.message.includes(error.errors[0].message))
        return true
      })
      assert.deepEqual(await server.newEvents(), [])
    })
  }

  test('auto-pagination finds every user once, and a filter by address one', async () => {
    const { userManagement } = sdk.connect(server)
    const newest = await server.createUser()

    const list = await userManagement.listUsers()
    const all = await list.autoPagination()
    const one = await userManagement.listUsers({ email: newest.email.toUpperCase() })
    const none = await userManagement.listUsers({ email: 'nobody@example.com' })

    assert.equal(list.data.length, 10)
    const found = all.map((user) => user.email)
    assert.equal(new Set(found).size, found.length, 'nobody is listed twice')
    assert.equal(found[0], newest.email)
    const old = found.filter((email) => email.startsWith('many-'))
    assert.deepEqual(old.toSorted(), manyEmails().toSorted())
    assert.deepEqual(
      one.data.map((user) => user.id),
      [newest.id],
    )
    assert.deepEqual(none.data, [])
  })

  test('an Idempotency-Key is accepted', async () => {
    const headers = { 'Idempotency-Key': `key-${sdk.version}` }
    const { userManagement } = sdk.connect(server, { config: { headers } })
    server.newRequests()

    const created = await userManagement.createUser({ email: newEmail() })

    const [request] = server.newRequests()
    assert.match(String(request?.headers['idempotency-key']), sdk.repeatsRequests ? /^(key|retry)-/ : /^key-/)
    assert.equal((await userManagement.getUser(created.id)).id, created.id)
  })

  test('listEvents tells what happened, oldest first, and goes on after any event', async () => {
    const { events, userManagement } = sdk.connect(server)
    const rangeStart = server.app.clock.now().toISOString()
    const { user, sessionId } = await server.signedIn()
    await userManagement.revokeSession({ sessionId })
    await server.newEvents()
    const wanted = ['session.created', 'session.revoked'] as const

    const list = await events.listEvents({ events: [...wanted], rangeStart })
    const [created, revoked] = list.data
    const rest = await events.listEvents({ events: [...wanted], after: created?.id ?? '' })
    const { data: users } = await events.listEvents({ events: ['user.created'], rangeStart })

    assert.deepEqual(
      list.data.map(({ event }) => event),
      wanted,
    )
    assert.deepEqual(rest.data, [revoked])
    assert.deepEqual(plain(rest.listMetadata).after, null)
    assert.match(created?.id ?? '', /^event_[0-9A-HJKMNP-TV-Z]{26}$/)
    assert.match(created?.createdAt ?? '', /^\d{4}-.*\.\d{3}Z$/)
    const [session, ended] = list.data.map(({ data }) => data as unknown as Record<string, unknown>)
    assert.deepEqual([session?.id, session?.userId, session?.status], [sessionId, user.id, 'active'])
    assert.deepEqual([ended?.id, ended?.userId, ended?.status], [sessionId, user.id, 'revoked'])
    assert.deepEqual([session?.endedAt, typeof ended?.endedAt], [null, 'string'])
    assert.deepEqual(
      users.map(({ data }) => (data as { id: string }).id),
      [user.id],
    )
  })

  function newEmail(): string {
    return `${server.app.ids.ulid().toLowerCase()}@example.com`
  }

  /** 11 writes ids into the path encoded, the others as they are. */
  function encoded(id: string): string {
    return sdk.version.startsWith('11.') ? id : encodeURIComponent(id)
  }
}

async function createManyUsers(server: LiveServer): Promise<void> {
  for (const email of manyEmails()) await server.createUser({ email, password: undefined })
}

function manyEmails(): string[] {
  return Array.from({ length: MANY }, (_, i) => `many-${i}@example.com`)
}
