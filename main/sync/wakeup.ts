/** A pause that ends early when something happens; what happens during work is not lost. */
export class Wakeup {
  #woken = false
  #end: (() => void) | null = null

  /** Ends the pause, or skips the next one where none is on. */
  wake(): void {
    this.#woken = true
    this.#end?.()
  }

  /** Waits `ms` at most. */
  async sleep(ms: number): Promise<void> {
    if (!this.#woken) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms)
        this.#end = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    }
    this.#end = null
    this.#woken = false
  }
}
