import assert from 'node:assert/strict'
import { test } from 'node:test'
import { describeRequest } from './request-info.ts'

const describe = (headers: Record<string, string>, trustedProxies = 0) =>
  describeRequest({
    id: 'req_1',
    method: 'GET',
    url: 'http://localhost/',
    headers: new Headers(headers),
    peerAddress: '::ffff:198.51.100.7',
    trustedProxies,
  })

test('T36: no header of a stranger changes the address', () => {
  for (const name of [
    'x-forwarded-for',
    'forwarded',
    'x-real-ip',
    'client-ip',
    'true-client-ip',
    'cf-connecting-ip',
    'x-client-ip',
    'x-cluster-client-ip',
  ]) {
    assert.equal(describe({ [name]: '203.0.113.1' }).ipAddress, '198.51.100.7', name)
  }
})

test('T36: trusted proxies are counted from the right; what the client wrote further left proves nothing', () => {
  const forged = { 'x-forwarded-for': '10.0.0.1, 203.0.113.5, 192.0.2.8' }
  assert.equal(describe(forged, 1).ipAddress, '192.0.2.8')
  assert.equal(describe(forged, 2).ipAddress, '203.0.113.5')
  assert.equal(describe({}, 1).ipAddress, '198.51.100.7')
})

test('T29: two cookies of one name count as none', () => {
  assert.equal(describe({ cookie: 'gatehouse-session=a; other=1' }).cookie('gatehouse-session'), 'a')
  assert.equal(describe({ cookie: 'gatehouse-session=a; gatehouse-session=b' }).cookie('gatehouse-session'), undefined)
  assert.equal(describe({ cookie: 'xgatehouse-session=a' }).cookie('gatehouse-session'), undefined)
})

test('a user agent is cut at 512 characters', () => {
  assert.equal(describe({ 'user-agent': 'x'.repeat(5000) }).userAgent?.length, 512)
})
