import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { useLiveServer } from '../../server/tests/compat/live-server.ts'
import { API_KEY, CLIENT_ID, PASSWORD } from '../../server/tests/harness.ts'
import { sqlite } from '../../server/tests/support/databases.ts'
import {
  ConflictException,
  createSessionVerifier,
  Gatehouse,
  NotFoundException,
  OauthException,
  UnauthorizedException,
  UnprocessableEntityException,
} from '../src/index.ts'
import { until } from './support/verifier-suite.ts'

describe('the client and a real server', () => {
  const server = useLiveServer(sqlite)
  const connect = (apiKey: string | undefined = API_KEY) =>
    new Gatehouse({ baseUrl: server.url, clientId: CLIENT_ID, apiKey })

  test('make, change and delete a user, whose own names stay as they are', async () => {
    const { userManagement } = connect()

    const user = await userManagement.createUser({
      email: 'ada@example.com',
      firstName: 'Ada',
      metadata: { cost_center: '7', costCenter: '8' },
    })
    const changed = await userManagement.updateUser(user.id, { lastName: 'Lovelace', externalId: 'a/b?c' })
    const found = await userManagement.getUserByExternalId('a/b?c')

    assert.deepEqual(found, changed)
    assert.deepEqual([found.firstName, found.lastName], ['Ada', 'Lovelace'])
    assert.deepEqual(found.metadata, { cost_center: '7', costCenter: '8' })
    assert.ok(found.createdAt.endsWith('Z'))
    assert.equal(await userManagement.deleteUser(user.id), undefined)
    await assert.rejects(userManagement.getUser(user.id), NotFoundException)
  })

  test('go through a list page by page, in both directions, and find by several values at once', async () => {
    const { organizations } = connect()
    for (const name of ['a', 'b', 'c', 'd', 'e']) {
      await organizations.createOrganization({
        name,
        domainData: [{ domain: `${name}.example.com`, state: 'verified' }],
      })
    }
    const names = async (list: AsyncIterable<{ name: string }>) => {
      const all: string[] = []
      for await (const { name } of list) all.push(name)
      return all
    }

    const forwards = await names(organizations.listOrganizations({ limit: 2, order: 'asc' }))
    const last = await organizations.listOrganizations({ limit: 1, order: 'desc' })
    const backwards = await names(organizations.listOrganizations({ limit: 2, order: 'asc', before: last.data[0]?.id }))
    const two = await organizations.listOrganizations({ domains: ['b.example.com', 'd.example.com'], order: 'asc' })

    assert.deepEqual(forwards, ['a', 'b', 'c', 'd', 'e'])
    assert.deepEqual(backwards.toSorted(), ['a', 'b', 'c', 'd'])
    assert.deepEqual(
      two.data.map(({ name }) => name),
      ['b', 'd'],
    )
  })

  test('end a session, after which neither tokens nor introspection let anybody in', async () => {
    const gatehouse = connect()
    const { email } = await server.createUser()
    const { accessToken, refreshToken, user } = await gatehouse.userManagement.authenticateWithPassword({
      email,
      password: PASSWORD,
    })
    const before = await gatehouse.openid.introspectToken({ token: accessToken })
    assert.ok(before.active)
    assert.equal((await gatehouse.openid.getUserinfo(undefined, { accessToken })).sub, user.id)
    const [session] = (await gatehouse.userManagement.listSessions(user.id)).data
    assert.equal(session?.status, 'active')

    await gatehouse.userManagement.revokeSession({ sessionId: session.id })

    assert.equal((await gatehouse.openid.introspectToken({ token: accessToken })).active, false)
    assert.equal((await gatehouse.userManagement.getSession(session.id)).status, 'revoked')
    const refresh = gatehouse.userManagement.authenticateWithRefreshToken({ refreshToken })
    await assert.rejects(refresh, (error) => error instanceof OauthException && error.error === 'invalid_grant')
    const events = await gatehouse.events.listEvents({
      events: ['session.revoked', 'session.created'],
      order: 'desc',
      limit: 1,
    })
    assert.equal(events.data[0]?.event, 'session.revoked')
    const [ended] = events.data
    assert.ok(ended?.event === 'session.revoked')
    assert.equal(ended.data.userId, user.id)
  })

  test('refuse with the class that says what to do', async () => {
    const { userManagement, authorization } = connect()
    await authorization.createPermission({ slug: 'posts:read', name: 'Read' })

    await assert.rejects(userManagement.createUser({ email: 'no address' }), (error) => {
      assert.ok(error instanceof UnprocessableEntityException)
      assert.equal(error.errors?.[0]?.field, 'email')
      assert.match(error.requestID, /./)
      return true
    })
    await assert.rejects(authorization.createPermission({ slug: 'posts:read', name: 'Read' }), ConflictException)
    await assert.rejects(connect('sk_wrong').userManagement.listUsers(), UnauthorizedException)
  })

  test('are waited for by receipts while they follow the feed, and not when they were closed', async () => {
    const listed = async (sessionId: string) => {
      const { body } = await server.api('GET', `/user_management/sessions/${sessionId}/receipt`)
      return body.verifiers.map(({ name }: { name: string }) => name)
    }
    const [first, second] = [await server.signedIn(), await server.signedIn()]
    const options = { baseUrl: server.url, clientId: CLIENT_ID, apiKey: API_KEY, name: 'orders' }
    await using verifier = createSessionVerifier(options)
    await verifier.ready()
    await until(() => verifier.status().counters.acknowledgements > 0)

    await server.logOut(first.sessionId)
    const whileOpen = await listed(first.sessionId)
    await verifier.close()
    await server.logOut(second.sessionId)

    assert.deepEqual(whileOpen, ['orders'])
    assert.deepEqual(await listed(second.sessionId), [])
  })

  test('make one user when the answer is lost on the way', async () => {
    let losses = 1
    const losing: typeof fetch = async (url, init) => {
      const response = await fetch(url, init)
      if (losses-- > 0) throw new TypeError('terminated')
      return response
    }
    const { userManagement } = new Gatehouse({
      baseUrl: server.url,
      clientId: CLIENT_ID,
      apiKey: API_KEY,
      fetch: losing,
    })

    const user = await userManagement.createUser({ email: 'once@example.com' })

    const { data } = await userManagement.listUsers({ email: 'once@example.com' })
    assert.deepEqual(data, [user])
  })

  test('without an API key do what a page may, and nothing else', async () => {
    const open = new Gatehouse({ baseUrl: server.url, clientId: CLIENT_ID })
    const { email } = await server.createUser()
    const { refreshToken } = await server.signIn(email)

    const refreshed = await open.userManagement.authenticateWithRefreshToken({ refreshToken })

    assert.equal(refreshed.user.email, email)
    assert.equal((await open.userManagement.getJwks(CLIENT_ID)).keys.length > 0, true)
    assert.equal((await open.openid.getConfiguration()).tokenEndpoint, `${server.origin}/oauth2/token`)
    assert.deepEqual(await open.operations.getHealth(), { status: 'ok' })
    await assert.rejects(open.userManagement.getUser('user_1'), UnauthorizedException)
  })
})
