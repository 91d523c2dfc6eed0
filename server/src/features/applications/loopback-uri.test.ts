import assert from 'node:assert/strict'
import { test } from 'node:test'
import { HOSTILE_REDIRECTS } from '../../../tests/security/hostile-redirects.ts'
import { isLoopbackUri } from './loopback-uri.ts'

test('a URI of this machine is a loopback URI', () => {
  const uris = [
    'http://localhost:5173',
    'http://localhost:5173/',
    'http://localhost/callback?x=1#done',
    'https://localhost:3000/callback',
    'http://127.0.0.1:51004/callback',
    'http://127.255.255.254/',
    'http://[::1]:61023/callback',
    'http://shop.localhost:3000/callback',
    'http://a.b.localhost/',
  ]
  for (const uri of uris) assert.equal(isLoopbackUri(uri), true, uri)
})

test('T01: of the hostile redirects only the plain IPv6 loopback address is one', () => {
  const accepted = HOSTILE_REDIRECTS.filter(({ value }) => isLoopbackUri(value)).map(({ value }) => value)

  assert.deepEqual(accepted, ['http://[::1]/'])
})

test('T01: what only looks like this machine is refused', () => {
  const uris = [
    'http://localhost@evil.example/',
    'http://localhost:80@evil.example/',
    'http://user@localhost/',
    'http://localhost.evil.example/',
    'http://evil-localhost/',
    'http://127.0.0.1.evil.example/',
    'http://127.evil.example/',
    'http://128.0.0.1/',
    'http://0.0.0.0/',
    'http://[::]/',
    'http://[::ffff:7f00:1]/',
    'http://localhost./',
    'http://.localhost/',
    'http://*.localhost/',
    'http://localhost:*/',
    'http://LOCALHOST/',
    'http://localhost:80/',
    'http://127.1/',
    'http://0x7f.1/',
    'http:localhost/',
    'http:/localhost/',
    'http:\\\\localhost/',
    'http://localhost\\@evil.example/',
    'http://localhost/\t',
    '//localhost/',
    'localhost:3000',
    'ws://localhost/',
    'myapp://localhost/',
    'javascript://localhost/%0aalert(1)',
    '',
  ]
  for (const uri of uris) assert.equal(isLoopbackUri(uri), false, uri)
})
