import { addDays, type Day, daysBetween } from '../time/day.ts'

/** A period under way and what it must reach; money in 分. */
export interface CatchUpCase {
  /** Least daily average of the tier. */
  floorFen: number
  periodFrom: Day
  periodTo: Day
  /** Last day whose balance is known, and Σ of closing balances up to it, 分·days. */
  knownTo: Day
  sumFenDays: number
  /** Balance of that day: what stays until the money comes. */
  balanceFen: number
}

/** What it takes when the money comes on a given day. */
export interface CatchUp {
  from: Day
  /** Days from then to the end of the period. */
  leftDays: number
  /** Days until then, at today's balance. */
  heldDays: number
  /** Balance of every day from then on, rounded up. */
  perDayFen: number
  /** How much that is above today's balance; not above zero where nothing has to come. */
  moreFen: number
}

/**
 * The cliff helper from different days on (rule 4.2): (T·n − Σ − balance × days until then) ÷ days
 * left, for each start after the last known day and within the period.
 */
export function catchUps(known: CatchUpCase, starts: readonly Day[]): CatchUp[] {
  const next = addDays(known.knownTo, 1)
  const days = daysBetween(known.periodFrom, known.periodTo) + 1
  const lacking = known.floorFen * days - known.sumFenDays
  return starts
    .filter((from) => from >= next && from <= known.periodTo)
    .map((from) => {
      const heldDays = daysBetween(next, from)
      const leftDays = daysBetween(from, known.periodTo) + 1
      const perDayFen = Math.ceil((lacking - heldDays * known.balanceFen) / leftDays)
      return { from, leftDays, heldDays, perDayFen, moreFen: perDayFen - known.balanceFen }
    })
}

/** Days worth comparing: tomorrow, then the next firsts and fifteenths; three at most. */
export function catchUpStarts(knownTo: Day, periodTo: Day): Day[] {
  const starts: Day[] = []
  for (let day = addDays(knownTo, 1); day <= periodTo && starts.length < 3; day = addDays(day, 1)) {
    if (starts.length === 0 || day.endsWith('-01') || day.endsWith('-15')) starts.push(day)
  }
  return starts
}
