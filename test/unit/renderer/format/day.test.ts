import { describe, expect, test } from 'vitest'
import {
  formatDay,
  formatMoment,
  formatTime,
  relateInstant,
  splitSpan,
} from '#renderer/format/day.ts'

/** 2026-11-23 10:21:07 at UTC+8. */
const moment = Date.UTC(2026, 10, 23, 2, 21, 7)

test('a day shows its year only where it is another one', () => {
  expect(formatDay('2026-11-23', '2026-01-01')).toBe('11-23')
  expect(formatDay('2027-02-09', '2026-11-23')).toBe('2027-02-09')
})

describe('a moment', () => {
  test('is shown at UTC+8', () => {
    expect(formatTime(moment)).toBe('10:21')
    expect(formatMoment(moment)).toBe('2026-11-23 10:21:07')
  })

  test('of the last hour before midnight UTC+8 belongs to yesterday', () => {
    const midnight = Date.UTC(2026, 10, 22, 16)
    expect(relateInstant(midnight, moment)).toEqual({ near: 'today', day: '11-23', time: '00:00' })
    expect(relateInstant(midnight - 1, moment).near).toBe('yesterday')
    expect(relateInstant(midnight - 86_400_001, moment)).toEqual({
      near: null,
      day: '11-21',
      time: '23:59',
    })
  })
})

describe('a span', () => {
  const hour = 3_600_000

  test('is told in the two units that matter', () => {
    expect(splitSpan(4 * 24 * hour + 9.5 * hour)).toEqual({ unit: 'days', days: 4, hours: 9 })
    expect(splitSpan(3 * hour + 5 * 60_000)).toEqual({ unit: 'hours', hours: 3, minutes: 5 })
    expect(splitSpan(12 * 60_000)).toEqual({ unit: 'minutes', minutes: 12 })
    expect(splitSpan(40_000)).toEqual({ unit: 'seconds', seconds: 40 })
  })

  test('is never negative and never zero seconds before it is over', () => {
    expect(splitSpan(-5)).toEqual({ unit: 'seconds', seconds: 0 })
    expect(splitSpan(1)).toEqual({ unit: 'seconds', seconds: 1 })
  })
})
