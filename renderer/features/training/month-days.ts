import type { OwnSession } from '#contract/ipc/training.ts'
import { addDays, addMonths, type Day, dayNumber, dayOfInstant } from '#domain/time/day.ts'

/** A day of the month with what was done on it. */
export interface MonthDay {
  day: Day
  effective: number
  logins: number
}

/** Place of a day in its week, Monday 0. 1970-01-01 was a Thursday. */
export const weekdayOf = (day: Day): number => (((dayNumber(day) + 3) % 7) + 7) % 7

/** Every day of a month, oldest first. A use counts on the day on which it began. */
export function monthDays(month: Day, sessions: readonly OwnSession[]): MonthDay[] {
  const byDay = Map.groupBy(sessions, ({ startMs }) => dayOfInstant(startMs))
  const days: MonthDay[] = []
  for (let day = month; day < addMonths(month, 1); day = addDays(day, 1)) {
    const own = byDay.get(day) ?? []
    const effective = own.filter(({ verdict }) => verdict === 'counted').length
    days.push({ day, effective, logins: own.length })
  }
  return days
}
