import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { createFeedClock } from './feed-clock.ts'

/** Server time is monotonic time plus this. */
const DIFFERENCE = 1_800_000_000_000

function clockAt(time: { monotonic: number; wall?: number }) {
  return createFeedClock({ monotonic: () => time.monotonic, wall: () => time.wall ?? time.monotonic })
}

describe('the clock of the feed', () => {
  test('is infinitely stale and goes by this machine before the first heartbeat', () => {
    const clock = clockAt({ monotonic: 5, wall: 77 })
    assert.equal(clock.stalenessMs(), Number.POSITIVE_INFINITY)
    assert.equal(clock.now(), 77)
  })

  test('never calls a heartbeat younger than it is, whatever its delay', () => {
    const delay = fc.integer({ min: 0, max: 20_000 })
    const way = fc.integer({ min: 0, max: 5_000 })
    const gaps = fc.array(fc.record({ gap: fc.integer({ min: 1, max: 2_000 }), delay }), {
      minLength: 1,
      maxLength: 50,
    })
    fc.assert(
      fc.property(way, fc.integer({ min: 0, max: 1_000 }), gaps, (toServer, fromServer, heartbeats) => {
        const time = { monotonic: 1_000 }
        const clock = clockAt(time)
        const helloAt = time.monotonic + toServer
        time.monotonic = helloAt + fromServer
        clock.connected(DIFFERENCE + helloAt, 1_000)
        const connectedAt = time.monotonic
        let sentAt = helloAt
        for (const heartbeat of heartbeats) {
          sentAt += heartbeat.gap
          // Heartbeats overtake nothing: they come in order.
          time.monotonic = Math.max(time.monotonic, sentAt + heartbeat.delay)
          clock.heard(DIFFERENCE + sentAt)

          const age = time.monotonic - sentAt
          const driftAllowed = 0.001 * (time.monotonic - connectedAt)
          assert.ok(clock.stalenessMs() >= age - driftAllowed - 1e-3, `${clock.stalenessMs()} for ${age}`)
          assert.ok(clock.stalenessMs() <= age + 1_000 + 1e-3)
        }
      }),
    )
  })

  test('follows a server whose clock drifts, in either direction, for a week', () => {
    for (const drift of [0.0005, -0.0005]) {
      const time = { monotonic: 0 }
      const clock = clockAt(time)
      clock.connected(DIFFERENCE, 0)
      for (time.monotonic = 1_000; time.monotonic < 7 * 24 * 3_600_000; time.monotonic += 10_000) {
        clock.heard(DIFFERENCE + time.monotonic * (1 + drift))
        assert.ok(clock.stalenessMs() < 20, `${clock.stalenessMs()}`)
      }
    }
  })

  test('a heartbeat that comes twice as the machine wakes is as old as it is', () => {
    const time = { monotonic: 0 }
    const clock = clockAt(time)
    clock.connected(DIFFERENCE, 0)
    clock.heard(DIFFERENCE + 1)
    time.monotonic = 600_000

    clock.heard(DIFFERENCE + 1_000)

    assert.ok(clock.stalenessMs() > 598_000)
    assert.ok(Math.abs(clock.now() - (DIFFERENCE + 600_000)) < 1_000)
  })
})
