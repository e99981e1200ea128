/** How often the service is asked whether it answers, and after how many silent times it is hung. */
export interface PulsePatience {
  everyMs: number
  missed: number
}

/**
 * The values in use: hung after ten to twelve seconds. Work of the service's own thread comes in
 * pieces of well under a second; what takes long (writing, filling, stretching a password) runs in
 * other threads. Silent rounds are counted, not time: a machine that slept has missed one.
 */
export const pulsePatience: PulsePatience = { everyMs: 2_000, missed: 5 }

/** Asks a process again and again whether it answers, and tells once when it does not any more. */
export class Pulse {
  readonly #patience: PulsePatience
  #timer: NodeJS.Timeout | undefined
  #silent = 0

  constructor(patience: PulsePatience = pulsePatience) {
    this.#patience = patience
  }

  /** Begins to ask; `lost` is called when too many questions in a row stayed without an answer. */
  start(ask: () => void, lost: (silentMs: number) => void): void {
    this.stop()
    const { everyMs, missed } = this.#patience
    this.#silent = 0
    this.#timer = setInterval(() => {
      if (this.#silent >= missed) {
        this.stop()
        lost(missed * everyMs)
        return
      }
      this.#silent += 1
      ask()
    }, everyMs)
  }

  /** The process said something. */
  answered(): void {
    this.#silent = 0
  }

  /** Ends the asking. */
  stop(): void {
    clearInterval(this.#timer)
  }
}
