import type { Clock } from '#platform/clock/clock.ts'

/** The same action on the same object counts once in this time, ms. */
export const sameActionMs = 60_000

const mostRemembered = 2_000

/**
 * Decides which calls of a person are an action of their own (what a screen reads by itself never
 * comes here). Looking at the same thing again and again is one action: the first call of a (session, channel, object) is
 * recorded and opens a minute in which its repetitions are not.
 */
export class ActionLog {
  readonly #clock: Clock
  readonly #last = new Map<string, number>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Whether this call is to be recorded; asking counts as doing. */
  isNew(sessionId: string, channel: string, object: string): boolean {
    const key = `${sessionId}\u0000${channel}\u0000${object}`
    const now = this.#clock.monotonic()
    const last = this.#last.get(key)
    if (last !== undefined && now - last < sameActionMs) return false
    this.#last.delete(key)
    this.#last.set(key, now)
    if (this.#last.size > mostRemembered) {
      const oldest = this.#last.keys().next().value
      if (oldest !== undefined) this.#last.delete(oldest)
    }
    return true
  }
}
