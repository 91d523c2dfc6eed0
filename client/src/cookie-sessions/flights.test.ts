import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createFlights } from './flights.ts'

type Result = { session: string | undefined }

function setUp() {
  let now = 0
  const flights = createFlights<Result>({ monotonic: () => now, wall: () => now })
  const started: string[] = []
  const join = (key: string, result: Result | Error = { session: key }) =>
    flights.join(key, async () => {
      started.push(key)
      if (result instanceof Error) throw result
      return result
    })
  return { flights, started, join, passMs: (milliseconds: number) => (now += milliseconds) }
}

test('who comes at once or shortly after gets the same result; ten seconds later it is done anew', async () => {
  const { started, join, passMs } = setUp()

  const [first, second] = await Promise.all([join('a'), join('a'), join('b')])
  passMs(10_000)
  const late = await join('a')
  passMs(1)
  await join('a')

  assert.ok(first === second && second === late)
  assert.deepEqual(started, ['a', 'b', 'a'])
})

test('what failed is shared by those who waited for it, and by nobody after them', async () => {
  for (const failure of [new Error('broken'), { session: undefined }]) {
    const { started, join } = setUp()

    await Promise.allSettled([join('a', failure), join('a', failure)])
    assert.deepEqual(await join('a'), { session: 'a' })

    assert.deepEqual(started, ['a', 'a'])
  }
})

test('what is to be forgotten is not handed out any more, and everything else is', async () => {
  const { flights, started, join } = setUp()
  await Promise.all([join('a'), join('b')])

  flights.forget(({ session }) => session === 'a')
  await Promise.all([join('a'), join('b')])

  assert.deepEqual(started, ['a', 'b', 'a'])
})

test('what is kept has a limit', async () => {
  const { started, join } = setUp()

  for (let count = 0; count <= 10_001; count++) await join(String(count))
  await join('10001')
  await join('0')

  assert.deepEqual(started.slice(-2), ['10001', '0'])
})
