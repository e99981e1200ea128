import type { SqliteDatabase } from '#db/connection/open.ts'
import { atomically } from '#db/connection/statements.ts'
import { setting, putSettings } from '#db/journal/settings.ts'
import type { RecordCopy } from '#db/records/copy.ts'
import { encodeRecord } from '#db/records/format.ts'
import { baseImages, takeImages, watchRows } from '#db/records/images.ts'
import { contentBytes } from '#db/records/known.ts'
import { describeError } from '#platform/log/logger.ts'
import { syncFolder } from './files.ts'

/** Rows of a transaction beyond which a base is written instead: a new enrolment numbers all anew. */
const mostRows = 256

/** A copy is written anew from this size on, and only when it has doubled since, bytes. */
const smallestTrim = 4 * 1024 * 1024

/** Records that pass before a copy that could not be written is tried again. */
const retryAfter = 64

/** How a copy stands while it is written to. */
interface Kept {
  copy: RecordCopy
  /** Size at which it is written anew. */
  trimAt: number
  /** Records it lacks; 0 where it has all. */
  behind: number
}

/**
 * Keeps records of every transaction of the journal in copies of their own: a transaction commits, its
 * record is on the disk in every copy, then the act is acknowledged. What dies in between was never
 * acknowledged, and the copies are written anew at the next start. A copy that cannot be written makes
 * no act fail: the journal has it.
 */
export class Records {
  readonly #journal: SqliteDatabase
  readonly #key: Uint8Array
  readonly #copies: Kept[]
  #troubles: string[] = []

  constructor(journal: SqliteDatabase, key: Uint8Array, copies: readonly RecordCopy[]) {
    this.#journal = journal
    this.#key = key
    this.#copies = copies.map((copy) => ({ copy, trimAt: 0, behind: 0 }))
    watchRows(journal)
  }

  /** Goes on with copies that hold everything. */
  goOn(): void {
    for (const kept of this.#copies) {
      this.#guard(kept, () => {
        kept.copy.open()
        kept.trimAt = Math.max(smallestTrim, 2 * kept.copy.size)
      })
    }
  }

  /** Writes all copies anew from the journal. */
  rewrite(): void {
    this.#replace(this.#copies)
  }

  /** One transaction of the journal; when this returns, journal and copies have it. */
  keep<Result>(act: () => Result): Result {
    const db = this.#journal
    let record: Uint8Array | null = null
    let tooMany = false
    const result = atomically(db, () => {
      const acted = act()
      const images = takeImages(db, mostRows)
      if (images?.length === 0) return acted
      const number = this.#number + 1
      putSettings(db, { recordNumber: number })
      tooMany = images === null
      if (images) record = encodeRecord(this.#key, number, contentBytes({ rows: images }))
      return acted
    })
    if (tooMany) this.rewrite()
    else if (record) this.#append(record)
    return result
  }

  /** What went wrong with copies since the last call, for the log. */
  takeTroubles(): string[] {
    const troubles = this.#troubles
    this.#troubles = []
    return troubles
  }

  /** Closes the copies. */
  close(): void {
    for (const { copy } of this.#copies) copy.close()
  }

  get #number(): number {
    return setting(this.#journal, 'recordNumber') ?? 0
  }

  #append(record: Uint8Array): void {
    for (const kept of this.#copies) {
      if (kept.behind > 0) kept.behind += 1
      else this.#guard(kept, () => kept.copy.append(record))
    }
    const due = this.#copies.filter(
      ({ copy, behind, trimAt }) => behind > retryAfter || (behind === 0 && copy.size > trimAt),
    )
    if (due.length > 0) this.#replace(due)
  }

  /**
   * The journal as records of one base, a row each, so that a hole costs few. The journal's own log is
   * taken in first: its loss must not reach behind what the copies can tell.
   */
  #base(): Uint8Array[] {
    this.#journal.pragma('wal_checkpoint(TRUNCATE)')
    const images = baseImages(this.#journal)
    const number = this.#number
    const of = Math.max(1, images.length)
    return Array.from({ length: of }, (_, at) => {
      const rows = images.slice(at, at + 1)
      return encodeRecord(this.#key, number, contentBytes({ rows, base: [at, of] }))
    })
  }

  #replace(which: readonly Kept[]): void {
    let records: readonly Uint8Array[] = []
    for (const kept of which) {
      this.#guard(kept, () => {
        if (records.length === 0) records = this.#base()
        kept.copy.replace(records, syncFolder)
        kept.behind = 0
        kept.trimAt = Math.max(smallestTrim, 2 * kept.copy.size)
      })
    }
  }

  #guard(kept: Kept, act: () => void): void {
    try {
      act()
    } catch (error) {
      kept.copy.close()
      kept.behind = 1
      this.#troubles.push(`${kept.copy.path}: ${describeError(error)}`)
    }
  }
}
