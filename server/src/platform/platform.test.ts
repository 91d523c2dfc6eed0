import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { createCheapPasswords } from '../../tests/support/cheap-passwords.ts'
import { createIds, isId, timeOfUlid } from './ids.ts'
import { createLogger } from './logger.ts'
import { createPasswords, TooBusyError } from './passwords.ts'
import { createSeal } from './seal.ts'

test('T09: ids of one millisecond are not neighbours, and none occurs twice', () => {
  const ids = createIds({ now: () => new Date(1_700_000_000_000) })
  const made = Array.from({ length: 20_000 }, () => ids.next('session').slice('session_'.length))
  assert.equal(new Set(made).size, made.length)
  assert.ok(made.every((id) => id.startsWith(made[0]?.slice(0, 10) ?? '!')))
  const sorted = made.map((id) => toNumber(id.slice(10))).sort((a, b) => (a < b ? -1 : 1))
  const gaps = sorted.slice(1).map((value, index) => value - (sorted[index] ?? 0n))
  assert.ok(gaps.every((gap) => gap > 1n << 32n))
})

const toNumber = (base32: string) =>
  [...base32].reduce(
    (value, character) => value * 32n + BigInt('0123456789ABCDEFGHJKMNPQRSTVWXYZ'.indexOf(character)),
    0n,
  )

test('an id tells its time and its kind', () => {
  const time = new Date('2026-11-23T20:00:00.123Z')
  const id = createIds({ now: () => time }).next('user')
  assert.equal(timeOfUlid(id.slice(5))?.getTime(), time.getTime())
  assert.ok(isId('user', id))
  assert.ok(!isId('session', id))
  for (const wrong of [
    'user_',
    'user_8ZZZZZZZZZZZZZZZZZZZZZZZZZ',
    `${id}0`,
    id.toLowerCase(),
    "user_'; drop table user",
  ])
    assert.ok(!isId('user', wrong), wrong)
})

test('a sealed value opens with the same secret for the same purpose only, and not when altered', () => {
  const seal = createSeal('one secret of at least 32 bytes ....')
  const sealed = seal.seal(Buffer.from('private'), 'key_1')
  assert.equal(seal.open(sealed, 'key_1').toString(), 'private')
  assert.notEqual(seal.seal(Buffer.from('private'), 'key_1'), sealed)
  assert.throws(() => seal.open(sealed, 'key_2'))
  assert.throws(() => createSeal('another secret of at least 32 bytes').open(sealed, 'key_1'))
  const altered = Buffer.from(sealed, 'base64url')
  altered.writeUInt8(altered.readUInt8(20) ^ 1, 20)
  assert.throws(() => seal.open(altered.toString('base64url'), 'key_1'))
})

test('T37: a password is verified to its last character, in whatever form its accents arrive', async () => {
  const passwords = createPasswords({ concurrency: 1 })
  const stored = await passwords.hash('caf\u00e9 au lait')
  assert.match(stored, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  assert.equal(await passwords.verify(stored, 'cafe\u0301 au lait'), true)
  assert.equal(await passwords.verify(stored, 'caf\u00e9 au lait '), false)
  assert.equal(await passwords.verify(null, 'no account has this password'), false, 'the decoy is nobody’s password')
})

test('T34: without a stored hash the same work is done', async () => {
  const passwords = createPasswords({ concurrency: 1 })
  const stored = await passwords.hash('a password')
  await passwords.verify(null, 'warm up the decoy')
  const cpu = async (hash: string | null) => {
    const before = process.cpuUsage()
    for (let i = 0; i < 5; i++) await passwords.verify(hash, 'wrong')
    return process.cpuUsage(before).user
  }
  const [known, unknown] = [await cpu(stored), await cpu(null)]
  assert.ok(unknown > known / 3, `known ${known} µs, unknown ${unknown} µs`)
})

test('T37: more waiting passwords than the queue holds are refused at once, and the others are answered', async () => {
  const passwords = createCheapPasswords({ concurrency: 1 })
  const stored = await passwords.hash('x')
  const outcomes = await Promise.allSettled(Array.from({ length: 230 }, () => passwords.verify(stored, 'y')))
  const refused = outcomes.filter((outcome) => outcome.status === 'rejected')
  assert.ok(refused.length >= 20 && refused.length <= 30, String(refused.length))
  assert.ok(refused.every((outcome) => outcome.reason instanceof TooBusyError))
  assert.equal(await passwords.verify(stored, 'x'), true)
})

test('T57: a line break in a logged value does not make a second line', async () => {
  const lines: string[] = []
  createLogger((line) => lines.push(line)).info('request', { path: '/x\n{"level":"info","message":"forged"}' })
  await setTimeout(0)
  assert.equal(lines.length, 1)
  assert.equal(lines[0]?.split('\n').length, 2)
})
