import type { Timer } from '#platform/clock/clock.ts'

/** A pause that ends early when something happens; what happens during work is not lost. */
export class Wakeup {
  readonly #timer: Timer
  #woken = false
  #end: (() => void) | null = null

  constructor(timer: Timer) {
    this.#timer = timer
  }

  /** Ends the pause, or skips the next one where none is on. */
  wake(): void {
    this.#woken = true
    this.#end?.()
  }

  /** Waits `ms` at most. */
  async sleep(ms: number): Promise<void> {
    if (!this.#woken) {
      await new Promise<void>((resolve) => {
        const cancel = this.#timer(ms, resolve)
        this.#end = () => {
          cancel()
          resolve()
        }
      })
    }
    this.#end = null
    this.#woken = false
  }
}
