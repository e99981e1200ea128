import { apportion } from '../money/apportion.ts'
import { type AssetClass, assetClasses } from '../products/records.ts'
import { addDays, addMonths, type Day, daysBetween, monthStart, quarterStart } from '../time/day.ts'
import { averageBetween, balanceOn, type BalancePoint, sumBetween } from './average-balance.ts'

/** The balance points of one position and the class it counts to. */
export interface ClassedPosition {
  assetClass: AssetClass
  points: readonly BalancePoint[]
}

/** A daily average with its parts; all sums in 分·days, all averages in 分. */
export interface ExplainedAverage {
  from: Day
  to: Day
  days: number
  sumFenDays: number
  averageFen: number
  /** Months of the period; their sums add up to `sumFenDays`, their days to `days`. */
  months: { month: string; days: number; averageFen: number; sumFenDays: number }[]
  /** Classes that hold anything; their averages add up to `averageFen`. */
  classes: { assetClass: AssetClass; averageFen: number }[]
}

/** First and last day of the running month or quarter of `on`, which is the last day itself. */
export function runningPeriod(period: 'month' | 'quarter', on: Day): { from: Day; to: Day } {
  return { from: period === 'month' ? monthStart(on) : quarterStart(on), to: on }
}

function monthsOf(from: Day, to: Day): { from: Day; to: Day }[] {
  const parts: { from: Day; to: Day }[] = []
  for (let start = from; start <= to; start = addMonths(start, 1)) {
    const last = addDays(addMonths(start, 1), -1)
    parts.push({ from: start, to: last < to ? last : to })
  }
  return parts
}

/** How the daily average from `from` to `to` came about (rule 4.1); every part adds up exactly. */
export function explainAverage(
  positions: readonly ClassedPosition[],
  from: Day,
  to: Day,
): ExplainedAverage {
  const points = positions.map((position) => position.points)
  const sumOf = (start: Day, end: Day) =>
    points.reduce((total, each) => total + sumBetween(each, start, end), 0)
  const days = daysBetween(from, to) + 1
  const averageFen = averageBetween(points, from, to)
  const held = assetClasses.filter((name) => positions.some((each) => each.assetClass === name))
  const sums = held.map((name) =>
    positions
      .filter((each) => each.assetClass === name)
      .reduce((total, each) => total + sumBetween(each.points, from, to), 0),
  )
  const averages = apportion(sums, days, averageFen)
  return {
    from,
    to,
    days,
    sumFenDays: sumOf(from, to),
    averageFen,
    months: monthsOf(from, to).map((part) => ({
      month: part.from.slice(0, 7),
      days: daysBetween(part.from, part.to) + 1,
      averageFen: averageBetween(points, part.from, part.to),
      sumFenDays: sumOf(part.from, part.to),
    })),
    classes: held
      .map((assetClass, index) => ({ assetClass, averageFen: averages[index] ?? 0 }))
      .filter((_, index) => sums[index] !== 0),
  }
}

/** Closing balances of all positions together, day by day from `from` to `to`, 分. */
export function dailyBalances(
  positions: readonly (readonly BalancePoint[])[],
  from: Day,
  to: Day,
): number[] {
  return Array.from({ length: daysBetween(from, to) + 1 }, (_, index) => {
    const day = addDays(from, index)
    return positions.reduce((sum, points) => sum + balanceOn(points, day), 0)
  })
}
