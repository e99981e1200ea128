/** Honest staff of several kinds. Frozen: a test holds the hash of this file. */
import type { TracedSession } from '#domain/anomalies/trace.ts'
import type { Chance } from './chance.ts'
import { type Habit, humanSession, moment, type Person } from './people.ts'

/** Sessions of a day, one after the other, from a minute of the day on. */
function dayOf(
  person: Person,
  chance: Chance,
  from: number,
  sessions: number,
  make: (startMs: number) => TracedSession,
  pauseMinutes: number,
): TracedSession[] {
  const made: TracedSession[] = []
  let startMs = from
  for (let nth = 0; nth < sessions; nth += 1) {
    const session = make(startMs)
    made.push(session)
    startMs = session.endMs + chance.wait(pauseMinutes, 0.8) * 60_000
  }
  return made
}

/** A customer manager: a few long sessions, calls of very different length. */
const customerManager: Habit = (person, chance) =>
  person.dutyDays.flatMap((day) => {
    if (chance.happens(0.08)) return []
    return dayOf(
      person,
      chance,
      moment(day, chance.around(510, 12)),
      chance.whole(1, 4),
      (startMs) =>
        humanSession(person, chance, startMs, {
          actions: chance.whole(2, 25),
          gapSeconds: 150,
          spread: 1.1,
        }),
      75,
    )
  })

/** A teller at a busy counter: one action after the other, all day, starting with the shift. */
const busyTeller: Habit = (person, chance) =>
  person.dutyDays.flatMap((day) =>
    dayOf(
      person,
      chance,
      moment(day, chance.around(505, 3)),
      chance.whole(4, 9),
      (startMs) =>
        humanSession(person, chance, startMs, {
          actions: chance.whole(6, 30),
          gapSeconds: 75,
          spread: 0.55,
        }),
      14,
    ),
  )

/** Night shift: the same work, through midnight. */
const nightShift: Habit = (person, chance) =>
  person.dutyDays.flatMap((day) =>
    dayOf(
      person,
      chance,
      moment(day, chance.around(1260, 10)),
      chance.whole(1, 3),
      (startMs) =>
        humanSession(person, chance, startMs, {
          actions: chance.whole(1, 12),
          gapSeconds: 400,
          spread: 1,
        }),
      90,
    ),
  )

/** Part time: half of the days, mornings only. */
const partTime: Habit = (person, chance) =>
  chance.some(person.dutyDays, Math.ceil(person.dutyDays.length / 2)).flatMap((day) =>
    dayOf(
      person,
      chance,
      moment(day, chance.around(540, 20)),
      chance.whole(1, 2),
      (startMs) =>
        humanSession(person, chance, startMs, {
          actions: chance.whole(2, 12),
          gapSeconds: 120,
          spread: 0.9,
        }),
      50,
    ),
  )

/** Light use: a look and one or two things done, on most days, often only for some minutes. */
const lightUser: Habit = (person, chance) =>
  chance.some(person.dutyDays, chance.whole(8, 16)).map((day) =>
    humanSession(person, chance, moment(day, chance.between(515, 1010)), {
      actions: chance.whole(1, 5),
      gapSeconds: 80,
      spread: 0.9,
      tailSeconds: 150,
    }),
  )

/** Puts it off: a third of the month's work is done in its last days, but it is work. */
const lateWorker: Habit = (person, chance) => {
  const { dutyDays } = person
  const last = dutyDays.slice(-4)
  const before = chance.some(dutyDays.slice(0, -4), chance.whole(6, 9))
  return [...before, ...last].map((day) =>
    humanSession(person, chance, moment(day, chance.between(520, 1000)), {
      actions: chance.whole(3, 14),
      gapSeconds: 130,
      spread: 1,
    }),
  )
}

/** Came in the middle of the month: on duty since then, a lot to try out. */
const newcomer: Habit = (person, chance) =>
  person.dutyDays.flatMap((day) =>
    dayOf(
      person,
      chance,
      moment(day, chance.around(525, 10)),
      chance.whole(2, 5),
      (startMs) =>
        humanSession(person, chance, startMs, {
          actions: chance.whole(1, 15),
          gapSeconds: 90,
          spread: 1.2,
        }),
      40,
    ),
  )

/** Kinds of honest staff; `duty` says of how many duty days of the month, from its end, they had. */
export const honestKinds: Record<string, { habit: Habit; share: number; lastDaysOnly?: number }> = {
  'customer manager': { habit: customerManager, share: 25 },
  'busy teller': { habit: busyTeller, share: 25 },
  'night shift': { habit: nightShift, share: 8 },
  'part time': { habit: partTime, share: 10 },
  'light user': { habit: lightUser, share: 16 },
  'late worker': { habit: lateWorker, share: 8 },
  newcomer: { habit: newcomer, share: 8, lastDaysOnly: 9 },
}

/** A colleague who takes over at a neighbour's PC for some minutes, now and then, over noon. */
export function noonRelief(person: Person, neighbour: Person, chance: Chance): TracedSession[] {
  return chance
    .some(person.dutyDays, chance.whole(2, 7))
    .map((day) =>
      humanSession(
        person,
        chance,
        moment(day, chance.between(715, 770)),
        { actions: chance.whole(1, 4), gapSeconds: 60, spread: 0.7 },
        neighbour.deviceId,
      ),
    )
}
