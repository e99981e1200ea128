import { dayNumber } from '#domain/time/day.ts'

/** First day of the lunar year (春节) by year. */
const firstDays: Readonly<Record<number, string>> = {
  2022: '2022-02-01',
  2023: '2023-01-22',
  2024: '2024-02-10',
  2025: '2025-01-29',
  2026: '2026-02-17',
  2027: '2027-02-06',
  2028: '2028-01-26',
  2029: '2029-02-13',
  2030: '2030-02-03',
  2031: '2031-01-23',
  2032: '2032-02-11',
  2033: '2033-01-31',
  2034: '2034-02-19',
  2035: '2035-02-08',
}

/** Spring Festival of a year, days since 1970; for years beyond the table a day in its middle. */
export function springFestival(year: number): number {
  return dayNumber(firstDays[year] ?? `${year}-02-05`)
}
