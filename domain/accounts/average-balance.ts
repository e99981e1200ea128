import { addDays, addMonths, type Day, daysBetween, monthStart } from '../time/day.ts'

/** One row of `balance_change`, without its keys. */
export interface BalancePoint {
  changed_on: Day
  balance_fen: number
  running_sum: number
}

/** Index of the last point on or before `day`, or -1. Points are in order of day. */
function lastAt(points: readonly BalancePoint[], day: Day): number {
  let low = 0
  let high = points.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((points[middle]?.changed_on ?? '') <= day) low = middle + 1
    else high = middle
  }
  return low - 1
}

/** Closing balance of a day in 分; 0 before the first change. */
export function balanceOn(points: readonly BalancePoint[], day: Day): number {
  return points[lastAt(points, day)]?.balance_fen ?? 0
}

/** Σ of closing balances of all days before `day`, in 分·days. */
export function sumBefore(points: readonly BalancePoint[], day: Day): number {
  const point = points[lastAt(points, addDays(day, -1))]
  if (!point) return 0
  return point.running_sum + point.balance_fen * daysBetween(point.changed_on, day)
}

/** Σ of closing balances from `from` to `to`, both included, in 分·days. */
export function sumBetween(points: readonly BalancePoint[], from: Day, to: Day): number {
  return sumBefore(points, addDays(to, 1)) - sumBefore(points, from)
}

/**
 * Daily average (日均) of positions over a period, both days included, in 分, half away from zero.
 * A position opened inside the period still divides by the whole period (domain rule 4.1).
 */
export function averageBetween(
  positions: readonly (readonly BalancePoint[])[],
  from: Day,
  to: Day,
): number {
  const days = daysBetween(from, to) + 1
  const sum = positions.reduce((total, points) => total + sumBetween(points, from, to), 0)
  // `+ 0` turns a minus zero, which is no amount, into zero.
  return Math.sign(sum) * Math.round(Math.abs(sum) / days) + 0
}

/** Running sums for changes that have none yet; input in order of day. */
export function withRunningSums(
  changes: readonly { changed_on: Day; balance_fen: number }[],
): BalancePoint[] {
  const points: BalancePoint[] = []
  for (const change of changes) {
    const last = points.at(-1)
    const running_sum = last
      ? last.running_sum + last.balance_fen * daysBetween(last.changed_on, change.changed_on)
      : 0
    points.push({ ...change, running_sum })
  }
  return points
}

/** Monthly averages of the `count` months up to the month of `until` (that one up to `until`). */
export function monthAverages(
  positions: readonly (readonly BalancePoint[])[],
  until: Day,
  count: number,
): { month: string; average_fen: number }[] {
  return Array.from({ length: count }, (_, index) => {
    const from = addMonths(until, index - count + 1)
    const last = addDays(addMonths(from, 1), -1)
    const to = last < until ? last : until
    return { month: monthStart(from).slice(0, 7), average_fen: averageBetween(positions, from, to) }
  })
}
