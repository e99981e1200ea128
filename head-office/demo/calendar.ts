import type { CalendarDay } from '#domain/administration/records.ts'
import { addDays, type Day } from '#domain/time/day.ts'

type Spell = readonly [name: string, from: Day, to: Day]

/**
 * Statutory holidays and exchanged working days of mainland China, from the State Council's notices
 * for 2025 (2024-11-12) and 2026 (2025-11-04).
 */
const holidays: readonly Spell[] = [
  ['元旦', '2025-01-01', '2025-01-01'],
  ['春节', '2025-01-28', '2025-02-04'],
  ['清明节', '2025-04-04', '2025-04-06'],
  ['劳动节', '2025-05-01', '2025-05-05'],
  ['端午节', '2025-05-31', '2025-06-02'],
  ['国庆节、中秋节', '2025-10-01', '2025-10-08'],
  ['元旦', '2026-01-01', '2026-01-03'],
  ['春节', '2026-02-15', '2026-02-23'],
  ['清明节', '2026-04-04', '2026-04-06'],
  ['劳动节', '2026-05-01', '2026-05-05'],
  ['端午节', '2026-06-19', '2026-06-21'],
  ['中秋节', '2026-09-25', '2026-09-27'],
  ['国庆节', '2026-10-01', '2026-10-07'],
]

const exchanged: readonly Day[] = [
  '2025-01-26',
  '2025-02-08',
  '2025-04-27',
  '2025-09-28',
  '2025-10-11',
  '2026-01-04',
  '2026-02-14',
  '2026-02-28',
  '2026-05-09',
  '2026-09-20',
  '2026-10-10',
]

/** The calendar's exceptions for 2025 and 2026. */
export function statutoryCalendar(): CalendarDay[] {
  const off = holidays.flatMap(([name, from, to]) => {
    const days: CalendarDay[] = []
    for (let day = from; day <= to; day = addDays(day, 1)) days.push({ day, working: false, name })
    return days
  })
  return [...off, ...exchanged.map((day) => ({ day, working: true, name: '调休上班' }))]
}
