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

/** Longest time a number waits for somebody to log in and for the window to fetch it, ms. */
export const linkKeptMs = 5 * 60_000

/** What a link brought: a number, or nothing that could be read. */
export type Brought = { kind: 'number'; number: string } | { kind: 'malformed' }

/** What is to be done about a start: nothing, show the counter's window, or wait for a login. */
export type Called = 'no' | 'show' | 'wait'

/** Who is at work, as far as links go. */
export interface LinkSession {
  locked: boolean
  /** Whether this person receives customers. */
  receives: boolean
}

/**
 * A number from a link on its way to the counter's window: only the newest, fetched once, by somebody
 * who receives customers; forgotten soon, and at once when somebody comes who does not. Never logged,
 * never in an address, never in an event.
 */
export class CounterLink {
  readonly #nowMs: () => number
  #kept: { brought: Brought; untilMs: number; shown: boolean } | null = null
  #session: LinkSession | null = null

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs
  }

  /** Takes in what the arguments of a start name. */
  accept(argv: readonly string[]): Called {
    const number = linkedNumber(argv)
    if (number === null && !argv.some(isLink)) return 'no'
    const brought: Brought = number === null ? { kind: 'malformed' } : { kind: 'number', number }
    this.#kept = { brought, untilMs: this.#nowMs() + linkKeptMs, shown: false }
    return this.#show() ? 'show' : 'wait'
  }

  /** Follows the session; whether a link that waited for it is to be shown now. */
  sessionChanged(session: LinkSession | null): boolean {
    this.#session = session
    return this.#current() !== null && this.#show()
  }

  /** That a link waits, and until when (ms UTC); never whom it brings. */
  get waiting(): { kind: Brought['kind']; untilMs: number } | null {
    const kept = this.#current()
    return kept && { kind: kept.brought.kind, untilMs: kept.untilMs }
  }

  /** What the link brought, once. */
  take(): Brought | null {
    if (!this.#isAtWork()) return null
    const kept = this.#current()
    this.#kept = null
    return kept?.brought ?? null
  }

  #current() {
    if (this.#kept && this.#nowMs() > this.#kept.untilMs) this.#kept = null
    return this.#kept
  }

  #isAtWork(): boolean {
    return this.#session !== null && !this.#session.locked
  }

  /** Whether the window is to open for what is kept: once a link, while somebody is at work. */
  #show(): boolean {
    if (!this.#kept || !this.#isAtWork() || this.#kept.shown) return false
    this.#kept.shown = true
    if (this.#session?.receives === false) this.#kept = null
    return true
  }
}
