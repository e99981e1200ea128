import type { ReadRecord } from './format.ts'
import { type Image, imageKey } from './images.ts'

/**
 * Content of a record: the rows of one transaction, or one row of a base, the state of a journal as of
 * the record's number, `[which, of how many]`.
 */
export interface RecordContent {
  rows: Image[]
  base?: [at: number, of: number]
}

/** The bytes of a content. */
export function contentBytes(content: RecordContent): Buffer {
  return Buffer.from(JSON.stringify(content), 'utf8')
}

/** What copies of the records know together: a record counts where it is readable in one of them. */
export class KnownRecords {
  readonly #transactions = new Map<number, Image[]>()
  readonly #bases = new Map<number, { of: number; rows: Map<number, Image[]> }>()
  /** Number of the newest record; -1 where there is none. */
  readonly last: number = -1

  constructor(copies: readonly (readonly ReadRecord[])[]) {
    for (const { number, content } of copies.flat()) {
      this.last = Math.max(this.last, number)
      const { rows, base } = JSON.parse(content.toString('utf8')) as RecordContent
      if (!base) {
        this.#transactions.set(number, rows)
        continue
      }
      const [at, of] = base
      const known = this.#bases.get(number) ?? { of, rows: new Map<number, Image[]>() }
      known.rows.set(at, rows)
      this.#bases.set(number, known)
    }
  }

  /** Number of the newest base that is known whole; -1 where none is. */
  get base(): number {
    const whole = [...this.#bases].filter(([, { of, rows }]) => rows.size === of)
    return Math.max(-1, ...whole.map(([number]) => number))
  }

  /** Numbers after the whole base (or the first record) that no copy tells. */
  get missing(): number {
    const numbers = [...this.#transactions.keys(), ...this.#bases.keys()]
    const { base } = this
    const from = base === -1 ? Math.min(...numbers, this.last) : base
    let missing = 0
    for (let number = from + 1; number <= this.last; number += 1) {
      if (!this.#transactions.has(number) && !this.#bases.has(number)) missing += 1
    }
    if (base !== -1) return missing
    const torn = [...this.#bases.values()].map(({ of, rows }) => of - rows.size)
    return missing + Math.max(0, ...torn)
  }

  /** The newest image of every row in records after a number, in the order of the records. */
  after(from: number): Image[] {
    const base = [...this.#bases].map(([number, { rows }]) => ({
      number,
      rows: [...rows].sort(([a], [b]) => a - b).flatMap(([, images]) => images),
    }))
    const transactions = [...this.#transactions].map(([number, rows]) => ({ number, rows }))
    const newest = new Map<string, Image>()
    // A base holds what the transaction of its number made: it comes after it.
    const ordered = [...transactions, ...base]
      .filter(({ number }) => number > from)
      .sort((a, b) => a.number - b.number)
    for (const image of ordered.flatMap(({ rows }) => rows)) newest.set(imageKey(image), image)
    return [...newest.values()]
  }

  /**
   * Everything a journal is built anew from. What a whole base left out was settled: older records
   * of it bring nothing back.
   */
  get all(): Image[] {
    return this.after(this.base - 1).filter(({ gone }) => !gone)
  }
}
