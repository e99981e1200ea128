import { describe, expect, test } from 'vitest'
import { LeaseClock } from '#main/sync/lease-clock.ts'

const hour = 3_600_000

function clockAt(wall: number) {
  const clock = { wall, mono: 0, now: () => clock.wall, monotonic: () => clock.mono }
  return clock
}

describe('time for leases', () => {
  test('runs with the wall clock', () => {
    const clock = clockAt(100 * hour)
    const lease = new LeaseClock(clock, 90 * hour)
    expect([lease.now(), lease.movedBack]).toEqual([100 * hour, false])
  })

  test('does not go back with it, within a run or over a restart', () => {
    const clock = clockAt(100 * hour)
    const lease = new LeaseClock(clock, 0)
    lease.serverTime(100 * hour)
    clock.wall = 50 * hour
    clock.mono = 2 * hour
    expect([lease.now(), lease.movedBack]).toEqual([102 * hour, true])
    const next = new LeaseClock(clockAt(50 * hour), lease.lastSeenMs)
    expect([next.now(), next.movedBack]).toEqual([102 * hour, true])
  })

  test('small corrections are no suspicion', () => {
    const lease = new LeaseClock(clockAt(100 * hour - 4 * 60_000), 100 * hour)
    expect(lease.movedBack).toBe(false)
  })

  test('head office puts a clock right that had run ahead', () => {
    const clock = clockAt(100_000 * hour)
    const lease = new LeaseClock(clock, 100_000 * hour)
    clock.wall = 100 * hour
    expect(lease.movedBack).toBe(true)
    lease.serverTime(100 * hour)
    expect([lease.now(), lease.movedBack]).toEqual([100 * hour, false])
  })
})
