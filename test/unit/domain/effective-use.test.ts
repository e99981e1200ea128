import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { countLogins, loginTarget, type UsageMark } from '#domain/usage/effective.ts'
import type { UsageType } from '#domain/usage/record.ts'
import { instantOfDay } from '#domain/time/day.ts'

const minute = 60_000
const eight = instantOfDay('2026-11-23') + 8 * 3_600_000

let sessions = 0

/** One session: `minutes` long, with so many business actions, starting `at` minutes after eight. */
function session(at: number, minutes: number, actions: number, boot = 'boot'): UsageMark[] {
  sessions += 1
  const mark = (type: UsageType, after: number): UsageMark => ({
    session: `s${sessions}`,
    type,
    boot_id: boot,
    wall_ms: eight + (at + after) * minute,
    mono_ms: (at + after) * minute,
  })
  return [
    mark('session.start', 0),
    ...Array.from({ length: actions }, () => mark('action', Math.min(1, minutes))),
    mark('session.end', minutes),
  ]
}

const count = (...parts: UsageMark[][]) => countLogins(parts.flat(), '2026-11-23')

describe('effective logins (rule 4.10)', () => {
  test('a minute with one action counts, less or without an action does not', () => {
    expect(count(session(0, 1, 1))).toEqual({ logins: 1, effective: 1 })
    expect(count(session(0, 59 / 60, 1))).toEqual({ logins: 1, effective: 0 })
    expect(count(session(0, 20, 0))).toEqual({ logins: 1, effective: 0 })
  })

  test('a login again within 30 minutes belongs to the same use', () => {
    expect(count(session(0, 5, 1), session(35, 5, 1))).toEqual({ logins: 2, effective: 1 })
    expect(count(session(0, 5, 1), session(36, 5, 1))).toEqual({ logins: 2, effective: 2 })
  })

  test('two short sessions that merge are long enough together', () => {
    expect(count(session(0, 0.6, 0), session(10, 0.6, 1))).toEqual({ logins: 2, effective: 1 })
  })

  test('at most two a day count', () => {
    const hourly = [0, 60, 120, 180].map((at) => session(at, 10, 3))
    expect(count(...hourly)).toEqual({ logins: 4, effective: 2 })
    const nextDay = session(24 * 60, 10, 3)
    expect(count(...hourly, nextDay)).toEqual({ logins: 5, effective: 3 })
  })

  test('an unlock is no login', () => {
    const [start, ...rest] = session(0, 40, 2)
    if (!start) throw new Error('no session')
    const unlock: UsageMark = { ...start, type: 'session.unlock', wall_ms: start.wall_ms + minute }
    expect(count([start, unlock, ...rest])).toEqual({ logins: 1, effective: 1 })
  })

  test('a failed attempt is no login', () => {
    const attempt: UsageMark = {
      session: '',
      type: 'login.attempt',
      boot_id: 'boot',
      wall_ms: eight,
      mono_ms: 0,
    }
    expect(count([attempt, attempt])).toEqual({ logins: 0, effective: 0 })
  })

  test('a wall clock moved ahead lengthens nothing', () => {
    const [start, action, end] = session(0, 0.1, 1)
    if (!start || !action || !end) throw new Error('no session')
    const moved = { ...end, wall_ms: end.wall_ms + 3_600_000 }
    expect(count([start, action, moved]).effective).toBe(0)
  })

  test('only this month counts, and use that began last month belongs there', () => {
    const last = session(-23 * 24 * 60, 10, 1)
    expect(count(last, session(0, 10, 1))).toEqual({ logins: 1, effective: 1 })
  })

  test('effective never exceeds logins, nor twice the days', () => {
    const some = fc.array(
      fc.tuple(fc.nat(3 * 24 * 60), fc.integer({ min: 0, max: 30 }), fc.nat(2)),
      { maxLength: 30 },
    )
    fc.assert(
      fc.property(some, (parts) => {
        const marks = parts.map(([at, minutes, actions]) => session(at, minutes, actions))
        const { logins, effective } = count(...marks)
        expect(logins).toBe(parts.length)
        expect(effective).toBeLessThanOrEqual(Math.min(logins, 8))
      }),
    )
  })
})

test('the target falls with the days on duty', () => {
  expect(loginTarget(22, 22)).toBe(12)
  expect(loginTarget(11, 22)).toBe(6)
  expect(loginTarget(10, 22)).toBe(6)
  expect(loginTarget(0, 22)).toBe(0)
  expect(loginTarget(0, 0)).toBe(0)
})
