/** Family A of made-up use, for tuning. Frozen: a test holds the hash of this file. */
import { fill, type Habit, moment, type SharedHabit } from './people.ts'

/** An auto-clicker: an action every so many seconds, to a few hundredths. */
const metronome: Habit = (person, chance) => {
  const every = chance.between(5, 40)
  return chance.some(person.dutyDays, chance.whole(10, 18)).map((day) =>
    fill(person, person.deviceId, moment(day, chance.between(500, 1020)), {
      actions: chance.whole(8, 25),
      first: () => every,
      gap: () => every * chance.between(0.985, 1.015),
      tail: () => every,
    }),
  )
}

/** Everything in the last three days, just long enough. */
const lastDays: Habit = (person, chance) =>
  person.dutyDays.slice(-3).flatMap((day) =>
    [510, 600, 690, 840, 950].map((minute) =>
      fill(person, person.deviceId, moment(day, minute + chance.between(0, 20)), {
        actions: 1,
        first: () => chance.between(20, 50),
        gap: () => 0,
        tail: () => chance.between(15, 40),
      }),
    ),
  )

/** Twice on many days, a little more than a minute and one action each. */
const justEnough: Habit = (person, chance) =>
  chance.some(person.dutyDays, chance.whole(7, 14)).flatMap((day) =>
    [chance.between(505, 640), chance.between(840, 1015)].map((minute) =>
      fill(person, person.deviceId, moment(day, minute), {
        actions: 1,
        first: () => chance.between(10, 40),
        gap: () => 0,
        tail: () => chance.between(25, 45),
      }),
    ),
  )

/** A script that starts by the clock, every day, and clicks with some variation. */
const byTheClock: Habit = (person, chance) => {
  const minute = chance.between(505, 1000)
  return chance.some(person.dutyDays, chance.whole(12, 20)).map((day) =>
    fill(person, person.deviceId, moment(day, minute + chance.between(-0.08, 0.08)), {
      actions: chance.whole(2, 5),
      first: () => chance.between(15, 30),
      gap: () => chance.between(20, 60),
      tail: () => chance.between(20, 40),
    }),
  )
}

/** One colleague logs in for all of them, one after the other at one PC. */
const forAll: SharedHabit = (people, chance) => {
  const [first] = people
  if (!first) return []
  return chance.some(first.dutyDays, chance.whole(7, 13)).flatMap((day) => {
    let startMs = moment(day, chance.between(505, 1000))
    return people.map((person) => {
      const session = fill(person, first.deviceId, startMs, {
        actions: chance.whole(1, 3),
        first: () => chance.between(15, 30),
        gap: () => chance.between(10, 30),
        tail: () => chance.between(30, 45),
      })
      startMs = session.endMs + chance.between(8, 25) * 1000
      return session
    })
  })
}

/** One by one. */
export const botsA: Record<string, Habit> = {
  metronome,
  'last days': lastDays,
  'just enough': justEnough,
  'by the clock': byTheClock,
}

/** Four at a time. */
export const sharedBotsA: Record<string, SharedHabit> = { 'one for all': forAll }
