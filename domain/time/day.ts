/** A calendar day, `YYYY-MM-DD`. Days compare as text. */
export type Day = string

const dayMs = 86_400_000
/** Shown time is UTC+8 everywhere; China has no daylight saving. */
export const shownOffsetMs = 8 * 3_600_000

/** Days since 1970-01-01. */
export function dayNumber(day: Day): number {
  return Math.round(Date.parse(`${day}T00:00:00Z`) / dayMs)
}

/** The day `number` days after 1970-01-01. */
export function dayOfNumber(number: number): Day {
  return new Date(number * dayMs).toISOString().slice(0, 10)
}

/** Whether the text is a day that exists (2026-02-29 is not). */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const ms = Date.parse(`${text}T00:00:00Z`)
  return !Number.isNaN(ms) && dayOfNumber(ms / dayMs) === text
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
