import { type Day, daysBetween } from '../time/day.ts'
import { leakingClasses } from './classes.ts'
import type { CountedMovement } from './fund-flow.ts'
import { byTime } from './movement.ts'

/** An outflow of which some has not come back, 分. */
export interface RecoverableOutflow {
  counted: CountedMovement
  /** What of it has not come back. */
  leftFen: number
  /** Days since it left. */
  days: number
}

/**
 * 可争取回流: what went to accounts of the customer's own elsewhere and into securities and has not come
 * back until `on`, the latest first. What comes back from there takes up the earliest outflow first,
 * and none that came after it.
 */
export function recoverableOf(counted: readonly CountedMovement[], on: Day): RecoverableOutflow[] {
  const leaking = counted
    .filter(({ verdict }) => leakingClasses.includes(verdict.flowClass))
    .sort((a, b) => byTime(a.movement, b.movement))
  const open: { counted: CountedMovement; leftFen: number }[] = []
  let first = 0
  for (const each of leaking) {
    const { direction, amountFen } = each.movement
    if (direction === 'out') {
      open.push({ counted: each, leftFen: amountFen })
      continue
    }
    let returning = amountFen
    for (let outflow = open[first]; outflow && returning > 0; outflow = open[first]) {
      const taken = Math.min(returning, outflow.leftFen)
      outflow.leftFen -= taken
      returning -= taken
      if (outflow.leftFen === 0) first += 1
    }
  }
  return open
    .slice(first)
    .map((outflow) => ({ ...outflow, days: daysBetween(outflow.counted.movement.postedOn, on) }))
    .reverse()
}
