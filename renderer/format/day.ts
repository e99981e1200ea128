import { type Day, addDays, dayOfInstant, shownOffsetMs } from '#domain/time/day.ts'

/** `11-23`; a day of another year than `today` carries it: `2027-02-09`. */
export function formatDay(day: Day, today: Day): string {
  return day.slice(0, 4) === today.slice(0, 4) ? day.slice(5) : day
}

/** Time of day at UTC+8, `10:21`. */
export function formatTime(ms: number): string {
  return new Date(ms + shownOffsetMs).toISOString().slice(11, 16)
}

/** Full moment at UTC+8 for a title, `2026-11-23 10:21:07`. */
export function formatMoment(ms: number): string {
  return new Date(ms + shownOffsetMs).toISOString().slice(0, 19).replace('T', ' ')
}

/** How near a moment is: its day apart from its time. */
export function relateInstant(
  ms: number,
  nowMs: number,
): { near: 'today' | 'yesterday' | null; day: string; time: string } {
  const today = dayOfInstant(nowMs)
  const day = dayOfInstant(ms)
  const near = day === today ? 'today' : day === addDays(today, -1) ? 'yesterday' : null
  return { near, day: formatDay(day, today), time: formatTime(ms) }
}

/** A span cut into the two units that matter, never negative. */
export function splitSpan(
  ms: number,
):
  | { unit: 'days'; days: number; hours: number }
  | { unit: 'hours'; hours: number; minutes: number }
  | { unit: 'minutes'; minutes: number }
  | { unit: 'seconds'; seconds: number } {
  const seconds = Math.max(0, Math.ceil(ms / 1000))
  const minutes = Math.floor(seconds / 60)
  if (minutes < 1) return { unit: 'seconds', seconds }
  if (minutes < 60) return { unit: 'minutes', minutes }
  const hours = Math.floor(minutes / 60)
  if (hours < 24) return { unit: 'hours', hours, minutes: minutes % 60 }
  return { unit: 'days', days: Math.floor(hours / 24), hours: hours % 24 }
}
