import type { Clock } from '#platform/clock/clock.ts'
import { busyPauseMs } from './pacing.ts'

/** What head office asked this terminal to wait for. */
export class Patience {
  readonly #clock: Clock
  readonly #random: () => number
  #session: object | null = null
  #busyUntilMs = 0
  #spreadUntilMs = 0

  constructor(clock: Clock, random: () => number) {
    this.#clock = clock
    this.#random = random
  }

  /**
   * A session that is in use from now on; a new one says whether this terminal is one of many that
   * come back together. Returns whether it is new.
   */
  begin(session: { spreadMs: number }): boolean {
    if (session === this.#session) return false
    this.#session = session
    this.#spreadUntilMs = this.#clock.monotonic() + session.spreadMs * this.#random()
    return true
  }

  /** Head office is busy; returns the pause, ms. */
  busy(retryAfterSeconds: number): number {
    const pause = busyPauseMs(retryAfterSeconds, this.#random())
    this.#busyUntilMs = this.#clock.monotonic() + pause
    return pause
  }

  /** A person does not want to wait. */
  end(): void {
    this.#busyUntilMs = 0
    this.#spreadUntilMs = 0
  }

  /** How long head office is still to be left alone, ms; 0 or less: not any more. */
  get busyLeftMs(): number {
    return this.#busyUntilMs - this.#clock.monotonic()
  }

  /** Whether what can wait is put off: everything but the first push. */
  get spreading(): boolean {
    return this.#clock.monotonic() < this.#spreadUntilMs
  }
}
