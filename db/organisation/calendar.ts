import { addDays, addMonths, type Day } from '#domain/time/day.ts'
import { type CalendarExceptions, isWorkingDay } from '#domain/time/working-day.ts'
import { all, type ReadDatabase } from '../connection/statements.ts'

/** Days on which the bank works otherwise than its week says. */
export function calendarExceptions(db: ReadDatabase): CalendarExceptions {
  const rows = all<{ day: Day; working: number }>(db, 'SELECT day, working FROM calendar_day')
  return new Map(rows.map(({ day, working }) => [day, working === 1]))
}

/** Working days from a day to another one, both included. */
export function workingDaysBetween(exceptions: CalendarExceptions, from: Day, to: Day): Day[] {
  const days: Day[] = []
  for (let day = from; day <= to; day = addDays(day, 1)) {
    if (isWorkingDay(day, exceptions)) days.push(day)
  }
  return days
}

/** The last day of a month. */
export const lastDayOf = (month: Day): Day => addDays(addMonths(month, 1), -1)
