import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type TestServer, useServer } from '../../../tests/harness.ts'
import { onEachDatabase } from '../../../tests/support/databases.ts'
import { useNameServer } from '../../../tests/support/name-server.ts'
import { checkDueDomains } from './verify-organization-domain.ts'

onEachDatabase('organizations', (database) => {
  const names = useNameServer()
  const server = useServer(database, {
    get dnsServer() {
      return names.address
    },
  })

  test('a new organization has every key of the official object, and events tell of it and of its domains', async () => {
    await server.newEvents()

    const { status, body } = await server.api('POST', '/organizations', {
      name: ' Foo Corp ',
      domain_data: [{ domain: 'Foo-Corp.example', state: 'verified' }],
      metadata: { tier: 'gold' },
      external_id: 'foo/1',
    })

    assert.equal(status, 201)
    const { id, created_at, updated_at, domains, ...rest } = body
    assert.match(id, /^org_[0-9A-HJKMNP-TV-Z]{26}$/)
    assert.equal(updated_at, created_at)
    assert.deepEqual(rest, {
      object: 'organization',
      name: 'Foo Corp',
      allow_profiles_outside_organization: false,
      external_id: 'foo/1',
      metadata: { tier: 'gold' },
    })
    assert.equal(domains.length, 1)
    assert.match(domains[0].id, /^org_domain_/)
    assert.deepEqual(
      { ...domains[0], id: undefined, created_at: undefined, updated_at: undefined },
      {
        object: 'organization_domain',
        id: undefined,
        organization_id: id,
        domain: 'foo-corp.example',
        state: 'verified',
        verification_strategy: 'manual',
        created_at: undefined,
        updated_at: undefined,
      },
    )
    assert.deepEqual(await server.newEvents(), ['organization_domain.created', 'organization.created'])
  })

  test('is found by its id, by its external id, by a domain and by a part of its name', async () => {
    const { body: organization } = await server.api('POST', '/organizations', {
      name: '100% Wholly_Owned',
      external_id: 'x 1',
      domain_data: [{ domain: 'wholly.example', state: 'pending' }],
    })

    const found = await Promise.all([
      server.api('GET', `/organizations/${organization.id}`),
      server.api('GET', `/organizations/external_id/${encodeURIComponent('x 1')}`),
    ])
    const lists = await Promise.all([
      server.api('GET', '/organizations?domains=nobody.example,WHOLLY.example'),
      server.api('GET', '/organizations?domains[]=wholly.example'),
      server.api('GET', '/organizations?search=0%25%20whol'),
      server.api('GET', '/organizations?search=y_o'),
    ])

    for (const { body } of found) assert.deepEqual(body, organization)
    for (const { body } of lists) assert.deepEqual(body.data, [organization])
    assert.deepEqual((await server.api('GET', '/organizations?search=y%25o')).body.data, [])
    assert.deepEqual((await server.api('GET', '/organizations?domains=nobody.example')).body.data, [])
  })

  test('is found by a part of its name in any script, whatever the case of A to Z', async () => {
    const { body: organization } = await server.api('POST', '/organizations', { name: 'Ärzte İstanbul 東京' })

    for (const part of ['Ärzte', 'ÄRZTE', 'İstan', '東京', 'BUL 東'])
      assert.deepEqual((await server.api('GET', `/organizations?${new URLSearchParams({ search: part })}`)).body.data, [
        organization,
      ])
  })

  test('a change changes what it names; domains that it names replace those there were', async () => {
    const { body: before } = await create(server, {
      domain_data: [
        { domain: 'keep.example', state: 'pending' },
        { domain: 'drop.example', state: 'verified' },
      ],
      metadata: { a: '1', b: '2' },
    })
    await server.newEvents()

    const { status, body } = await server.api('PUT', `/organizations/${before.id}`, {
      metadata: { a: null, c: '3' },
      stripe_customer_id: `cus_${database.kind}`,
      domain_data: [
        { domain: 'keep.example', state: 'verified' },
        { domain: 'add.example', state: 'pending' },
      ],
    })

    assert.equal(status, 200)
    assert.equal(body.name, before.name)
    assert.deepEqual(body.metadata, { b: '2', c: '3' })
    assert.equal(body.stripe_customer_id, `cus_${database.kind}`)
    assert.deepEqual(
      body.domains.map(({ domain, state }: { domain: string; state: string }) => [domain, state]),
      [
        ['keep.example', 'verified'],
        ['add.example', 'pending'],
      ],
    )
    assert.equal(body.domains[0].id, before.domains[0].id)
    assert.deepEqual(await server.newEvents(), [
      'organization_domain.verified',
      'organization_domain.created',
      'organization_domain.deleted',
      'organization.updated',
    ])
  })

  test('what another organization has refuses the whole, and nothing of it remains', async () => {
    await create(server, { external_id: 'mine', domain_data: [{ domain: 'mine.example', state: 'verified' }] })
    await server.newEvents()

    const byId = await create(server, { external_id: 'mine' })
    const byDomain = await create(server, {
      name: 'Impostor',
      domain_data: [
        { domain: 'free.example', state: 'pending' },
        { domain: 'MINE.example', state: 'verified' },
      ],
    })

    assert.deepEqual([byId.status, byId.body.code], [400, 'external_id_already_used'])
    assert.deepEqual([byDomain.status, byDomain.body.code], [409, 'domain_already_exists'])
    assert.deepEqual((await server.api('GET', '/organizations?search=impostor')).body.data, [])
    assert.deepEqual(await server.newEvents(), [])
  })

  test('a domain that nobody can own is refused with a word on what one is', async () => {
    for (const domain of [
      'com',
      'co.uk',
      '127.0.0.1',
      'localhost',
      'a b.example',
      'foo.example/x',
      'foo.example:80',
      '-.example',
      'github.io',
    ]) {
      const { status, body } = await create(server, { domain_data: [{ domain, state: 'verified' }] })

      assert.equal(status, 422, domain)
      assert.match(JSON.stringify(body), /must be a domain that an organization can own/, domain)
    }
    const { body } = await create(server, { domain_data: [{ domain: 'Bücher.Example.', state: 'pending' }] })
    assert.equal(body.domains[0].domain, 'xn--bcher-kva.example')
  })

  test('deleting takes the domains along, and their names are free again', async () => {
    const { body } = await create(server, { domain_data: [{ domain: 'gone.example', state: 'verified' }] })
    await server.newEvents()

    const { status } = await server.api('DELETE', `/organizations/${body.id}`)

    assert.equal(status, 200)
    assert.equal((await server.api('GET', `/organizations/${body.id}`)).status, 404)
    assert.equal((await server.api('GET', `/organization_domains/${body.domains[0].id}`)).status, 404)
    assert.deepEqual(await server.newEvents(), ['organization_domain.deleted', 'organization.deleted'])
    assert.equal((await create(server, { domain_data: [{ domain: 'gone.example', state: 'verified' }] })).status, 201)
  })

  test('an organization that does not exist is one answer for every operation', async () => {
    const id = 'org_01HZZZZZZZZZZZZZZZZZZZZZZZ'
    const answers = await Promise.all([
      server.api('GET', `/organizations/${id}`),
      server.api('PUT', `/organizations/${id}`, { name: 'x' }),
      server.api('DELETE', `/organizations/${id}`),
      server.api('POST', '/organization_domains', { organization_id: id, domain: 'x.example' }),
    ])

    for (const { status, body } of answers) {
      assert.equal(status, 404)
      assert.equal(body.message, `Organization not found: '${id}'.`)
    }
  })

  test('a TXT record verifies a domain, whichever text comes with it', async () => {
    const domain = await claim(server, 'proven.example')
    names.records.set('proven.example', ['v=spf1 -all', recordOf(domain)])
    await server.newEvents()

    await checkDueDomains(server.app)

    const { body } = await server.api('GET', `/organization_domains/${domain.id}`)
    assert.equal(body.state, 'verified')
    assert.equal(body.verification_strategy, 'dns')
    assert.equal(body.verification_token, undefined)
    assert.deepEqual(await server.newEvents(), ['organization_domain.verified'])
    const again = await server.api('POST', `/organization_domains/${domain.id}/verify`)
    assert.deepEqual([again.status, again.body.code], [400, 'domain_already_verified'])
  })

  test("the record of another organization's claim verifies nothing", async () => {
    const [first, second] = [await claim(server, 'wanted.example'), await claim(server, 'wanted.example')]
    names.records.set('wanted.example', [recordOf(first).slice(0, -1), `${recordOf(second)}x`])
    await server.newEvents()

    await checkDueDomains(server.app)

    assert.deepEqual(await server.newEvents(), [])
    assert.equal((await server.api('GET', `/organization_domains/${first.id}`)).body.state, 'pending')
  })

  test('of two claims the first one to be seen has the domain, and the other has failed', async () => {
    const [first, second] = [await claim(server, 'raced.example'), await claim(server, 'raced.example')]
    names.records.set('raced.example', [recordOf(second), recordOf(first)])
    await server.newEvents()

    await checkDueDomains(server.app)

    const states = await Promise.all(
      [first, second].map(async ({ id }) => (await server.api('GET', `/organization_domains/${id}`)).body.state),
    )
    assert.deepEqual(states.sort(), ['failed', 'verified'])
    assert.deepEqual((await server.newEvents()).sort(), [
      'organization_domain.verification_failed',
      'organization_domain.verified',
    ])
  })

  test('the record is looked for again every minute, for 30 days, and again when somebody asks', async () => {
    const domain = await claim(server, 'late.example')
    await checkDueDomains(server.app)
    names.records.set('late.example', [recordOf(domain)])
    await server.newEvents()

    await checkDueDomains(server.app)
    assert.deepEqual(await server.newEvents(), [])
    const { status, body } = await server.api('POST', `/organization_domains/${domain.id}/verify`)
    assert.deepEqual([status, body.state], [201, 'pending'])
    await checkDueDomains(server.app)

    assert.deepEqual(await server.newEvents(), ['organization_domain.verified'])
  })

  test('after 30 days without the record the verification has failed, once, and can be started again', async () => {
    const domain = await claim(server, 'never.example')
    await server.newEvents()
    server.passSeconds(30 * 24 * 60 * 60 + 1)

    await checkDueDomains(server.app)
    await checkDueDomains(server.app)

    const failed = await server.api('GET', `/organization_domains/${domain.id}`)
    assert.equal(failed.body.state, 'failed')
    assert.equal(failed.body.verification_token, domain.verification_token)
    assert.equal((await server.newEvents()).filter((event) => event.endsWith('failed')).length >= 1, true)
    assert.equal((await server.api('POST', `/organization_domains/${domain.id}/verify`)).body.state, 'pending')
    assert.deepEqual(await server.newEvents(), ['organization_domain.updated'])
    await server.api('POST', `/organization_domains/${domain.id}/verify`)
    assert.deepEqual(await server.newEvents(), [], 'it was open already')
  })
})

async function create(server: TestServer, fields: object) {
  return await server.api('POST', '/organizations', { name: 'Some Company', ...fields })
}

async function claim(server: TestServer, domain: string) {
  const organization = await create(server, {})
  const { status, body } = await server.api('POST', '/organization_domains', {
    organization_id: organization.body.id,
    domain,
  })
  assert.equal(status, 201, JSON.stringify(body))
  return body
}

function recordOf(domain: { verification_prefix: string; verification_token: string }): string {
  return `${domain.verification_prefix}=${domain.verification_token}`
}
