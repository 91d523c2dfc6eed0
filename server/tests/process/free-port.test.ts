import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { sqlite } from '../support/databases.ts'
import { at, PRODUCTION, runGatehouse, spawnGatehouse } from '../support/spawn-server.ts'

const LIMIT_MS = 20_000

describe('PORT=0', () => {
  let place: Awaited<ReturnType<typeof sqlite.create>>
  before(async () => {
    place = await sqlite.create()
  })
  after(() => place.remove())

  test('takes a free port, and every address that is told has it: the banner, the demo app, the answers', async () => {
    await using server = spawnGatehouse(['dev'], { ...at(place), PORT: '0' })
    const limit = performance.now() + LIMIT_MS
    while (!server.stdout.includes('Point an SDK here') && performance.now() < limit) await sleep(15)

    const [origin = '', demo = ''] = server.stdout.match(/http:\/\/localhost:\d+/g) ?? []
    const port = Number(new URL(origin).port)

    assert.ok(port > 0, server.stdout + server.stderr)
    assert.equal(demo, `http://localhost:${port + 1}`)
    assert.match(server.stdout, new RegExp(`port: ${port}, https: false`))
    const discovery = await fetch(`${origin}/.well-known/openid-configuration`)
    assert.equal(((await discovery.json()) as { issuer: string }).issuer, origin)
    assert.equal((await fetch(demo)).status, 200)
  })

  test('with a HOST that is none of this machine says so', async () => {
    const { code, stderr } = await runGatehouse(['serve'], {
      ...PRODUCTION,
      ...at(place),
      PORT: '0',
      HOST: '203.0.113.1',
    })

    assert.deepEqual([code, stderr], [1, 'gatehouse: HOST=203.0.113.1 is not an address of this machine.\n'])
  })
})
