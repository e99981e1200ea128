import type { CustomerOverview } from '#contract/ipc/customers.ts'
import { type AssetClass, assetClasses } from '#domain/products/asset-classes.ts'

type Trend = CustomerOverview['trend']

/** Series that hold anything, in the fixed order of the chart colours. */
export function shownSeries(trend: Trend): Trend['series'] {
  return trend.series
    .filter((series) => series.averagesFen.some((fen) => fen !== 0))
    .sort((a, b) => assetClasses.indexOf(a.assetClass) - assetClasses.indexOf(b.assetClass))
}

/** Sum of all classes month by month, 分. */
export function totals(trend: Trend): number[] {
  return trend.months.map((_, month) =>
    trend.series.reduce((sum, series) => sum + (series.averagesFen[month] ?? 0), 0),
  )
}

/** What the chart says in one sentence. */
export interface AssetFinding {
  months: number
  /** Growth of the total from the first month that holds anything to the last, basis points. */
  growthBp: number | null
  /** The class whose share moved most, when it moved by five points or more; basis points. */
  shift: { assetClass: AssetClass; fromBp: number; toBp: number } | null
}

const leastShiftBp = 500

/** Reads the finding out of the trend; nothing is said where the customer held nothing. */
export function assetFinding(trend: Trend): AssetFinding {
  const sums = totals(trend)
  const first = sums.findIndex((sum) => sum > 0)
  const last = sums.length - 1
  const from = sums[first] ?? 0
  const to = sums[last] ?? 0
  const none: AssetFinding = { months: trend.months.length, growthBp: null, shift: null }
  if (first < 0 || first === last || from <= 0 || to <= 0) return none
  const shifts = trend.series.map(({ assetClass, averagesFen }) => ({
    assetClass,
    fromBp: Math.round(((averagesFen[first] ?? 0) / from) * 10_000),
    toBp: Math.round(((averagesFen[last] ?? 0) / to) * 10_000),
  }))
  const widest = shifts
    .filter((shift) => Math.abs(shift.toBp - shift.fromBp) >= leastShiftBp)
    .sort((a, b) => Math.abs(b.toBp - b.fromBp) - Math.abs(a.toBp - a.fromBp))[0]
  return {
    months: trend.months.length,
    growthBp: Math.round(((to - from) / from) * 10_000),
    shift: widest ?? null,
  }
}

/** Share of one amount in a whole, basis points; 0 of nothing is 0. */
export function shareBp(partFen: number, wholeFen: number): number {
  return wholeFen > 0 ? Math.round((partFen / wholeFen) * 10_000) : 0
}

/** Positions with most money first; with equal amounts by id, so the order never flickers. */
export function byBalance(positions: CustomerOverview['positions']): CustomerOverview['positions'] {
  return [...positions].sort((a, b) => b.balanceFen - a.balanceFen || (a.id < b.id ? -1 : 1))
}

/** What is held in each class now, 分, in the fixed order; classes that hold nothing are left out. */
export function classTotals(
  positions: CustomerOverview['positions'],
): { assetClass: AssetClass; fen: number }[] {
  return assetClasses
    .map((assetClass) => ({
      assetClass,
      fen: positions
        .filter((position) => position.assetClass === assetClass)
        .reduce((sum, position) => sum + position.balanceFen, 0),
    }))
    .filter((part) => part.fen !== 0)
}
