/** Made-up branches of a month, each person with a label. Frozen: a test holds the hash of this file. */
import type { TracedMonth, TracedSession } from '#domain/anomalies/trace.ts'
import { addDays, addMonths, type Day } from '#domain/time/day.ts'
import { isWorkingDay } from '#domain/time/working-day.ts'
import { Chance } from './chance.ts'
import { honestKinds, noonRelief } from './honest.ts'
import type { Habit, Person, SharedHabit } from './people.ts'

/** Ways of misuse of one family. */
export interface Family {
  single: Record<string, Habit>
  shared: Record<string, SharedHabit>
  /** People a shared way needs. */
  together: number
}

/** A branch's month with the truth about its people. */
export interface LabelledMonth extends TracedMonth {
  /** Kind by person, and whether it is misuse. */
  labels: ReadonlyMap<string, { kind: string; misuse: boolean }>
}

/** Honest people of every branch. */
const honestPeople = 12

const workingDays = (month: Day): Day[] => {
  const days: Day[] = []
  for (let day = month; day < addMonths(month, 1); day = addDays(day, 1)) {
    if (isWorkingDay(day, new Map())) days.push(day)
  }
  return days
}

function honestKind(chance: Chance): string {
  const kinds = Object.entries(honestKinds)
  let left = chance.between(
    0,
    kinds.reduce((sum, [, { share }]) => sum + share, 0),
  )
  for (const [kind, { share }] of kinds) {
    left -= share
    if (left < 0) return kind
  }
  return 'light user'
}

/**
 * A branch: twelve honest people, and with a family one person of each way of it. Some PCs are shared by
 * two. Leave takes up to six days of anybody.
 */
export function labelledMonth(seed: number, month: Day, family: Family | null): LabelledMonth {
  const chance = new Chance(seed)
  const days = workingDays(month)
  const dutyDays = new Map<string, readonly Day[]>()
  const labels = new Map<string, { kind: string; misuse: boolean }>()
  const sessions: TracedSession[] = []
  const person = (kind: string, misuse: boolean, device: number): Person => {
    const staffId = `${seed}-${labels.size}`
    const late = misuse ? undefined : honestKinds[kind]?.lastDaysOnly
    const duty =
      late === undefined ? chance.some(days, days.length - chance.whole(0, 6)) : days.slice(-late)
    labels.set(staffId, { kind, misuse })
    dutyDays.set(staffId, duty)
    return { staffId, deviceId: `pc-${seed}-${device}`, dutyDays: duty }
  }
  const honest: Person[] = []
  for (let nth = 0; nth < honestPeople; nth += 1) {
    const kind = honestKind(chance)
    const own = person(kind, false, Math.floor(nth * 0.75))
    honest.push(own)
    sessions.push(...(honestKinds[kind]?.habit(own, chance) ?? []))
    const neighbour = honest[nth - 1]
    if (neighbour && chance.happens(0.3)) sessions.push(...noonRelief(own, neighbour, chance))
  }
  let device = honestPeople
  for (const [kind, habit] of Object.entries(family?.single ?? {})) {
    sessions.push(...habit(person(kind, true, device++), chance))
  }
  for (const [kind, habit] of Object.entries(family?.shared ?? {})) {
    const people = Array.from({ length: family?.together ?? 0 }, () => person(kind, true, device))
    device += 1
    sessions.push(...habit(people, chance))
  }
  return { dutyDays, labels, sessions: sessions.sort((a, b) => a.startMs - b.startMs) }
}
