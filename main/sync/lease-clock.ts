import type { Clock } from '#platform/clock/clock.ts'

/** How much earlier than before the wall clock may be without being suspicious, ms. */
export const clockToleranceMs = 5 * 60_000

/**
 * Time for leases: never earlier than what was ever seen, and running on while this process runs,
 * so that turning the wall clock back gains nothing. Evidence of wall time is not its business.
 */
export class LeaseClock {
  readonly #clock: Clock
  #anchorMs: number
  #anchorMonotonic: number

  /** `lastSeenMs`: highest time remembered from earlier runs; 0 at the first start. */
  constructor(clock: Clock, lastSeenMs: number) {
    this.#clock = clock
    this.#anchorMs = lastSeenMs
    this.#anchorMonotonic = clock.monotonic()
  }

  /** Milliseconds UTC to judge leases by. */
  now(): number {
    const sinceAnchor = this.#clock.monotonic() - this.#anchorMonotonic
    return Math.max(this.#clock.now(), this.#anchorMs + sinceAnchor)
  }

  /** Head office told its time: it is right, also where this clock had run ahead. */
  serverTime(serverMs: number): void {
    this.#anchorMs = serverMs
    this.#anchorMonotonic = this.#clock.monotonic()
  }

  /** Whether the wall clock stands earlier than time that has already passed here. */
  get movedBack(): boolean {
    const sinceAnchor = this.#clock.monotonic() - this.#anchorMonotonic
    return this.#clock.now() < this.#anchorMs + sinceAnchor - clockToleranceMs
  }

  /** What to remember for the next run, ms UTC. */
  get lastSeenMs(): number {
    return this.now()
  }
}
