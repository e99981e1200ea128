import type { Course } from './course.ts'

/** The furthest card somebody has read of a unit, from 1. */
export interface UnitProgress {
  unitId: string
  card: number
}

/** How far somebody is in a course, and where to go on. */
export interface CourseProgress {
  /** Units read to the end, and halves of those that are begun: 2.5 of 5 is 25 of 50. */
  doneTenths: number
  ofTenths: number
  /** Where to go on; null where everything is read. */
  next: { unitId: string; card: number } | null
  minutesLeft: number
}

/** How far somebody is. A unit of an earlier version that is no more counts nothing. */
export function progressOf(
  { units }: Pick<Course, 'units'>,
  read: readonly UnitProgress[],
): CourseProgress {
  const furthest = new Map<string, number>()
  for (const { unitId, card } of read) {
    furthest.set(unitId, Math.max(card, furthest.get(unitId) ?? 0))
  }
  const parts = units.map((unit) => {
    const card = Math.min(furthest.get(unit.id) ?? 0, unit.cards.length)
    return { unit, card, left: unit.cards.length - card }
  })
  const open = parts.find(({ left }) => left > 0)
  return {
    doneTenths: parts.reduce(
      (sum, { card, left }) => sum + (left === 0 ? 10 : card > 0 ? 5 : 0),
      0,
    ),
    ofTenths: units.length * 10,
    next: open ? { unitId: open.unit.id, card: open.card + 1 } : null,
    minutesLeft: parts.reduce(
      (sum, { unit, left }) => sum + Math.ceil((unit.minutes * left) / unit.cards.length),
      0,
    ),
  }
}
