import type { LeaseClock } from '#main/sync/lease-clock.ts'
import type { TerminalMemory } from '#main/sync/memory.ts'
import type { Ledger, Witness } from './ledger.ts'

/** A record every five minutes while the service runs, so that silence means something. */
const beatMs = 5 * 60_000

/** Start, stop and heartbeat of the service in the ledger; keeps the highest time seen. */
export class Heartbeat {
  readonly #ledger: Ledger
  readonly #memory: TerminalMemory
  readonly #lease: LeaseClock
  readonly #witness: () => Witness | null
  #timer: NodeJS.Timeout | null = null

  constructor(
    ledger: Ledger,
    memory: TerminalMemory,
    lease: LeaseClock,
    witness: () => Witness | null,
  ) {
    this.#ledger = ledger
    this.#memory = memory
    this.#lease = lease
    this.#witness = witness
  }

  /** Writes `app.start`; called as soon as there is a ledger, and again for that of a new enrolment. */
  async started(): Promise<void> {
    this.#timer ??= setInterval(() => void this.#beat(), beatMs)
    await this.#ledger.append({ type: 'app.start', witness: null })
  }

  /** Writes `app.stop`. */
  async stopped(): Promise<void> {
    if (!this.#timer) return
    clearInterval(this.#timer)
    this.#timer = null
    await this.#memory.remember({ lastSeenMs: this.#lease.lastSeenMs })
    await this.#ledger.append({ type: 'app.stop', witness: null })
  }

  async #beat(): Promise<void> {
    this.#ledger.note({ type: 'heartbeat', witness: this.#witness() })
    await this.#memory.remember({ lastSeenMs: this.#lease.lastSeenMs }).catch(() => {})
  }
}
