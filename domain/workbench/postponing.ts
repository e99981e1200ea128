import { addDays, type Day } from '../time/day.ts'

/** Longest time for which a task may be put off, or somebody may stand in, days. */
export const longestDelayDays = 30

/** Whether a task may be put off (or stood in for) until a day, as of the business date. */
export function isWithinDelay(until: Day, businessDate: Day): boolean {
  return until > businessDate && until <= addDays(businessDate, longestDelayDays)
}

/** Whether a task is put off on a day: it is not shown before `not_before`. */
export function isPutOff(task: { not_before: Day | null }, on: Day): boolean {
  return task.not_before !== null && task.not_before > on
}
