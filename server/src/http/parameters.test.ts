import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readParameters } from './parameters.ts'

test('T04: a parameter that is sent twice is a list, also when the two agree', () => {
  const parameters = readParameters('a=1&b=2&a=3&b=2&a=&c')

  assert.deepEqual({ ...parameters }, { a: ['1', '3', ''], b: ['2', '2'], c: '' })
})

test('T56: the names that objects are born with are names like others', () => {
  const parameters = readParameters('__proto__=a&constructor=b&toString=c&__proto__=d')

  assert.deepEqual(Object.entries(parameters), [
    ['__proto__', ['a', 'd']],
    ['constructor', 'b'],
    ['toString', 'c'],
  ])
  assert.equal(({} as { a?: unknown }).a, undefined)
})

test('T54: a whole body of one repeated parameter keeps nobody waiting', () => {
  const text = 'a&'.repeat(50_000)
  const before = process.cpuUsage()

  const { a } = readParameters(text)

  assert.equal(a?.length, 50_000)
  const { user, system } = process.cpuUsage(before)
  // Copying the list for each of them takes twenty seconds; of the processor, which others may keep from us for a while.
  assert.ok(user + system < 5_000_000)
})
