import { addDays, type Day, dayNumber, dayOfInstant, instantOfDay } from './day.ts'

/** Exceptions of the calendar by day: false for a statutory holiday, true for an exchanged working day. */
export type CalendarExceptions = ReadonlyMap<Day, boolean>

/** Business hours of working days, minutes of the shown day (UTC+8). */
export interface BusinessHours {
  opensAtMinute: number
  closesAtMinute: number
  exceptions: CalendarExceptions
}

const minuteMs = 60_000

/** Whether the bank works on a day: Monday to Friday, unless the calendar says otherwise. */
export function isWorkingDay(day: Day, exceptions: CalendarExceptions): boolean {
  // 1970-01-01 was a Thursday.
  const weekday = (((dayNumber(day) + 3) % 7) + 7) % 7
  return exceptions.get(day) ?? weekday < 5
}

/** The first working day after a day. */
export function nextWorkingDay(day: Day, exceptions: CalendarExceptions): Day {
  for (let next = addDays(day, 1); ; next = addDays(next, 1)) {
    if (isWorkingDay(next, exceptions)) return next
  }
}

/** The working day so many (from 1) after a day. */
export function workingDayAfter(day: Day, count: number, exceptions: CalendarExceptions): Day {
  let reached = day
  for (let left = count; left > 0; left -= 1) reached = nextWorkingDay(reached, exceptions)
  return reached
}

/** The moment of a minute of a shown day, ms UTC. */
export const momentOf = (day: Day, minute: number): number => instantOfDay(day) + minute * minuteMs

/** The first moment from `ms` on at which the bank is open, ms UTC. */
export function openFrom(ms: number, hours: BusinessHours): number {
  const { opensAtMinute, closesAtMinute, exceptions } = hours
  const day = dayOfInstant(ms)
  if (isWorkingDay(day, exceptions)) {
    if (ms < momentOf(day, opensAtMinute)) return momentOf(day, opensAtMinute)
    if (ms < momentOf(day, closesAtMinute)) return ms
  }
  return momentOf(nextWorkingDay(day, exceptions), opensAtMinute)
}

/** The moment so many minutes of business hours after `ms`, ms UTC. */
export function afterBusinessMinutes(ms: number, minutes: number, hours: BusinessHours): number {
  let left = minutes * minuteMs
  let from = openFrom(ms, hours)
  for (;;) {
    const closes = momentOf(dayOfInstant(from), hours.closesAtMinute)
    if (from + left <= closes) return from + left
    left -= closes - from
    from = openFrom(closes, hours)
  }
}
