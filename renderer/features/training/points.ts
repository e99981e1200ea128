import type { ScorePart } from '#domain/assessment/scheme.ts'
import type { PartScore } from '#domain/assessment/score.ts'

/** Hundredths as points with two decimals: 8281 → `82.81`. */
export const points = (hundredths: number): string => (hundredths / 100).toFixed(2)

/** Hundredths with one decimal, as averages are shown: 1060 → `10.6`. */
export const oneDecimal = (hundredths: number): string => (hundredths / 100).toFixed(1)

/** What a part needs, with a decimal where it is not whole: 13.2 days, 12 logins. */
export function needOf({ need, scale }: Pick<PartScore, 'need' | 'scale'>): string {
  const value = need / scale
  return Number.isInteger(value) ? String(value) : value.toFixed(1)
}

/** Parts that are counted in days. */
export const inDays = (part: ScorePart): boolean => part === 'active_days'
