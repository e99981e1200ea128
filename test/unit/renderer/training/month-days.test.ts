import { expect, test } from 'vitest'
import type { OwnSession } from '#contract/ipc/training.ts'
import { instantOfDay } from '#domain/time/day.ts'
import type { SessionVerdict } from '#domain/usage/effective.ts'
import { monthDays, weekdayOf } from '#renderer/features/training/month-days.ts'

function session(day: string, hour: number, verdict: SessionVerdict): OwnSession {
  const startMs = instantOfDay(day) + hour * 3_600_000
  return {
    startMs,
    endMs: startMs + 600_000,
    workedMs: 600_000,
    actions: 1,
    modules: [],
    offline: false,
    here: true,
    verdict,
    mergedIntoMs: null,
    nthOfDay: null,
  }
}

test('every day of the month with its effective uses and logins', () => {
  const days = monthDays('2026-02-01', [
    session('2026-02-03', 9, 'counted'),
    session('2026-02-03', 9.5, 'merged'),
    session('2026-02-03', 23.9, 'counted'),
    session('2026-02-28', 0, 'too_short'),
  ])
  expect(days).toHaveLength(28)
  expect(days[2]).toEqual({ day: '2026-02-03', effective: 2, logins: 3 })
  expect(days[27]).toEqual({ day: '2026-02-28', effective: 0, logins: 1 })
  expect(days[0]).toEqual({ day: '2026-02-01', effective: 0, logins: 0 })
})

test('weeks begin on Monday', () => {
  expect(['2026-11-23', '2026-11-29', '2026-11-01'].map(weekdayOf)).toEqual([0, 6, 6])
})
