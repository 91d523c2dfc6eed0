import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { useServer } from '../../../tests/harness.ts'
import { sqlite } from '../../../tests/support/databases.ts'

describe('the address of the server itself', () => {
  const server = useServer(sqlite)

  test('shows a page, the same for everybody, and starts nothing', async () => {
    const stranger = await server.request('/')
    const known = await server.request('/', { headers: { cookie: 'gatehouse-session=x; gatehouse-browser=y' } })

    assert.equal(stranger.status, 200)
    const html = await stranger.text()
    assert.match(html, /Gatehouse is running/)
    assert.equal(html, await known.text())
    assert.deepEqual(stranger.headers.getSetCookie(), [])
    assert.doesNotMatch(html, /http-equiv|<form|<a href="(?!\?lang=|\/sessions")/)
    assert.match(stranger.headers.get('content-security-policy') ?? '', /default-src 'none'/)
  })
})
