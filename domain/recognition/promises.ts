import type { Day } from '../time/day.ts'

/** A next contact somebody promised a customer. */
export interface GivenPromise {
  /** The day on which it was promised, and the one that was promised. */
  givenOn: Day
  promisedOn: Day
  text: string
}

/** What became of a promise. */
export interface JudgedPromise extends GivenPromise {
  state: 'kept' | 'broken'
  /** The day on which it was kept. */
  keptOn: Day | null
}

/**
 * What became of promised contacts by a day. One is kept by a contact after it was given and not later
 * than promised, and broken where none came until now; one that was kept late is neither, and one whose
 * day has not passed is open. Of several promises of one day the last one stands.
 */
export function promisesOf(
  promises: readonly GivenPromise[],
  contactDays: readonly Day[],
  today: Day,
): JudgedPromise[] {
  const lastOfDay = new Map(promises.map((promise) => [promise.promisedOn, promise]))
  return [...lastOfDay.values()].flatMap((promise): JudgedPromise[] => {
    const { givenOn, promisedOn } = promise
    const after = contactDays.filter((day) => day > givenOn).sort()
    const [first] = after
    if (first !== undefined && first <= promisedOn) {
      return [{ ...promise, state: 'kept', keptOn: first }]
    }
    return first === undefined && promisedOn < today
      ? [{ ...promise, state: 'broken', keptOn: null }]
      : []
  })
}
