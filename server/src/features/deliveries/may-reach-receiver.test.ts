import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Config } from '../../config.ts'
import { mayReachReceiver } from './may-reach-receiver.ts'

const within = (...receiverNetworks: string[]) => ({ receiverNetworks }) as Config

/** The inside of somebody's network, in every way that it can be written as an address. */
const INSIDE = [
  ...['127.0.0.1', '127.255.255.254', '0.0.0.0', '10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.1.1'],
  ...['169.254.169.254', '100.64.0.1', '100.100.100.200', '192.0.0.192', '192.0.2.1', '198.18.0.1', '203.0.113.9'],
  ...['224.0.0.1', '239.255.255.255', '240.0.0.1', '255.255.255.255'],
  ...[
    '::',
    '::1',
    '::7f00:1',
    '::a9fe:a9fe',
    '::127.0.0.1',
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '::ffff:169.254.169.254',
  ],
  ...[
    '64:ff9b::7f00:1',
    '64:ff9b:1::a00:1',
    '2002:7f00:1::',
    '2002:a9fe:a9fe::1',
    '2001:0:7f00:1::',
    '::ffff:0:10.0.0.1',
  ],
  ...[
    'fe80::1',
    'fe80::a9fe:a9fe',
    'fec0::1',
    'fc00::1',
    'fd00:ec2::254',
    'ff02::1',
    '100::1',
    '2001:db8::1',
    '4000::1',
  ],
]
const OUTSIDE = [
  '8.8.8.8',
  '1.1.1.1',
  '93.184.216.34',
  '172.32.0.1',
  '2606:4700::1111',
  '2a00:1450:4001:829::200e',
  '::ffff:8.8.8.8',
]

describe('the addresses of receivers', () => {
  test(`T51: none of ${INSIDE.length} inner addresses may be reached, the public ones may`, () => {
    assert.deepEqual(
      INSIDE.filter((address) => mayReachReceiver(within(), address)),
      [],
    )
    assert.deepEqual(
      OUTSIDE.filter((address) => !mayReachReceiver(within(), address)),
      [],
    )
  })

  test('T51: a network that the operator named may be reached, and nothing beside it', () => {
    const config = within('10.1.0.0/16', 'fd00::/8')

    assert.deepEqual(
      INSIDE.filter((address) => mayReachReceiver(config, address)),
      ['fd00:ec2::254'],
    )
    assert.ok(mayReachReceiver(config, '10.1.255.255'))
    assert.ok(mayReachReceiver(config, '::ffff:10.1.2.3'))
    assert.ok(!mayReachReceiver(config, '10.2.0.0'))
  })

  test('T51: what is no address is not reached', () => {
    for (const text of ['', 'localhost', '8.8.8.8.nip.io', '134744072', '0x08080808', '010.010.010.010', '8.8.8.8:80'])
      assert.equal(mayReachReceiver(within(), text), false, text)
  })
})
