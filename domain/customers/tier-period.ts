import { z } from 'zod'
import { addDays, addMonths, type Day, daysBetween, monthStart, quarterStart } from '../time/day.ts'
import type { TierFloors } from './tier.ts'

/** Whose 日均AUM decides a tier. */
export const tierPeriods = ['month', 'quarter'] as const
export type TierPeriod = (typeof tierPeriods)[number]

/** Value of the parameter `tier.period`. */
export const tierPeriodSchema = z.enum(tierPeriods)

/** The product's period: the month's average decides, at the month's end. */
export const defaultTierPeriod: TierPeriod = 'month'

/** How tiers are decided on a day: the floors, and whose average they are held against. */
export interface TierRules {
  floors: TierFloors
  period: TierPeriod
}

/** Column of `customer_summary` with the average that decides. */
export const periodAverageColumn = {
  month: 'aum_month_average_fen',
  quarter: 'aum_quarter_average_fen',
} as const satisfies Record<TierPeriod, string>

/** The period that a day lies in. */
export interface TierSpan {
  /** Its last day. */
  until: Day
  days: number
  /** Days of it up to and with the day. */
  passed: number
}

/** The tier period around a day. */
export function tierSpan(period: TierPeriod, on: Day): TierSpan {
  const from = period === 'month' ? monthStart(on) : quarterStart(on)
  const until = addDays(addMonths(from, period === 'month' ? 1 : 3), -1)
  return { until, days: daysBetween(from, until) + 1, passed: daysBetween(from, on) + 1 }
}

/** A whole tier period. */
export interface TierPeriodDays {
  from: Day
  /** The day after its last one: from here on what it decides is in force. */
  after: Day
}

/** The periods that ended after `since` and by `until` (their last day counts), oldest first. */
export function periodsEnded(period: TierPeriod, since: Day, until: Day): TierPeriodDays[] {
  const months = period === 'month' ? 1 : 3
  const ended: TierPeriodDays[] = []
  const first = period === 'month' ? monthStart(since) : quarterStart(since)
  for (let from = first; ; from = addMonths(from, months)) {
    const after = addMonths(from, months)
    const last = addDays(after, -1)
    if (last > until) return ended
    if (last > since) ended.push({ from, after })
  }
}
