import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import { API_KEY, authenticate, PASSWORD, type TestServer, useServer } from '../../../tests/harness.ts'
import { onEachDatabase, sqlite } from '../../../tests/support/databases.ts'
import { routes } from '../../app.ts'
import { createHistogram } from '../../platform/metrics.ts'
import { toPrometheusText } from './prometheus-text.ts'

const TOKEN = 'a-token-of-the-tests-0123456789'

async function scrape(server: TestServer): Promise<string> {
  const response = await server.request('/metrics', { headers: { authorization: `Bearer ${TOKEN}` } })
  assert.equal(response.status, 200)
  assert.equal(response.headers.get('content-type'), 'text/plain; version=0.0.4; charset=utf-8')
  return await response.text()
}

/** By name and labels; throws unless each line is as the format has it and follows its HELP and TYPE. */
function parse(text: string): Map<string, number> {
  const samples = new Map<string, number>()
  let family = ''
  for (const line of text.replace(/\n$/, '').split('\n')) {
    const [, head, name = ''] = /^# (HELP|TYPE) ([a-z_]+) \S/.exec(line) ?? []
    if (head) {
      family = name
      continue
    }
    const [, sample = '', value] =
      /^([a-z_]+(?:\{[a-z]+="[^"\\\n]*"(?:,[a-z]+="[^"\\\n]*")*\})?) (\d+(?:\.\d+)?(?:e-?\d+)?)$/.exec(line) ?? []
    assert.ok(value !== undefined, line)
    assert.ok(sample.startsWith(family), `${line} after ${family}`)
    assert.ok(!samples.has(sample), `twice: ${sample}`)
    samples.set(sample, Number(value))
  }
  return samples
}

/** Outcomes by the words of docs/metrics.md. */
const FROM_THE_START = [
  ...['rotated', 'replayed', 'refused', 'reused'].map((outcome) => `gatehouse_refreshes_total{outcome="${outcome}"}`),
  ...['sign_out', 'refresh_token_reuse', 'code_reuse', 'expired'].map(
    (reason) => `gatehouse_sessions_ended_total{reason="${reason}"}`,
  ),
  'gatehouse_sessions_started_total{method="password"}',
  ...['live', 'refused'].map((result) => `gatehouse_token_checks_total{result="${result}"}`),
  ...['right', 'wrong'].map((result) => `gatehouse_password_checks_total{result="${result}"}`),
  ...['refused', 'late', 'held', 'never_live'].map((result) => `gatehouse_canaries_total{result="${result}"}`),
]

onEachDatabase('GET /metrics', (database) => {
  const server = useServer(database, { metricsToken: TOKEN })

  test('begins with every outcome at 0, so that the first theft after a start is seen to be one more', async () => {
    const samples = parse(await scrape(server))

    assert.deepEqual(
      FROM_THE_START.map((name) => [name, samples.get(name)]),
      FROM_THE_START.map((name) => [name, 0]),
    )
  })

  test('counts what happened to sessions, passwords and tokens, each once', async () => {
    const before = parse(await scrape(server))
    const { user, sessionId, refreshToken, accessToken } = await server.signedIn()
    await authenticate(server, { grant_type: 'password', client_secret: API_KEY, email: user.email, password: 'wrong' })
    await server.refresh(refreshToken)
    await server.refresh(refreshToken)
    await server.refresh('nonsense')
    await server.api('POST', '/oauth2/introspect', { token: accessToken })
    await server.logOut(sessionId)
    await server.logOut(sessionId)
    await server.api('POST', '/oauth2/introspect', { token: accessToken })
    const stolen = await server.signIn(user.email, PASSWORD)
    await server.refresh(stolen.refreshToken)
    server.passSeconds(31)
    await server.refresh(stolen.refreshToken)

    const after = parse(await scrape(server))

    const added = (name: string) => (after.get(name) ?? 0) - (before.get(name) ?? 0)
    const counts = {
      'gatehouse_sessions_started_total{method="password"}': 2,
      'gatehouse_sessions_ended_total{reason="sign_out"}': 1,
      'gatehouse_sessions_ended_total{reason="refresh_token_reuse"}': 1,
      'gatehouse_refreshes_total{outcome="rotated"}': 2,
      'gatehouse_refreshes_total{outcome="replayed"}': 1,
      'gatehouse_refreshes_total{outcome="refused"}': 1,
      'gatehouse_refreshes_total{outcome="reused"}': 1,
      'gatehouse_token_checks_total{result="live"}': 1,
      'gatehouse_token_checks_total{result="refused"}': 1,
      'gatehouse_password_checks_total{result="right"}': 2,
      'gatehouse_password_checks_total{result="wrong"}': 1,
      'gatehouse_requests_total{method="get",route="/user_management/sessions/logout",status="302"}': 2,
      'gatehouse_requests_total{method="post",route="/oauth2/introspect",status="200"}': 2,
      'gatehouse_request_duration_seconds_count{method="post",route="/oauth2/introspect"}': 2,
      'gatehouse_request_duration_seconds_bucket{method="post",route="/oauth2/introspect",le="+Inf"}': 2,
    }
    assert.deepEqual(Object.fromEntries(Object.keys(counts).map((name) => [name, added(name)])), counts)
  })

  test('a session whose transaction is undone is not counted', async () => {
    const before = parse(await scrape(server))
    const { database: real } = server.app
    const { transaction } = real
    const user = await server.createUser()
    real.transaction = async (work) => {
      await transaction.call(real, async (db) => {
        await work(db)
        throw new Error('undone')
      })
      throw new Error('It was not undone.')
    }
    await authenticate(server, {
      grant_type: 'password',
      client_secret: API_KEY,
      email: user.email,
      password: PASSWORD,
    })
    real.transaction = transaction
    const after = parse(await scrape(server))
    const name = 'gatehouse_sessions_started_total{method="password"}'
    assert.equal(after.get(name), before.get(name))
    server.logLines.length = 0
  })

  test('T57: no id, address, token or path that a caller chose is in it, and every name is in the documentation', async () => {
    const { user, sessionId, accessToken, refreshToken } = await server.signedIn()
    await server.request(`/secret-path/${sessionId}?token=${refreshToken}`)
    await server.request(`/user_management/sessions/${sessionId}`)
    await server.api('GET', `/user_management/users/${user.id}`)
    await server.request(`/forward-auth/envoy/secret-path?x=${accessToken}`)

    const text = await scrape(server)

    for (const secret of [
      user.id,
      user.email,
      sessionId,
      accessToken,
      refreshToken,
      'secret-path',
      TOKEN,
      API_KEY,
      'client_local',
    ])
      assert.ok(!text.includes(secret), secret)
    const documentation = readFileSync(new URL('../../../../docs/metrics.md', import.meta.url), 'utf8')
    const names = [...text.matchAll(/^# TYPE (\S+)/gm)].map(([, name = '']) => name)
    assert.ok(names.length >= 20)
    for (const name of names) assert.ok(documentation.includes(`\`${name}\``), name)
  })
})

describe('the series of GET /metrics', () => {
  const server = useServer(sqlite, { metricsToken: TOKEN })

  test('stay few, whatever is asked', async () => {
    for (let index = 0; index < 50; index++) await server.request(`/unknown-${index}`)
    for (const { path } of routes)
      for (const method of ['GET', 'POST', 'PUT', 'DELETE', 'OPTIONS'])
        for (const headers of [{}, { authorization: `Bearer ${API_KEY}` }])
          await server.request(path.replace(/\{\w+\}/g, 'x'), { method, headers })

    const samples = parse(await scrape(server))

    assert.ok(samples.size < 2_000, `${samples.size}`)
    assert.equal([...samples.keys()].filter((name) => name.includes('unknown')).length, 0)
    assert.ok((samples.get('gatehouse_requests_total{method="any",route="none",status="404"}') ?? 0) >= 50)
    server.logLines.length = 0
  })

  test('are shown to nobody without the token', async () => {
    for (const [authorization, status] of [
      [undefined, 401],
      ['Bearer x', 401],
      [`Bearer ${API_KEY}`, 401],
      [`Basic ${TOKEN}`, 401],
      [`Bearer ${TOKEN}`, 200],
    ] as const) {
      const init = authorization === undefined ? {} : { headers: { authorization } }
      assert.equal((await server.request('/metrics', init)).status, status)
    }
  })
})

describe('GET /metrics without a token configured', () => {
  const server = useServer(sqlite)

  test('is not there', async () => {
    for (const authorization of ['Bearer ', `Bearer ${API_KEY}`, 'Bearer undefined'])
      assert.equal((await server.request('/metrics', { headers: { authorization } })).status, 404)
  })
})

test('a histogram has each value in the first bucket that holds it and in all later ones', () => {
  const histogram = createHistogram([0.1, 1])
  for (const seconds of [0.1, 0.5, 2]) histogram.observe(seconds)
  assert.deepEqual(histogram.buckets(), [
    { upTo: 0.1, count: 1 },
    { upTo: 1, count: 2 },
    { upTo: Number.POSITIVE_INFINITY, count: 3 },
  ])
  assert.equal(histogram.sum(), 2.6)
})

test('label values are escaped', () => {
  const text = toPrometheusText([
    { name: 'x', type: 'gauge', help: 'X.', samples: [{ labels: { a: 'b"\\\nc' }, value: 1 }] },
  ])
  assert.equal(text, '# HELP x X.\n# TYPE x gauge\nx{a="b\\"\\\\\\nc"} 1\n')
})
