import type { FaultKind } from './faults.ts'
import type { Violation } from './promises.ts'
import { Schedule, type ScheduleOptions } from './schedule.ts'

/** What came of one schedule. */
export interface ModelOutcome {
  seed: number
  steps: number
  faults: Partial<Record<FaultKind, number>>
  /** The faults in order, for shrinking. */
  happened: readonly { ordinal: number; kind: FaultKind }[]
  violation: Violation | null
  /** One line a step, where it was asked for. */
  trace: string[]
}

/** Runs one schedule of the model; the same seed always goes the same way. */
export function runModelSchedule(seed: number, options: ScheduleOptions = {}): ModelOutcome {
  const schedule = new Schedule(seed, options)
  // Refusals are thrown by the thousand; nobody reads where from.
  const { stackTraceLimit } = Error
  Error.stackTraceLimit = 0
  const violation = schedule.run()
  Error.stackTraceLimit = stackTraceLimit
  const { steps, faults, trace } = schedule
  return { seed, steps, faults: faults.counts, happened: faults.happened, violation, trace }
}

/**
 * The fewest faults of a failing schedule that still break the same invariant: runs of faults are left
 * out as long as it breaks, first long ones, then single ones.
 */
export function shrink(outcome: ModelOutcome, run = runModelSchedule): ModelOutcome {
  let smallest = outcome
  const skip = new Set<number>()
  for (let size = Math.ceil(outcome.happened.length / 2); size >= 1; size = Math.floor(size / 2)) {
    for (let from = 0; from < smallest.happened.length;) {
      const out = smallest.happened.slice(from, from + size).map(({ ordinal }) => ordinal)
      const tried = run(outcome.seed, { skip: new Set([...skip, ...out]) })
      if (tried.violation?.invariant !== outcome.violation?.invariant) {
        from += size
        continue
      }
      out.forEach((ordinal) => skip.add(ordinal))
      smallest = tried
    }
  }
  return run(outcome.seed, { skip, trace: true })
}
