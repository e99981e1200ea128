/** Thrown by {@link ClosingList.own} and `checkpoint` once the end was asked for. */
export class Stopped extends Error {
  constructor() {
    super('stopped')
    this.name = 'Stopped'
  }
}

/** What was started, to be stopped in the opposite order. Nothing can be added once it closes. */
export class ClosingList {
  readonly #stops: (() => Promise<void> | void)[] = []
  #closed: Promise<void> | undefined
  readonly #report: (error: unknown) => void

  /** `report` hears of a stop that failed; the others go on. */
  constructor(report: (error: unknown) => void) {
    this.#report = report
  }

  /** Whether the end was asked for. */
  get closing(): boolean {
    return this.#closed !== undefined
  }

  /** Takes over something that was started. Stops it at once and throws {@link Stopped} when late. */
  async own(stop: () => Promise<void> | void): Promise<void> {
    if (this.#closed) {
      await this.#attempt(stop)
      throw new Stopped()
    }
    this.#stops.push(stop)
  }

  /** Throws {@link Stopped} once the end was asked for; called between steps. */
  checkpoint(): void {
    if (this.#closed) throw new Stopped()
  }

  /** Stops everything, latest first. Later calls wait for the same end. */
  close(): Promise<void> {
    this.#closed ??= this.#stopAll()
    return this.#closed
  }

  async #attempt(stop: () => Promise<void> | void): Promise<void> {
    try {
      await stop()
    } catch (error) {
      this.#report(error)
    }
  }

  async #stopAll(): Promise<void> {
    for (let stop = this.#stops.pop(); stop; stop = this.#stops.pop()) await this.#attempt(stop)
  }
}
