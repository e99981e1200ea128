/** A calendar day, `YYYY-MM-DD`. Days compare as text. */
export type Day = string

const dayMs = 86_400_000
/** Shown time is UTC+8 everywhere; China has no daylight saving. */
export const shownOffsetMs = 8 * 3_600_000

/** Days of 400 years, after which the calendar repeats, and from 0000-03-01 to 1970-01-01. */
const eraDays = 146_097
const epochOffset = 719_468

/**
 * Days since 1970-01-01 of a day that exists. Arithmetic of years that begin in March (H. Hinnant,
 * "chrono-compatible low-level date algorithms"): averages ask for it thousands of times a screen.
 */
export function dayNumber(day: Day): number {
  const month = Number(day.slice(5, 7))
  const year = Number(day.slice(0, 4)) - (month <= 2 ? 1 : 0)
  const era = Math.floor(year / 400)
  const yearOfEra = year - era * 400
  const dayOfYear =
    Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + Number(day.slice(8, 10)) - 1
  const leaps = Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100)
  return era * eraDays + yearOfEra * 365 + leaps + dayOfYear - epochOffset
}

const twoDigits = (number: number) => (number < 10 ? `0${number}` : String(number))

/** The day `number` days after 1970-01-01; the reverse of {@link dayNumber}. */
export function dayOfNumber(number: number): Day {
  const shifted = number + epochOffset
  const era = Math.floor(shifted / eraDays)
  const dayOfEra = shifted - era * eraDays
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  )
  const dayOfYear =
    dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153)
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  const date = dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1
  return `${String(year).padStart(4, '0')}-${twoDigits(month)}-${twoDigits(date)}`
}

/** Whether the text is a day that exists (2026-02-29 is not). */
export function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && dayOfNumber(dayNumber(text)) === text
}

/** The day `count` days later; negative counts go back. */
export function addDays(day: Day, count: number): Day {
  return dayOfNumber(dayNumber(day) + count)
}

/** Days from `from` to `to`; negative where `to` is earlier. */
export function daysBetween(from: Day, to: Day): number {
  return dayNumber(to) - dayNumber(from)
}

/** The first day of the day's month. */
export function monthStart(day: Day): Day {
  return `${day.slice(0, 7)}-01`
}

/** The first day of the month `count` months after the day's month. */
export function addMonths(day: Day, count: number): Day {
  const month = Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1 + count
  const year = String(Math.floor(month / 12)).padStart(4, '0')
  return `${year}-${String((month % 12) + 1).padStart(2, '0')}-01`
}

/** The first day of the day's quarter. */
export function quarterStart(day: Day): Day {
  const month = Number(day.slice(5, 7))
  return `${day.slice(0, 4)}-${String(month - ((month - 1) % 3)).padStart(2, '0')}-01`
}

/** The day shown (UTC+8) for a moment in ms UTC. */
export function dayOfInstant(ms: number): Day {
  return dayOfNumber(Math.floor((ms + shownOffsetMs) / dayMs))
}

/** The moment, ms UTC, at which the shown day (UTC+8) begins. */
export function instantOfDay(day: Day): number {
  return dayNumber(day) * dayMs - shownOffsetMs
}

/** Whole years from birth to `on`. */
export function ageOn(birth: Day, on: Day): number {
  const years = Number(on.slice(0, 4)) - Number(birth.slice(0, 4))
  return on.slice(5) < birth.slice(5) ? years - 1 : years
}
