/**
 * Family B of made-up use, for the final figure only: nothing is tuned on it. Frozen: a test holds the
 * hash of this file.
 */
import { fill, type Habit, moment, type SharedHabit } from './people.ts'

/** A clicker with some jitter, at times that look like a person's. */
const jitter: Habit = (person, chance) => {
  const every = chance.between(6, 45)
  return chance.some(person.dutyDays, chance.whole(10, 18)).map((day) =>
    fill(person, person.deviceId, moment(day, chance.around(640, 120)), {
      actions: chance.whole(5, 20),
      first: () => chance.wait(15, 0.5),
      gap: () => every * chance.between(0.85, 1.15),
      tail: () => chance.wait(30, 0.5),
    }),
  )
}

/** Recorded once and played again, on other days and at other times. */
const replay: Habit = (person, chance) => {
  const gaps = Array.from({ length: chance.whole(4, 12) }, () => chance.wait(45, 0.9))
  return chance.some(person.dutyDays, chance.whole(9, 16)).map((day) => {
    let nth = 0
    const next = () => (gaps[nth++] ?? 30) + chance.between(-0.2, 0.2)
    return fill(person, person.deviceId, moment(day, chance.between(505, 1010)), {
      actions: gaps.length,
      first: next,
      gap: next,
      tail: () => 45,
    })
  })
}

/** Everything in the last week, some minutes each, one to three actions. */
const lastWeek: Habit = (person, chance) =>
  person.dutyDays.slice(-5).flatMap((day) =>
    [510, 630, 830, 960].slice(0, chance.whole(2, 4)).map((minute) =>
      fill(person, person.deviceId, moment(day, minute + chance.between(0, 60)), {
        actions: chance.whole(1, 3),
        first: () => chance.between(10, 60),
        gap: () => chance.between(10, 60),
        tail: () => chance.between(30, 90),
      }),
    ),
  )

/** Now and then, a bit over a minute, one or two things touched. */
const sloppy: Habit = (person, chance) =>
  chance.some(person.dutyDays, chance.whole(11, 15)).map((day) =>
    fill(person, person.deviceId, moment(day, chance.between(500, 1020)), {
      actions: chance.whole(1, 2),
      first: () => chance.between(8, 45),
      gap: () => chance.between(5, 30),
      tail: () => chance.between(25, 40),
    }),
  )

/** Two who do it for each other, at one PC, a minute or two each. */
const pairs: SharedHabit = (people, chance) => {
  const two = people.slice(0, 2)
  const [first] = two
  if (!first) return []
  return chance.some(first.dutyDays, chance.whole(10, 14)).flatMap((day) => {
    let startMs = moment(day, chance.between(505, 1000))
    return (chance.happens(0.5) ? two : two.toReversed()).map((person) => {
      const session = fill(person, first.deviceId, startMs, {
        actions: chance.whole(1, 4),
        first: () => chance.between(12, 40),
        gap: () => chance.between(8, 35),
        tail: () => chance.between(25, 50),
      })
      startMs = session.endMs + chance.between(10, 60) * 1000
      return session
    })
  })
}

/** One by one. */
export const botsB: Record<string, Habit> = { jitter, replay, 'last week': lastWeek, sloppy }

/** Two at a time. */
export const sharedBotsB: Record<string, SharedHabit> = { 'two for each other': pairs }
