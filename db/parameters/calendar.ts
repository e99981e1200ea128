import type { CalendarExceptions } from '#domain/time/working-day.ts'
import { all, type ReadDatabase } from '../connection/statements.ts'

/** Holidays and exchanged working days, as head office published them. */
export function calendarExceptions(db: ReadDatabase): CalendarExceptions {
  const rows = all<{ day: string; working: number }>(db, 'SELECT day, working FROM calendar_day')
  return new Map(rows.map(({ day, working }) => [day, working === 1]))
}
