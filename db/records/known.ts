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

/** Whether the records of one copy follow each other without a gap. */
export function isGapless(records: readonly ReadRecord[]): boolean {
  return records.every(({ number }, at) => {
    const step = number - (records[at - 1]?.number ?? number)
    return step === 0 || step === 1
  })
}

/** Number of the newest of some records; -1 of none. */
export function lastNumber(records: readonly ReadRecord[]): number {
  return records.reduce((last, { number }) => Math.max(last, number), -1)
}

interface Base {
  of: number
  rows: Map<number, Image[]>
}

interface Parsed {
  transactions: Map<number, Image[]>
  bases: Map<number, Base>
}

function parse(records: readonly ReadRecord[]): Parsed {
  const parsed: Parsed = { transactions: new Map(), bases: new Map() }
  for (const { number, content } of records) {
    const { rows, base } = JSON.parse(content.toString('utf8')) as RecordContent
    if (!base) {
      parsed.transactions.set(number, rows)
      continue
    }
    const [at, of] = base
    const known = parsed.bases.get(number) ?? { of, rows: new Map<number, Image[]>() }
    known.rows.set(at, rows)
    parsed.bases.set(number, known)
  }
  return parsed
}

/** What copies of the records know together: a record counts where it is readable in one of them. */
export class KnownRecords {
  readonly #records: readonly ReadRecord[]
  #parsed: Parsed | null = null
  /** Number of the newest record; -1 where there is none. */
  readonly last: number

  constructor(copies: readonly (readonly ReadRecord[])[]) {
    this.#records = copies.flat()
    this.last = lastNumber(this.#records)
  }

  /** Contents are looked at only where something has to be put back. */
  get #known(): Parsed {
    return (this.#parsed ??= parse(this.#records))
  }

  /** Number of the newest base that is known whole; -1 where none is. */
  get base(): number {
    const whole = [...this.#known.bases].filter(([, { of, rows }]) => rows.size === of)
    return Math.max(-1, ...whole.map(([number]) => number))
  }

  /** Numbers after one (and after the whole base, or the first record) that no copy tells. */
  missing(after: number): number {
    const { transactions, bases } = this.#known
    const numbers = [...transactions.keys(), ...bases.keys()]
    const { base } = this
    const from = base === -1 ? Math.min(...numbers, this.last) : base
    let missing = 0
    for (let number = Math.max(from, after) + 1; number <= this.last; number += 1) {
      if (!transactions.has(number) && !bases.has(number)) missing += 1
    }
    if (base !== -1) return missing
    const torn = [...bases].map(([number, { of, rows }]) => (number > after ? of - rows.size : 0))
    return missing + Math.max(0, ...torn)
  }

  /** The newest image of every row in records after a number, in the order of the records. */
  after(from: number): Image[] {
    const base = [...this.#known.bases].map(([number, { rows }]) => ({
      number,
      rows: [...rows].sort(([a], [b]) => a - b).flatMap(([, images]) => images),
    }))
    const transactions = [...this.#known.transactions].map(([number, rows]) => ({ number, rows }))
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
