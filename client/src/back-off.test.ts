import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createBackOff } from './back-off.ts'

const draw = (backOff: ReturnType<typeof createBackOff>, failure: 'broken' | 'refused') =>
  Array.from({ length: 8 }, () => backOff.next(failure))

test('pauses double up to a limit, longer where somebody must change something, and begin again', () => {
  const backOff = createBackOff(() => 1)

  assert.deepEqual(draw(backOff, 'broken'), [500, 1_000, 2_000, 4_000, 5_000, 5_000, 5_000, 5_000])
  backOff.reset()
  assert.deepEqual(draw(backOff, 'refused'), [500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000])
})

test('a thousand clients that lose their server at once come back spread over the whole pause', () => {
  const first = Array.from({ length: 1_000 }, () => createBackOff(Math.random).next('broken'))

  const tenths = new Set(first.map((milliseconds) => Math.floor(milliseconds / 50)))
  assert.equal(tenths.size, 10)
})

test('the server may ask for other pauses, within reason', () => {
  for (const [asked, expected] of [
    [0, 50],
    [200, 200],
    [3_600_000, 5_000],
  ] as const) {
    const backOff = createBackOff(() => 1)
    backOff.setBase(asked)
    assert.equal(backOff.next('broken'), expected)
  }
})
