import { type Day, daysBetween } from '#domain/time/day.ts'

/** Whole days since the last contact, never negative; null where there was none yet. */
export function contactDays(lastOn: Day | null, today: Day): number | null {
  return lastOn === null ? null : Math.max(0, daysBetween(lastOn, today))
}
