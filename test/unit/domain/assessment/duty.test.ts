import { describe, expect, test } from 'vitest'
import {
  dutyDaysIn,
  dutyFault,
  type DutySpan,
  dutyTenthsIn,
  hereSince,
  mostDutyDays,
} from '#domain/assessment/duty.ts'
import { addDays } from '#domain/time/day.ts'

const week = ['2026-11-09', '2026-11-10', '2026-11-11', '2026-11-12', '2026-11-13']
const span = (over: Partial<DutySpan> = {}): DutySpan => ({
  fromDay: '2026-11-11',
  untilDay: '2026-11-12',
  tenths: 0,
  kind: 'leave',
  ...over,
})

describe('days on duty', () => {
  test('all without an entry; those of an entry are less, both ends included', () => {
    expect(dutyTenthsIn(week, [])).toBe(50)
    expect(dutyTenthsIn(week, [span()])).toBe(30)
    expect(dutyTenthsIn(week, [span({ tenths: 5, kind: 'part_time' })])).toBe(40)
    expect(dutyDaysIn(week, [span()])).toEqual(['2026-11-09', '2026-11-10', '2026-11-13'])
  })

  test('where entries overlap, the least counts and once', () => {
    const half = span({ fromDay: '2026-11-01', untilDay: null, tenths: 5, kind: 'part_time' })
    expect(dutyTenthsIn(week, [half, span(), span()])).toBe(15)
  })

  test('who left is not here any more, whenever that is', () => {
    const left = span({ untilDay: null, kind: 'left' })
    expect(dutyTenthsIn(week, [left])).toBe(20)
    expect(dutyTenthsIn(['2030-01-02'], [left])).toBe(0)
  })

  test('a holiday is nobody’s duty: an entry takes working days alone', () => {
    expect(dutyTenthsIn([], [span()])).toBe(0)
  })
})

test('since when somebody is here is the day after the last one before joining', () => {
  expect(hereSince([span()])).toBeNull()
  const before = span({ kind: 'joined', fromDay: '2026-11-01', untilDay: '2026-11-15' })
  expect(hereSince([span(), before])).toBe('2026-11-16')
})

describe('an entry that cannot be', () => {
  test('ends before it begins, lasts too long, or has no end though nobody left', () => {
    expect(dutyFault(span())).toBeNull()
    expect(dutyFault(span({ untilDay: '2026-11-10' }))).toBe('days')
    const most = addDays('2026-11-11', mostDutyDays)
    expect(dutyFault(span({ untilDay: most }))).toBeNull()
    expect(dutyFault(span({ untilDay: addDays(most, 1) }))).toBe('days')
    expect(dutyFault(span({ untilDay: null }))).toBe('days')
    expect(dutyFault(span({ untilDay: null, kind: 'left' }))).toBeNull()
  })

  test('has a share that is none: part time is part of a day, everything else none of it', () => {
    expect(dutyFault(span({ tenths: 5 }))).toBe('tenths')
    for (const tenths of [0, 10, 2.5, -1]) {
      expect(dutyFault(span({ tenths, kind: 'part_time' }))).toBe('tenths')
    }
    expect(dutyFault(span({ tenths: 9, kind: 'part_time' }))).toBeNull()
  })
})
