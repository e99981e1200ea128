/** How long silence on the line lasts before it means something. */
export interface LinePatience {
  /** No byte of any exchange for so long, ms: head office is asked beside whether it is there. */
  quietMs: number
  /** Time for that answer, ms. */
  probeMs: number
  /** A request on its way counts as progress at this pace at least, bytes a second. */
  upBytesPerSecond: number
}

/**
 * The values in use: with a sign of life every five seconds on a poke, or a poll as often, a head
 * office that froze is noticed after about ten. A line of 64 kbit/s still carries what it is given.
 */
export const linePatience: LinePatience = {
  quietMs: 2_000,
  probeMs: 2_500,
  upBytesPerSecond: 8_000,
}

/** What the line works with. */
export interface LineParts {
  /** Asks head office something that costs it nothing; rejects where no answer comes. */
  probe(signal: AbortSignal): Promise<void>
  /** Doubt whether head office is there begins, or was unfounded. */
  doubted(doubt: boolean): void
  patience?: LinePatience
}

/** The watch over one exchange. */
export interface LineWatch {
  /** Aborts when head office has been silent for too long or is not there at all. */
  signal: AbortSignal
  /** A byte of this exchange came. */
  heard(): void
  end(): void
}

/**
 * Tells a head office that is slow from one that is gone. Time alone says little: a large download
 * over a thin line lives as long as bytes come, a hard question as long as head office answers a
 * small one beside it.
 */
export class Line {
  readonly #parts: LineParts
  readonly #patience: LinePatience
  #heardAt = -Infinity
  #probing: Promise<boolean> | null = null

  constructor(parts: LineParts) {
    this.#parts = parts
    this.#patience = parts.patience ?? linePatience
  }

  /**
   * Watches an exchange that sends `upBytes` and may be silent for `silenceMs`; from `quietMs` on there
   * is doubt.
   */
  watch(upBytes: number, silenceMs: number, quietMs = this.#patience.quietMs): LineWatch {
    const { upBytesPerSecond } = this.#patience
    const abort = new AbortController()
    const upMs = (upBytes / upBytesPerSecond) * 1_000
    let heardAt = performance.now() + upMs
    let timer: NodeJS.Timeout | undefined
    const giveUp = () => abort.abort(new Error('head office is silent'))
    const look = async () => {
      const now = performance.now()
      if (now - heardAt >= silenceMs) return giveUp()
      const quietFor = now - Math.max(heardAt, this.#heardAt)
      if (quietFor >= quietMs && !(await this.#isThere())) return giveUp()
      plan()
    }
    const plan = () => {
      if (ended) return
      const now = performance.now()
      const toSilence = heardAt + silenceMs - now
      const toQuiet = Math.max(heardAt, this.#heardAt) + quietMs - now
      timer = setTimeout(() => void look(), Math.max(10, Math.min(toSilence, toQuiet)))
    }
    let ended = false
    plan()
    return {
      signal: abort.signal,
      heard: () => {
        heardAt = performance.now()
        this.#heardAt = heardAt
      },
      end: () => {
        ended = true
        clearTimeout(timer)
      },
    }
  }

  /** Whether head office answers beside; exchanges in doubt at the same time share one question. */
  #isThere(): Promise<boolean> {
    this.#probing ??= this.#ask().finally(() => (this.#probing = null))
    return this.#probing
  }

  async #ask(): Promise<boolean> {
    this.#parts.doubted(true)
    try {
      await this.#parts.probe(AbortSignal.timeout(this.#patience.probeMs))
    } catch {
      return false
    }
    this.#heardAt = performance.now()
    this.#parts.doubted(false)
    return true
  }
}
