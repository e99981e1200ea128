import { addDays, type Day, daysBetween } from '../time/day.ts'

/** Periods a person may choose beside an own range. */
export const flowPeriods = ['days30', 'days90', 'year'] as const

/** Days of each period, the last one being the business date. */
const periodDays: Readonly<Record<(typeof flowPeriods)[number], number>> = {
  days30: 30,
  days90: 90,
  year: 365,
}

/** Most days of an own range. */
export const longestRangeDays = 731

/** A period of the list, or an own range with both days included. */
export type FlowPeriod = (typeof flowPeriods)[number] | { from: Day; to: Day }

/** First and last day of a period seen from the business date `on`; none ends after it. */
export function rangeOf(period: FlowPeriod, on: Day): { from: Day; to: Day } {
  if (typeof period === 'string') return { from: addDays(on, 1 - periodDays[period]), to: on }
  return { from: period.from, to: period.to < on ? period.to : on }
}

/** Why an own range cannot be reckoned; null where it can. `on` is the business date. */
export function rangeProblem(
  { from, to }: { from: Day; to: Day },
  on: Day,
): 'reversed' | 'future' | 'tooLong' | null {
  if (from > to) return 'reversed'
  if (to > on) return 'future'
  return daysBetween(from, to) >= longestRangeDays ? 'tooLong' : null
}

/** The months from `from` to `to`, `YYYY-MM`; none where `from` is later. */
export function monthsOfRange(from: Day, to: Day): string[] {
  const months: string[] = []
  let [year = 0, month = 0] = from.split('-').map(Number)
  for (;;) {
    const name = `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}`
    if (name > to.slice(0, 7)) return months
    months.push(name)
    month += 1
    if (month > 12) [year, month] = [year + 1, 1]
  }
}
