/** The scheme the operating system hands to the terminal (`electron-builder.yml`). */
export const linkScheme = 'zhike-ocrm'

/** What a link may carry: one number of a document, account or card. Nothing else passes. */
const linkPattern = /^zhike-ocrm:\/\/counter\/?\?id=([0-9A-Za-z]{8,40})$/

/** The number that one of the arguments of a start names; null where none is a link of ours. */
export function linkedNumber(argv: readonly string[]): string | null {
  for (const argument of argv) {
    const found = linkPattern.exec(argument)?.[1]
    if (found !== undefined) return found
  }
  return null
}

/** Whether an argument calls the terminal by its scheme, in order or not. */
export function isLink(argument: string): boolean {
  return argument.toLowerCase().startsWith(`${linkScheme}:`)
}

/** Longest time a number waits for a window to fetch it, ms. */
const keptMs = 10_000

/**
 * A number from a link on its way to the counter's window: fetched once, forgotten soon, and taken in
 * only while somebody is logged in, so that no link opens a customer for whoever comes next. Never
 * logged, never in an address, never in an event.
 */
export class CounterLink {
  readonly #nowMs: () => number
  #kept: { number: string; atMs: number } | null = null
  #present = false

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs
  }

  /** Follows the session: nobody logged in, or a locked screen, takes no link. */
  sessionChanged(session: { locked: boolean } | null): void {
    this.#present = session !== null && !session.locked
    if (!this.#present) this.#kept = null
  }

  /** Takes in what the arguments name; whether there is something to fetch. */
  accept(argv: readonly string[]): boolean {
    const number = linkedNumber(argv)
    if (number === null || !this.#present) return false
    this.#kept = { number, atMs: this.#nowMs() }
    return true
  }

  /** The number, once. */
  take(): string | null {
    const kept = this.#kept
    this.#kept = null
    return kept && this.#nowMs() - kept.atMs <= keptMs ? kept.number : null
  }
}
