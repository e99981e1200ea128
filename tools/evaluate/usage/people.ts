import type { TracedSession } from '#domain/anomalies/trace.ts'
import { type Day, instantOfDay } from '#domain/time/day.ts'
import type { Chance } from './chance.ts'

const secondMs = 1000
const minuteMs = 60 * secondMs

/** A person of a branch that was made up, before anything is known of the use. */
export interface Person {
  staffId: string
  deviceId: string
  dutyDays: readonly Day[]
}

/** A way of using the system: all sessions of one person and month. */
export type Habit = (person: Person, chance: Chance) => TracedSession[]

/** A way in which several people of a branch use it together. */
export type SharedHabit = (people: readonly Person[], chance: Chance) => TracedSession[]

/** A moment of a duty day, minutes after midnight (UTC+8), ms UTC. */
export const moment = (day: Day, minutes: number): number =>
  Math.round(instantOfDay(day) + minutes * minuteMs)

/** How a session is filled: seconds before its first action, and between two. */
export interface Filling {
  actions: number
  first: () => number
  gap: () => number
  /** Seconds after the last action. */
  tail: () => number
}

/** A session that begins at a moment and lasts as long as its actions take. */
export function fill(
  { staffId }: Person,
  deviceId: string,
  startMs: number,
  { actions, first, gap, tail }: Filling,
): TracedSession {
  const actionsMs: number[] = []
  let at = startMs
  for (let nth = 0; nth < actions; nth += 1) {
    at += Math.round((nth === 0 ? first() : gap()) * secondMs)
    actionsMs.push(at)
  }
  return { staffId, deviceId, startMs, endMs: at + Math.round(tail() * secondMs), actionsMs }
}

/** A session as people have them: every wait of its own length. */
export function humanSession(
  person: Person,
  chance: Chance,
  startMs: number,
  work: { actions: number; gapSeconds: number; spread: number; tailSeconds?: number },
  deviceId = person.deviceId,
): TracedSession {
  return fill(person, deviceId, startMs, {
    actions: work.actions,
    first: () => chance.wait(20, 0.7),
    gap: () => chance.wait(work.gapSeconds, work.spread),
    tail: () => chance.wait(work.tailSeconds ?? 60, 1),
  })
}
