import assert from 'node:assert/strict'
import { test } from 'node:test'
import { onEachDatabase } from '../support/databases.ts'
import { at, PRODUCTION, runGatehouse } from '../support/spawn-server.ts'

const STARTS = 3

onEachDatabase('an empty database', (database) => {
  test('that several processes open at once is set up by one of them, and good for all', async () => {
    const place = await database.createEmpty()
    const variables = { ...PRODUCTION, ...at(place) }
    const names = Array.from({ length: STARTS }, (_, index) => `Key ${index}`)

    const created = await Promise.all(
      names.map((name) => runGatehouse(['api-keys', 'create', '--name', name], variables)),
    )
    const list = await runGatehouse(['api-keys', 'list'], variables)
    await place.remove()

    assert.deepEqual(
      created.map(({ code, stderr }) => [code, stderr]),
      names.map(() => [0, '']),
    )
    const clients = new Set(created.map(({ stdout }) => /^Client ID +(client_\S+)$/m.exec(stdout)?.[1]))
    assert.equal(clients.size, 1, 'one application, whoever made it')
    for (const name of names) assert.match(list.stdout, new RegExp(`  ${name}$`, 'm'))
  })
})
