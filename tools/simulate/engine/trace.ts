import { sha256Hex } from '#platform/crypto/hash.ts'

/** Ids, hashes and keys that real chance made: another run has others at the same places. */
const accidental = /[0-9a-f]{64}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g

/** What happened, line by line, in words that are the same whenever the same happens. */
export class Trace {
  readonly lines: string[] = []
  readonly #names = new Map<string, string>()
  readonly #now: () => number

  constructor(now: () => number) {
    this.#now = now
  }

  /** Gives an id a speaking name. */
  name(id: string, name: string): void {
    this.#names.set(id, name)
  }

  /** Notes a line. */
  note(who: string, text: string): void {
    const plain = text.replace(accidental, (id) => this.#nameOf(id))
    this.lines.push(`${(this.#now() / 1_000).toFixed(3)} ${who}: ${plain}`)
  }

  /** One hash over all lines. */
  get hash(): string {
    return sha256Hex(this.lines.join('\n'))
  }

  #nameOf(id: string): string {
    const known = this.#names.get(id) ?? `#${this.#names.size}`
    this.#names.set(id, known)
    return known
  }
}

/** An invariant does not hold. */
export class ViolationError extends Error {
  readonly invariant: string

  constructor(invariant: string, detail: string) {
    super(detail)
    this.name = 'ViolationError'
    this.invariant = invariant
  }
}

/** Throws where an invariant does not hold. */
export function demand(holds: boolean, invariant: string, detail: () => string): void {
  if (!holds) throw new ViolationError(invariant, detail())
}
