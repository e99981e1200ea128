import { AppError } from '#contract/errors.ts'
import type { Clock } from '#platform/clock/clock.ts'
import { Arrivals, spreadMs } from './arrivals.ts'
import type { Limits } from './context.ts'
import { BranchBuckets } from './token-bucket.ts'

/**
 * What of a branch's requests is counted: commands of its pushes, pages of its pulls, usage records. Of
 * a source that delivers bookings: its bookings.
 */
export type Paced = 'push' | 'pull' | 'ledger' | 'feed'

/** Keeps branches to their pace; counts within this process. */
export interface Pace {
  /** Throws `headOffice.busy`, with the seconds to wait, where a branch or source asks for too much. */
  admit(what: Paced, whose: string, cost: number): void
  /** Notes a session that is being opened; returns over how long its terminal is to spread, ms. */
  arrival(): number
}

/** The pace of a head office. */
export function createPace(limits: Limits, clock: Clock): Pace {
  const buckets = {
    push: new BranchBuckets(limits.push),
    pull: new BranchBuckets(limits.pull),
    feed: new BranchBuckets(limits.feed),
    ledger: new BranchBuckets(limits.ledger),
  }
  const arrivals = new Arrivals()
  return {
    admit(what, whose, cost) {
      const waitMs = buckets[what].take(whose, cost, clock.monotonic())
      if (waitMs === 0) return
      throw new AppError('headOffice.busy', { retryAfterSeconds: Math.ceil(waitMs / 1_000) })
    },
    arrival: () => spreadMs(arrivals.note(clock.monotonic()), limits.arrivals),
  }
}
