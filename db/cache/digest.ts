import { digestBuckets, digestModulus, type TableDigest } from '#contract/sync/digest.ts'
import { canonicalRow, type RowTable, type WireValue } from '#contract/sync/rows/table.ts'
import { sha256 } from '#platform/crypto/hash.ts'
import type { SqliteDatabase } from '../connection/open.ts'
import { all, first, type ReadDatabase } from '../connection/statements.ts'
import { clusteredTables } from '../schema/clustered.ts'
import { cacheKey } from '../schema/columns.ts'
import { dropCacheFacts } from './scopes.ts'
import { keyOf, type Row } from './rows.ts'

const digested = 'digest.'

/** Cache fact: the business day on which a scope was last held against head office. */
export const digestedFact = (scope: string): string => digested + scope

/** Forgets when scopes were held against head office: they are to be held against it again. */
export const forgetDigests = (db: SqliteDatabase): void => dropCacheFacts(db, digested)

/** The hash of a cached row, as head office computes it (`canonicalRow`). */
function rowHash(table: RowTable, row: Row): number {
  const values = table.columns.map(({ name }) => row[name] ?? null)
  return sha256(canonicalRow(table, values)).readUIntBE(0, 6)
}

/** The bucket a cached row falls into. */
export function bucketOf(table: RowTable, row: Row): number {
  return rowHash(table, row) % digestBuckets
}

/** What the digest of a base is good for: the base and the effects on top as they were. */
function markOf(db: ReadDatabase): string {
  const cursors = all<{ cursor: string }>(db, 'SELECT cursor FROM scope_state ORDER BY scope')
  const effects = first<{ last: number | null; rows: number }>(
    db,
    'SELECT max(ordinal) AS last, count(*) AS rows FROM overlay',
  )
  return JSON.stringify([cursors, effects])
}

interface PreImage {
  row_key: string
  before: string | null
}

/** Rows that local effects changed, with what head office gave: the first image of each. */
function preImages(db: ReadDatabase, table: RowTable): Map<string, Row | null> {
  const images = all<PreImage>(
    db,
    'SELECT row_key, before FROM overlay WHERE table_name = ? ORDER BY ordinal DESC',
    table.name,
  )
  return new Map(
    images.map(({ row_key: key, before }) => [
      key,
      before === null ? null : (JSON.parse(before) as Row),
    ]),
  )
}

/** Rows of a table in the order they are stored, `limit` of them after a place. */
export function rowsAfter(
  db: ReadDatabase,
  table: RowTable,
  place: readonly WireValue[],
  limit: number,
): { rows: Row[]; place: WireValue[] } {
  const clustered = clusteredTables.some((name) => name === table.name)
  const order = clustered ? cacheKey(table) : ['rowid']
  const after =
    place.length > 0 ? `WHERE (${order.join(', ')}) > (${order.map(() => '?').join(', ')})` : ''
  const rows = all<Row>(
    db,
    `SELECT ${clustered ? '' : 'rowid AS _place, '}* FROM ${table.name} ${after}
     ORDER BY ${order.join(', ')} LIMIT ?`,
    ...place,
    limit,
  )
  const last = rows.at(-1)
  const names = clustered ? order : ['_place']
  return { rows, place: last ? names.map((name) => last[name] ?? null) : [...place] }
}

/**
 * Sums of what head office gave of some tables, local effects left out. It is taken in slices, so
 * that a writer with a million rows is never held for long, and is good for nothing once the cache
 * changed meanwhile.
 */
export class RunningDigest {
  readonly #tables: readonly RowTable[]
  readonly #mark: string
  #at = 0
  #place: WireValue[] = []
  #images = new Map<string, Row | null>()
  #counts: number[] = []
  #sums: number[] = []
  readonly #done: TableDigest[] = []

  constructor(db: ReadDatabase, tables: readonly RowTable[]) {
    this.#tables = tables
    this.#mark = markOf(db)
    this.#begin(db)
  }

  /** Takes the next rows: the digest once all are in; `more` before, `moved` if it is spoilt. */
  step(db: ReadDatabase, rows: number): TableDigest[] | 'more' | 'moved' {
    if (markOf(db) !== this.#mark) return 'moved'
    for (let left = rows; left > 0;) {
      const table = this.#tables[this.#at]
      if (!table) return this.#done
      left -= this.#take(db, table, left)
    }
    return this.#at === this.#tables.length ? this.#done : 'more'
  }

  #begin(db: ReadDatabase): void {
    const table = this.#tables[this.#at]
    this.#place = []
    this.#images = table ? preImages(db, table) : new Map<string, Row | null>()
    this.#counts = Array.from({ length: digestBuckets }, () => 0)
    this.#sums = Array.from({ length: digestBuckets }, () => 0)
  }

  /** Takes up to `limit` rows of a table; returns how many it looked at, at least one. */
  #take(db: ReadDatabase, table: RowTable, limit: number): number {
    const { rows, place } = rowsAfter(db, table, this.#place, limit)
    this.#place = place
    for (const row of rows) {
      const overlaid = this.#images.size > 0 && this.#images.has(JSON.stringify(keyOf(table, row)))
      if (!overlaid) this.#add(table, row)
    }
    if (rows.length < limit) this.#end(db, table)
    return Math.max(1, rows.length)
  }

  #end(db: ReadDatabase, table: RowTable): void {
    for (const row of this.#images.values()) if (row) this.#add(table, row)
    const buckets = this.#counts.flatMap((count, bucket): TableDigest['buckets'] =>
      count > 0 ? [[bucket, count, this.#sums[bucket] ?? 0]] : [],
    )
    if (buckets.length > 0) this.#done.push({ table: table.name, buckets })
    this.#at += 1
    this.#begin(db)
  }

  #add(table: RowTable, row: Row): void {
    const hash = rowHash(table, row)
    const bucket = hash % digestBuckets
    this.#counts[bucket] = (this.#counts[bucket] ?? 0) + 1
    this.#sums[bucket] = ((this.#sums[bucket] ?? 0) + hash) % digestModulus
  }
}
