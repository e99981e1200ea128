/** Working days whose pace a forecast rests on, at most and at least. */
export const paceDays = { most: 20, least: 5 }

/** z of an interval that holds in four of five cases. */
const fourOfFive = 1.2816

/** Effective logins a month may end with, if the pace stays: the likely number, and between which. */
export interface Forecast {
  likely: number
  low: number
  high: number
  /** Working days the pace was taken from. */
  days: number
}

/**
 * The number of effective logins at the end of a month: those there are, and for each working day left the
 * mean of the last working days. Days are taken as independent of each other, so the spread of the sum is
 * √(days · variance); the interval holds in four of five cases, and lies between what is there and the
 * most that can still count. `counts` are effective logins of the last working days, the newest last; null
 * where there are too few to tell.
 */
export function forecastOf(
  have: number,
  counts: readonly number[],
  daysLeft: number,
  mostADay: number,
): Forecast | null {
  const last = counts.slice(-paceDays.most)
  const days = last.length
  if (daysLeft === 0) return { likely: have, low: have, high: have, days }
  if (days < paceDays.least) return null
  const mean = last.reduce((sum, count) => sum + count, 0) / days
  const variance = last.reduce((sum, count) => sum + (count - mean) ** 2, 0) / (days - 1)
  const spread = fourOfFive * Math.sqrt(daysLeft * variance)
  const within = (value: number) =>
    Math.min(have + daysLeft * mostADay, Math.max(have, Math.round(value)))
  return {
    likely: within(have + daysLeft * mean),
    low: within(have + daysLeft * mean - spread),
    high: within(have + daysLeft * mean + spread),
    days,
  }
}
