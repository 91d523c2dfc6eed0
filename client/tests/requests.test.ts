import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import * as official from '@workos-inc/node'
import fc from 'fast-check'
import * as ours from '../src/index.ts'
import { clientOf, json } from './support/answers.ts'

const BUSY = () => json({ message: 'Try again.', code: 'too_busy' }, 503, { 'retry-after': '0' })
const BROKEN = () => new TypeError('fetch failed')

describe('a request', () => {
  test('carries the API key, the IDs as one segment each, and its options in the words of the wire', async () => {
    const { gatehouse, asked } = clientOf([json({})])

    await gatehouse.userManagement.updateUser('user_1/../x?', { firstName: 'Ada', metadata: { costCenter: '7' } })
    await gatehouse.organizations.listOrganizations({
      domains: ['a.example', 'b.example'],
      limit: 5,
      search: undefined,
    })

    const [update, list] = asked
    assert.equal(update?.url, 'https://auth.example.com/user_management/users/user_1%2F..%2Fx%3F')
    assert.equal(update?.headers.get('authorization'), 'Bearer sk_a')
    assert.deepEqual(await update?.json(), { first_name: 'Ada', metadata: { costCenter: '7' } })
    assert.equal(list?.url, 'https://auth.example.com/organizations?domains=a.example&domains=b.example&limit=5')
    assert.equal(await list?.text(), '')
  })

  test('without an ID is not sent: it would be another operation', async () => {
    const { gatehouse, asked } = clientOf([json({})])

    for (const id of ['', '.', '..', undefined, null, 7]) {
      assert.throws(() => gatehouse.userManagement.deleteUser(id as string), {
        name: 'TypeError',
        message: /deleteUser/,
      })
    }
    assert.deepEqual(asked, [])
  })

  test('in the name of a person carries their token, and not the key', async () => {
    const { gatehouse, asked } = clientOf([json({ sub: 'user_1' })])

    await gatehouse.openid.getUserinfo(undefined, { accessToken: 'eyJ' })

    assert.equal(asked[0]?.headers.get('authorization'), 'Bearer eyJ')
  })

  test('in which the application proves itself says who it is; without an API key only that', async () => {
    const confidential = clientOf([json({ access_token: 'a' })])
    const open = clientOf([json({ access_token: 'a' })], { apiKey: undefined })

    await confidential.gatehouse.userManagement.authenticateWithCode({ code: 'c' })
    await open.gatehouse.userManagement.authenticateWithCode({ code: 'c', codeVerifier: 'v', clientId: undefined })

    const grant = { grant_type: 'authorization_code', code: 'c', client_id: 'client_a' }
    assert.deepEqual(await confidential.asked[0]?.json(), { ...grant, client_secret: 'sk_a' })
    assert.deepEqual(await open.asked[0]?.json(), { ...grant, code_verifier: 'v' })
    for (const { asked } of [confidential, open]) assert.equal(asked[0]?.headers.get('authorization'), null)
  })

  test('never follows a redirection: the key would go with it', async () => {
    const { gatehouse, asked } = clientOf([new Response(null, { status: 302, headers: { location: 'http://b' } })])

    await assert.rejects(gatehouse.userManagement.getUser('user_1'), { status: 302 })
    assert.equal(asked[0]?.redirect, 'manual')
  })
})

describe('a refusal', () => {
  const CASES = [
    { status: 400, body: { message: 'm', code: 'c' } },
    { status: 400, body: { message: 'm', code: 'c', errors: [{ code: 'x', message: 'y' }] } },
    { status: 400, body: { error: 'invalid_grant', error_description: 'd' } },
    { status: 401, body: { message: 'm' } },
    { status: 403, body: { message: 'm', code: 'c' } },
    { status: 403, body: { message: 'm', code: 'email_verification_required', pending_authentication_token: 't' } },
    { status: 403, body: { message: 'm', code: 'organization_selection_required', pending_authentication_token: 't' } },
    { status: 404, body: { message: 'm', code: 'entity_not_found' } },
    { status: 409, body: { message: 'm', code: 'c' } },
    { status: 422, body: { message: 'm', code: 'c', errors: [{ code: 'x', field: 'email' }] } },
    { status: 429, body: { message: 'm' }, headers: { 'retry-after': '7' } },
    { status: 500, body: { message: 'm' } },
    { status: 500, body: {} },
  ]

  for (const { status, body, headers = {} } of CASES) {
    test(`of ${status} ${JSON.stringify(body)} is the exception that the official SDK throws`, async () => {
      const answer = () => json(body, status, { 'x-request-id': 'req_1', ...headers })
      const { gatehouse } = clientOf([answer()], { maxRetries: 0 })
      const sdk = new official.WorkOS({ apiKey: 'sk_a', fetchFn: async () => answer(), maxRetries: 0 })

      const [own, theirs] = await Promise.all([
        gatehouse.userManagement.getUser('user_1').then(
          () => undefined,
          (error) => error,
        ),
        sdk.userManagement.getUser('user_1').then(
          () => undefined,
          (error) => error,
        ),
      ])

      assert.equal(own.constructor.name, theirs.name)
      assert.equal(own.name, theirs.name)
      assert.ok(own instanceof ours.GenericServerException)
      for (const name of [
        'status',
        'requestID',
        'error',
        'errorDescription',
        'pendingAuthenticationToken',
        'retryAfter',
      ])
        assert.deepEqual(Reflect.get(own, name), Reflect.get(theirs, name), name)
      if (theirs.code !== undefined) assert.equal(own.code, theirs.code)
      if ('message' in body && status !== 401 && status !== 422) assert.equal(own.message, theirs.message)
      if ('errors' in body) assert.deepEqual(own.errors, body.errors)
    })
  }

  test('whose body is no JSON is told by its status, whatever a proxy wrote', async () => {
    for (const page of ['<html>', '', 'null', '[1]', '"x"']) {
      const { gatehouse } = clientOf([new Response(page, { status: 502 })], { maxRetries: 0 })
      await assert.rejects(gatehouse.userManagement.getUser('user_1'), {
        name: 'GenericServerException',
        message: 'GET /user_management/users/user_1 was answered with 502.',
        rawData: page === '[1]' ? [1] : {},
      })
    }
  })

  test('holds no API key, whatever went wrong', async () => {
    for (const answer of [json({ message: 'm' }, 401), BROKEN(), new Response('<html>')]) {
      const { gatehouse } = clientOf([answer], { maxRetries: 0, apiKey: 'sk_secret' })
      const error = await gatehouse.userManagement.getUser('user_1').then(
        () => undefined,
        (error) => error,
      )
      assert.ok(error instanceof Error)
      assert.ok(!JSON.stringify([error, error.message, error.stack]).includes('sk_secret'))
    }
  })
})

describe('what failed for the moment', () => {
  const USER = json({ id: 'user_1' })

  for (const failure of [BUSY, BROKEN]) {
    test(`is asked for again after ${failure().constructor.name}, as often as it may be`, async () => {
      const once = clientOf([failure(), USER])
      const forever = clientOf([failure()])

      assert.equal((await once.gatehouse.userManagement.getUser('user_1')).id, 'user_1')
      await assert.rejects(forever.gatehouse.userManagement.getUser('user_1'))
      await assert.rejects(forever.gatehouse.userManagement.getUser('user_1', undefined, { maxRetries: 4 }))

      assert.equal(once.asked.length, 2)
      assert.equal(forever.asked.length, 3 + 5)
    })

    test(`is not repeated after ${failure().constructor.name} if the server may have done it already`, async () => {
      const { gatehouse, asked } = clientOf([failure(), USER])

      await assert.rejects(gatehouse.userManagement.suspendUser('user_1', {}))

      assert.equal(asked.length, 1)
      assert.equal(asked[0]?.headers.get('idempotency-key'), null)
    })

    test(`makes no second object after ${failure().constructor.name}: both requests have one key`, async () => {
      const { gatehouse, asked } = clientOf([failure(), USER])

      await gatehouse.userManagement.createUser({ email: 'ada@example.com' })
      await gatehouse.userManagement.createUser({ email: 'ada@example.com' })
      await gatehouse.userManagement.createUser({ email: 'ada@example.com' }, { idempotencyKey: 'my-own' })

      const [first, again, next, own] = asked.map((request) => request.headers.get('idempotency-key'))
      assert.match(first ?? '', /^[\w-]{43}$/)
      assert.equal(again, first)
      assert.notEqual(next, first)
      assert.equal(own, 'my-own')
    })

    test(`is a refresh that is repeated after ${failure().constructor.name}: the server answers it alike`, async () => {
      const { gatehouse, asked } = clientOf([failure(), json({ access_token: 'a' })])

      await gatehouse.userManagement.authenticateWithRefreshToken({ refreshToken: 'r' })

      assert.equal(asked.length, 2)
      assert.equal(await asked[0]?.text(), await asked[1]?.text())
    })
  }

  test('is repeated after 429 in any case: nothing was done', async () => {
    const { gatehouse, asked } = clientOf([json({ message: 'm' }, 429, { 'retry-after': '0' }), USER])

    await gatehouse.userManagement.suspendUser('user_1', {})

    assert.equal(asked.length, 2)
    assert.equal(await asked[0]?.text(), await asked[1]?.text())
  })

  test('waits as long as the server says, in seconds or until a date', async () => {
    for (const header of ['1', new Date(Date.now() + 1500).toUTCString()]) {
      const { gatehouse, asked } = clientOf([json({}, 429, { 'retry-after': header }), USER])
      const abort = new AbortController()

      const answer = gatehouse.userManagement.getUser('user_1', undefined, { signal: abort.signal })
      await new Promise((resolve) => setTimeout(resolve, 20))

      assert.equal(asked.length, 1, 'it does not come back at once')
      abort.abort(new Error('the caller left'))
      await assert.rejects(answer, { message: 'the caller left' })
      assert.equal(asked.length, 1)
    }
  })

  test('is told at once when the wait would be long', async () => {
    const { gatehouse, asked } = clientOf([json({ message: 'm' }, 429, { 'retry-after': '600' }), USER])

    const request = { signal: AbortSignal.timeout(5_000) }
    await assert.rejects(gatehouse.userManagement.getUser('user_1', undefined, request), { retryAfter: 600 })

    assert.equal(asked.length, 1)
  })

  test('is not what is wrong: that is never asked for again', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(400, 401, 403, 404, 409, 422), async (status) => {
        const { gatehouse, asked } = clientOf([json({ message: 'm' }, status), USER])
        await assert.rejects(gatehouse.userManagement.getUser('user_1'), { status })
        assert.equal(asked.length, 1)
      }),
      { numRuns: 12 },
    )
  })

  test('is an answer that takes too long, and the attempt ends', async () => {
    const hanging: typeof fetch = (_, init) =>
      new Promise((_, reject) => init?.signal?.addEventListener('abort', () => reject(init.signal?.reason)))
    const options = { baseUrl: 'http://a', clientId: 'client_a', fetch: hanging, timeoutMs: 5, maxRetries: 0 }

    await assert.rejects(new ours.Gatehouse(options).userManagement.getUser('user_1'), {
      name: 'ConnectionException',
      message: /GET \/user_management\/users\/user_1 got no answer: .*timeout/,
    })
  })
})

describe('a list', () => {
  const pages = (request: Request) => {
    const after = Number(new URL(request.url).searchParams.get('after') ?? 0)
    const data = [1, 2].map((step) => ({ id: String(after + step), first_name: 'Ada' }))
    return json({ object: 'list', data, list_metadata: { before: null, after: after < 4 ? String(after + 2) : null } })
  }

  test('is one page when it is awaited, and everything when it is iterated over', async () => {
    const { gatehouse, asked } = clientOf([pages])

    const page = await gatehouse.userManagement.listUsers({ limit: 2 })
    const ids: string[] = []
    for await (const user of gatehouse.userManagement.listUsers({ limit: 2, email: 'a' })) ids.push(user.id)

    assert.deepEqual(
      page.data.map(({ firstName }) => firstName),
      ['Ada', 'Ada'],
    )
    assert.equal(page.listMetadata.after, '2')
    assert.deepEqual(ids, ['1', '2', '3', '4', '5', '6'])
    assert.deepEqual(
      asked.slice(1).map((request) => new URL(request.url).search),
      ['?limit=2&email=a', '?limit=2&email=a&after=2', '?limit=2&email=a&after=4'],
    )
  })

  test('is asked for no further than it is read', async () => {
    const { gatehouse, asked } = clientOf([pages])

    for await (const user of gatehouse.userManagement.listUsers()) if (user.id === '3') break

    assert.equal(asked.length, 2)
  })

  test('goes the other way with `before`', async () => {
    const back = (request: Request) => {
      const before = Number(new URL(request.url).searchParams.get('before'))
      return json({
        data: [{ id: String(before - 1) }],
        list_metadata: { before: before > 2 ? String(before - 1) : null, after: '9' },
      })
    }
    const { gatehouse } = clientOf([back])

    const ids: string[] = []
    for await (const { id } of gatehouse.userManagement.listUsers({ before: '4' })) ids.push(id)

    assert.deepEqual(ids, ['3', '2', '1'])
  })

  test('fails where it fails, once', async () => {
    const { gatehouse } = clientOf([json({ message: 'm' }, 401)])

    await assert.rejects(async () => {
      for await (const _ of gatehouse.userManagement.listUsers()) assert.fail('there is nothing')
    }, ours.UnauthorizedException)
  })
})

describe('the options', () => {
  const good = { baseUrl: 'https://auth.example.com', clientId: 'client_a', apiKey: 'sk_a' }

  test('that are wrong are named', () => {
    const wrong = [
      [{ ...good, baseUrl: 'auth.example.com' }, /baseUrl/],
      [{ ...good, clientId: '' }, /clientId/],
      [{ ...good, apiKey: '' }, /apiKey/],
      [{ ...good, timeoutMs: 0 }, /timeoutMs/],
      [{ ...good, maxRetries: -1 }, /maxRetries/],
    ] as const
    for (const [options, message] of wrong)
      assert.throws(() => new ours.Gatehouse(options), { name: 'InvalidOptionsError', message })
  })

  test('hold no API key in a page; without one it works there', () => {
    Object.assign(globalThis, { window: { document: {} } })
    try {
      assert.throws(() => new ours.Gatehouse(good), { name: 'InvalidOptionsError', message: /API key/ })
      const { apiKey: _, ...open } = good
      assert.match(new ours.Gatehouse(open).userManagement.getLogoutUrl({ sessionId: 'session_1' }), /session_1/)
    } finally {
      Reflect.deleteProperty(globalThis, 'window')
    }
  })
})
