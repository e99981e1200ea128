import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  addDays,
  addMonths,
  ageOn,
  dayNumber,
  dayOfInstant,
  dayOfNumber,
  daysBetween,
  instantOfDay,
  isDay,
  monthStart,
  quarterStart,
} from '#domain/time/day.ts'

const number = fc.integer({ min: -25_567, max: 60_000 })
const anyDay = number.map(dayOfNumber)

describe('calendar days', () => {
  test('number and text are the same day', () => {
    fc.assert(
      fc.property(number, (n) => {
        expect(dayNumber(dayOfNumber(n))).toBe(n)
      }),
    )
  })

  test('agree with the calendar of the machine', () => {
    fc.assert(
      fc.property(number, (n) => {
        const date = new Date(n * 86_400_000)
        expect(dayOfNumber(n)).toBe(date.toISOString().slice(0, 10))
        expect(dayNumber(date.toISOString().slice(0, 10))).toBe(n)
      }),
      { numRuns: 2000 },
    )
  })

  test('order as text is order in time', () => {
    fc.assert(
      fc.property(anyDay, anyDay, (a, b) => {
        expect(a < b).toBe(dayNumber(a) < dayNumber(b))
      }),
    )
  })

  test('adding days and counting them are inverse', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: -4000, max: 4000 }), (day, count) => {
        expect(daysBetween(day, addDays(day, count))).toBe(count)
      }),
    )
  })

  test('know leap years and the ends of months', () => {
    expect(addDays('2028-02-28', 1)).toBe('2028-02-29')
    expect(addDays('2026-02-28', 1)).toBe('2026-03-01')
    expect(addDays('2100-02-28', 1)).toBe('2100-03-01')
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01')
  })

  test.each([
    '2026-02-29',
    '2026-13-01',
    '2026-00-10',
    '2026-04-31',
    '2026-04-00',
    '2026-4-1',
    '20260401',
    '',
  ])('there is no %j', (text) => expect(isDay(text)).toBe(false))

  test('every day that is made exists', () => {
    fc.assert(
      fc.property(anyDay, (day) => {
        expect(isDay(day)).toBe(true)
      }),
    )
  })
})

describe('months and quarters', () => {
  test('a month is reached from any of its days', () => {
    expect(addMonths('2026-01-31', 1)).toBe('2026-02-01')
    expect(addMonths('2026-01-31', -1)).toBe('2025-12-01')
    expect(addMonths('2026-11-23', 14)).toBe('2028-01-01')
  })

  test('going n months on and back ends where it began', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: -600, max: 600 }), (day, count) => {
        expect(addMonths(addMonths(day, count), -count)).toBe(monthStart(day))
      }),
    )
  })

  test('a quarter starts in January, April, July or October, at most 92 days back', () => {
    fc.assert(
      fc.property(anyDay, (day) => {
        const start = quarterStart(day)
        expect(['01', '04', '07', '10']).toContain(start.slice(5, 7))
        expect(start <= day).toBe(true)
        expect(daysBetween(start, day)).toBeLessThan(92)
      }),
    )
  })
})

describe('shown time', () => {
  test('the day begins at 16:00 UTC of the day before', () => {
    expect(dayOfInstant(Date.parse('2026-11-22T15:59:59.999Z'))).toBe('2026-11-22')
    expect(dayOfInstant(Date.parse('2026-11-22T16:00:00Z'))).toBe('2026-11-23')
    expect(instantOfDay('2026-11-23')).toBe(Date.parse('2026-11-22T16:00:00Z'))
  })

  test('a day holds exactly its 24 hours', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: 0, max: 86_399_999 }), (day, ms) => {
        expect(dayOfInstant(instantOfDay(day) + ms)).toBe(day)
      }),
    )
  })
})

describe('age', () => {
  test('grows on the birthday, of the 29th of February on the 1st of March', () => {
    expect(ageOn('1980-11-23', '2026-11-22')).toBe(45)
    expect(ageOn('1980-11-23', '2026-11-23')).toBe(46)
    expect(ageOn('2000-02-29', '2026-02-28')).toBe(25)
    expect(ageOn('2000-02-29', '2026-03-01')).toBe(26)
  })
})
