import { describe, expect, test } from 'vitest'
import { roles } from '#domain/organisation/roles.ts'
import { rejectionsDueBefore, supervises } from '#domain/organisation/supervision.ts'
import { instantOfDay } from '#domain/time/day.ts'

describe('a rejection', () => {
  const due = (decidedAtMs: number, nowMs: number, days: number) =>
    decidedAtMs < rejectionsDueBefore(nowMs, days)
  const lastOfMonday = instantOfDay('2026-11-24') - 1

  test('of Monday night is due with the first moment of Thursday, not before', () => {
    expect(due(lastOfMonday, instantOfDay('2026-11-26') - 1, 3)).toBe(false)
    expect(due(lastOfMonday, instantOfDay('2026-11-26'), 3)).toBe(true)
    expect(due(lastOfMonday + 1, instantOfDay('2026-11-26'), 3)).toBe(false)
  })

  test('is due at once where its author has no days', () => {
    expect(due(lastOfMonday, lastOfMonday, 0)).toBe(true)
  })
})

test('the branch head supervises, and nobody else', () => {
  expect(roles.filter((role) => supervises([role]))).toEqual(['branch_head'])
  expect(supervises(['teller', 'branch_head'])).toBe(true)
})
