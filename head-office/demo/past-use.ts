import type { Role } from '#domain/organisation/roles.ts'
import { addMonths, type Day, instantOfDay } from '#domain/time/day.ts'
import type { UsageModule } from '#domain/usage/modules.ts'
import { nameBasedId } from '#platform/ids/uuid.ts'
import { chance, type Chance } from '#platform/chance/chance.ts'
import type { SessionOfDevice } from '../assessment/sessions.ts'
import type { Person } from './organisation.ts'

const minute = 60_000

/** How somebody uses the system in one month. */
interface Habit {
  /** Effective logins of a full month, and those that come to nothing. */
  effective: number
  idle: number
  /** Modules the person comes to. */
  modules: readonly UsageModule[]
  /** How many of the effective ones are over within two minutes. */
  hurried: number
}

const modulesOf: Partial<Record<Role, readonly UsageModule[]>> = {
  branch_head: ['workbench', 'key_transactions', 'customers', 'groups'],
  operations_supervisor: ['workbench', 'customers'],
  customer_manager: ['workbench', 'key_transactions', 'customers', 'groups'],
  lobby_manager: ['counter'],
  teller: ['counter'],
}

/** Habits of the first outlet's people, by number; `back` counts months before the running one. */
const stories: Record<string, (back: number) => Partial<Habit>> = {
  '8110103': () => ({ effective: 17, idle: 6 }),
  '8110104': (back) => ({
    effective: back === 1 ? 11 : back === 0 ? 9 : 13 + (back % 2),
    idle: 9,
    modules: ['workbench', 'customers', 'groups'],
  }),
  // On leave since the second week of the running month.
  '8110105': (back) => ({ effective: back === 0 ? 4 : 14, idle: 4 }),
  '8110107': (back) => ({ effective: 13, idle: 2, hurried: back === 1 ? 10 : 0 }),
  '8110108': (back) => ({ effective: back === 0 ? 6 : 8 + ((back * 2) % 5), idle: 11 }),
}

function habitOf({ no, role }: Person, back: number, random: Chance): Habit {
  const effective = Math.max(4, Math.round(14.4 - back * 0.5 + random.normal() * 1.6))
  const usual = { effective, idle: random.int(2, 8), modules: modulesOf[role] ?? [], hurried: 0 }
  return { ...usual, ...stories[no]?.(back) }
}

interface Visit {
  startMs: number
  minutes: number
  modules: readonly UsageModule[]
}

function sessionOf(
  { id, no }: Person,
  { startMs, minutes, modules }: Visit,
  random: Chance,
): SessionOfDevice {
  const lastMs = Math.round(minutes * minute)
  const count = modules.length === 0 ? 0 : Math.max(1, Math.min(14, Math.round(minutes / 9)))
  const times = Array.from({ length: count }, () =>
    random.int(9_000, Math.max(9_001, lastMs - 4_000)),
  )
  return {
    staffId: id,
    sessionId: nameBasedId('demo', 'session', `${no} ${startMs}`),
    deviceId: nameBasedId('demo', 'counter pc', no),
    startMs,
    endMs: startMs + lastMs,
    activeMs: lastMs,
    lockedMs: 0,
    actions: times
      .sort((a, b) => a - b)
      .map((afterMs, nth) => ({ afterMs, module: modules[nth % modules.length] ?? null })),
    offline: random.hit(0.04),
  }
}

/**
 * Sessions of somebody in the month of a day, on some of its working days until `until`: those that are
 * work, and those that come to nothing. The same person, month and seed give the same.
 */
export function pastUse(
  person: Person,
  {
    month,
    working,
    until,
    back,
    seed,
  }: {
    month: Day
    working: readonly Day[]
    until: Day
    back: number
    seed: number
  },
): SessionOfDevice[] {
  const random = chance(seed).fork(`use ${person.no} ${month}`)
  const habit = habitOf(person, back, random)
  const passed = working.filter((day) => day <= until)
  const share = working.length === 0 ? 0 : passed.length / working.length
  // Who keeps a pace of a full month has so much of it by now; the stories of the running month say it as it is.
  const told = back === 0 && stories[person.no] !== undefined
  const effective = Math.round(habit.effective * (told ? 1 : share))
  const idle = Math.round(habit.idle * share)
  const days = passed.map((day) => ({ day, order: random.next() }))
  days.sort((a, b) => a.order - b.order)
  const next = addMonths(month, 1)
  const visits: Visit[] = []
  for (let nth = 0; nth < effective; nth += 1) {
    const at = days[nth % Math.max(1, days.length)]
    if (!at) break
    const second = nth >= days.length
    const hour = second ? random.int(14 * 60, 16 * 60) : random.int(8 * 60 + 5, 11 * 60)
    const hurried = nth < habit.hurried
    visits.push({
      startMs: instantOfDay(at.day) + hour * minute + random.int(0, 59_000),
      minutes: hurried ? random.int(66, 112) / 60 : random.int(14, 130),
      modules: habit.modules,
    })
  }
  for (let nth = 0; nth < idle; nth += 1) {
    const at = passed[random.int(0, Math.max(0, passed.length - 1))]
    if (!at) break
    const short = random.hit(0.4)
    visits.push({
      startMs: instantOfDay(at) + random.int(16 * 60 + 40, 17 * 60 + 30) * minute,
      minutes: short ? random.int(12, 50) / 60 : random.int(2, 9),
      modules: short ? habit.modules : [],
    })
  }
  const starts = new Set<number>()
  return visits
    .filter(({ startMs }) => {
      const again = starts.has(startMs)
      starts.add(startMs)
      // Nobody begins twice at one moment.
      return !again && startMs < instantOfDay(next)
    })
    .map((visit) => sessionOf(person, visit, random))
}
