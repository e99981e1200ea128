import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  averageBetween,
  balanceOn,
  monthAverages,
  sumBetween,
  withRunningSums,
} from '#domain/accounts/average-balance.ts'
import { explainAverage, runningPeriod } from '#domain/accounts/explain-average.ts'
import { assetClasses } from '#domain/products/records.ts'
import { addDays, dayNumber, dayOfNumber, daysBetween } from '#domain/time/day.ts'

const wan = 1_000_000

const april = withRunningSums([
  { changed_on: '2026-04-01', balance_fen: 10 * wan },
  { changed_on: '2026-04-11', balance_fen: 25 * wan },
  { changed_on: '2026-04-21', balance_fen: 4 * wan },
])

const start = dayNumber('2026-01-01')

/** Changes of one position on distinct days, and its balance of every day the slow way. */
const position = fc
  .uniqueArray(fc.integer({ min: 0, max: 400 }), { maxLength: 25 })
  .chain((offsets) =>
    fc.record({
      days: fc.constant(offsets.sort((a, b) => a - b)),
      balances: fc.array(fc.integer({ min: -(10 ** 9), max: 10 ** 11 }), {
        minLength: offsets.length,
        maxLength: offsets.length,
      }),
    }),
  )
  .map(({ days, balances }) =>
    withRunningSums(
      days.map((offset, index) => ({
        changed_on: dayOfNumber(start + offset),
        balance_fen: balances[index] ?? 0,
      })),
    ),
  )

const period = fc
  .tuple(fc.integer({ min: -20, max: 430 }), fc.integer({ min: 0, max: 120 }))
  .map(([from, length]) => ({
    from: dayOfNumber(start + from),
    to: dayOfNumber(start + from + length),
  }))

function slowSum(points: ReturnType<typeof withRunningSums>, from: string, to: string): number {
  let sum = 0
  for (let day = from; day <= to; day = addDays(day, 1)) {
    sum += points.findLast((point) => point.changed_on <= day)?.balance_fen ?? 0
  }
  return sum
}

describe('daily average, the worked example of rule 4.1', () => {
  test('April: 10万×10 + 25万×10 + 4万×10 = 390万 ÷ 30 = 13.00万', () => {
    expect(sumBetween(april, '2026-04-01', '2026-04-30')).toBe(390 * wan)
    expect(averageBetween([april], '2026-04-01', '2026-04-30')).toBe(13 * wan)
  })

  test('quarter: (13×30 + 20×31 + 11×30) ÷ 91 = 14.7253万, not the mean of the months', () => {
    const quarter = withRunningSums([
      { changed_on: '2026-04-01', balance_fen: 13 * wan },
      { changed_on: '2026-05-01', balance_fen: 20 * wan },
      { changed_on: '2026-06-01', balance_fen: 11 * wan },
    ])
    expect(averageBetween([quarter], '2026-04-01', '2026-06-30')).toBe(14_725_275)
    expect(monthAverages([quarter], '2026-06-30', 3)).toEqual([
      { month: '2026-04', average_fen: 13 * wan },
      { month: '2026-05', average_fen: 20 * wan },
      { month: '2026-06', average_fen: 11 * wan },
    ])
  })

  test('a position opened inside the period still divides by the whole of it', () => {
    const opened = withRunningSums([{ changed_on: '2026-04-30', balance_fen: 30 * wan }])
    expect(averageBetween([opened], '2026-04-01', '2026-04-30')).toBe(wan)
  })

  test('the running month ends on the business date; leap February has 29 days', () => {
    const flat = withRunningSums([{ changed_on: '2028-02-01', balance_fen: 29 }])
    expect(averageBetween([flat], '2028-02-01', '2028-02-29')).toBe(29)
    expect(monthAverages([flat], '2028-02-10', 2)).toEqual([
      { month: '2028-01', average_fen: 0 },
      { month: '2028-02', average_fen: 29 },
    ])
  })
})

describe('running sums', () => {
  test('equal the sum over every single day', () => {
    fc.assert(
      fc.property(position, period, (points, { from, to }) => {
        expect(sumBetween(points, from, to)).toBe(slowSum(points, from, to))
      }),
    )
  })

  test('the balance of a day is that of the last change', () => {
    fc.assert(
      fc.property(position, period, (points, { from }) => {
        expect(balanceOn(points, from)).toBe(slowSum(points, from, from))
      }),
    )
  })

  test('two adjoining periods add up to the whole', () => {
    fc.assert(
      fc.property(position, period, fc.nat(120), (points, { from, to }, cut) => {
        const middle = addDays(from, Math.min(cut, daysBetween(from, to)))
        expect(sumBetween(points, from, middle) + sumBetween(points, addDays(middle, 1), to)).toBe(
          sumBetween(points, from, to),
        )
      }),
    )
  })
})

describe('an average explained', () => {
  const classed = fc.array(
    fc.record({ assetClass: fc.constantFrom(...assetClasses), points: position }),
    { maxLength: 6 },
  )

  test('months and classes add up exactly', () => {
    fc.assert(
      fc.property(classed, period, (positions, { from, to }) => {
        const whole = explainAverage(positions, from, to)
        const total = (values: number[]) => values.reduce((sum, value) => sum + value, 0)
        expect(total(whole.months.map((month) => month.sumFenDays))).toBe(whole.sumFenDays)
        expect(total(whole.months.map((month) => month.days))).toBe(whole.days)
        expect(total(whole.classes.map((each) => each.averageFen))).toBe(whole.averageFen)
        expect(whole.days).toBe(daysBetween(from, to) + 1)
      }),
    )
  })

  test('shows the quarter of the picture: 31 and 22 days, 53 in all', () => {
    const points = withRunningSums([{ changed_on: '2026-01-01', balance_fen: 191_700_000 }])
    const { from, to } = runningPeriod('quarter', '2026-11-22')
    const whole = explainAverage([{ assetClass: 'deposit', points }], from, to)
    expect(whole.months.map(({ month, days }) => [month, days])).toEqual([
      ['2026-10', 31],
      ['2026-11', 22],
    ])
    expect([whole.days, whole.averageFen]).toEqual([53, 191_700_000])
  })
})
