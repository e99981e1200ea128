import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { instantOfDay } from '#domain/time/day.ts'
import {
  countLogins,
  effectiveRule,
  loginTarget,
  type SessionUse,
} from '#domain/usage/effective.ts'

const minute = 60_000
const eight = instantOfDay('2026-11-23') + 8 * 3_600_000

/** One session: `minutes` long, with so many business actions, starting `at` minutes after eight. */
function session(at: number, minutes: number, actions: number): SessionUse {
  const startMs = eight + at * minute
  return {
    startMs,
    endMs: startMs + minutes * minute,
    activeMs: minutes * minute,
    lockedMs: 0,
    actions,
  }
}

const count = (...sessions: SessionUse[]) => countLogins(sessions, '2026-11-23', effectiveRule)

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

  test('a wall clock moved ahead lengthens nothing', () => {
    const short = session(0, 0.1, 1)
    expect(count({ ...short, endMs: short.endMs + 3_600_000 }).effective).toBe(0)
  })

  test('the order in which sessions are given does not matter', () => {
    const sessions = [session(0, 5, 1), session(35, 5, 1), session(120, 5, 1)]
    expect(count(...sessions.toReversed())).toEqual(count(...sessions))
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
  expect(loginTarget(22, 22, effectiveRule)).toBe(12)
  expect(loginTarget(11, 22, effectiveRule)).toBe(6)
  expect(loginTarget(10, 22, effectiveRule)).toBe(6)
  expect(loginTarget(0, 22, effectiveRule)).toBe(0)
  expect(loginTarget(0, 0, effectiveRule)).toBe(0)
})
