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

/** A row and where it stands: what `rowsAfter` goes on from. */
interface Placed {
  row: Row
  place: WireValue[]
}

/** Rows of a table in the order they are stored, `limit` of them after a place. */
function rowsAfter(
  db: ReadDatabase,
  table: RowTable,
  place: readonly WireValue[],
  limit: number,
): Placed[] {
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
  const names = clustered ? order : ['_place']
  return rows.map((row) => ({ row, place: names.map((name) => row[name] ?? null) }))
}

/**
 * Rows of one block: its place is remembered, so that the few rows of a bucket are found again
 * without reading the table, at about a byte a row.
 */
const blockRows = 16

/** Which bucket each row of a table fell into, in the order the rows are stored. */
class BucketMap {
  readonly images: ReadonlyMap<string, Row | null>
  readonly #table: RowTable
  /** The place before each block; none before the first. */
  readonly #places: WireValue[][] = [[]]
  #buckets = new Uint8Array(1_024)
  #count = 0

  constructor(table: RowTable, images: ReadonlyMap<string, Row | null>) {
    this.#table = table
    this.images = images
  }

  add(bucket: number, place: WireValue[]): void {
    if (this.#count === this.#buckets.length) {
      const larger = new Uint8Array(this.#buckets.length * 2)
      larger.set(this.#buckets)
      this.#buckets = larger
    }
    this.#buckets[this.#count] = bucket
    this.#count += 1
    if (this.#count % blockRows === 0) this.#places.push(place)
  }

  /** Keys of what head office gave of some buckets. */
  keysIn(db: ReadDatabase, buckets: ReadonlySet<number>): WireValue[][] {
    const keys: WireValue[][] = []
    for (const [key, before] of this.images) {
      if (before && buckets.has(rowHash(this.#table, before) % digestBuckets)) {
        keys.push(JSON.parse(key) as WireValue[])
      }
    }
    this.#places.forEach((place, block) => {
      const from = block * blockRows
      const inBlock = this.#buckets.subarray(from, Math.min(from + blockRows, this.#count))
      if (!inBlock.some((bucket) => buckets.has(bucket))) return
      const rows = rowsAfter(db, this.#table, place, inBlock.length)
      rows.forEach(({ row }, at) => {
        const key = keyOf(this.#table, row)
        const wanted = buckets.has(inBlock[at] ?? -1)
        if (wanted && !this.images.has(JSON.stringify(key))) keys.push(key)
      })
    })
    return keys
  }
}

/**
 * Sums of what head office gave of some tables, local effects left out. It is taken in slices, so
 * that a writer with a million rows is never held for long, and is good for nothing once the cache
 * changed meanwhile.
 */
export class RunningDigest {
  readonly #tables: readonly RowTable[]
  readonly #mark: string
  readonly #maps = new Map<string, BucketMap>()
  readonly #done: TableDigest[] = []
  #at = 0
  #place: WireValue[] = []
  #map: BucketMap | null = null
  #counts: number[] = []
  #sums: number[] = []

  constructor(db: ReadDatabase, tables: readonly RowTable[]) {
    this.#tables = tables
    this.#mark = markOf(db)
    this.#begin(db)
  }

  /** Takes the next rows: the digest once all are in; `more` before, `moved` if it is spoilt. */
  step(db: ReadDatabase, rows: number): TableDigest[] | 'more' | 'moved' {
    if (markOf(db) !== this.#mark) return 'moved'
    for (let left = rows; left > 0;) {
      if (!this.#map) return this.#done
      left -= this.#take(db, this.#map, left)
    }
    return this.#map ? 'more' : this.#done
  }

  /**
   * Keys of the rows that head office gave of some buckets of a table, without reading the table
   * again; null where the cache changed since they were summed.
   */
  keysIn(db: ReadDatabase, table: string, buckets: readonly number[]): WireValue[][] | null {
    if (markOf(db) !== this.#mark) return null
    return this.#maps.get(table)?.keysIn(db, new Set(buckets)) ?? []
  }

  #begin(db: ReadDatabase): void {
    const table = this.#tables[this.#at]
    this.#place = []
    this.#map = table ? new BucketMap(table, preImages(db, table)) : null
    this.#counts = Array.from({ length: digestBuckets }, () => 0)
    this.#sums = Array.from({ length: digestBuckets }, () => 0)
  }

  /** Takes up to `limit` rows of a table; returns how many it looked at, at least one. */
  #take(db: ReadDatabase, map: BucketMap, limit: number): number {
    const table = this.#table
    const rows = rowsAfter(db, table, this.#place, limit)
    for (const { row, place } of rows) {
      const hash = rowHash(table, row)
      map.add(hash % digestBuckets, place)
      const overlaid = map.images.size > 0 && map.images.has(JSON.stringify(keyOf(table, row)))
      if (!overlaid) this.#sum(hash)
    }
    this.#place = rows.at(-1)?.place ?? this.#place
    if (rows.length < limit) this.#end(db, map)
    return Math.max(1, rows.length)
  }

  #end(db: ReadDatabase, map: BucketMap): void {
    const table = this.#table
    for (const row of map.images.values()) if (row) this.#sum(rowHash(table, row))
    const buckets = this.#counts.flatMap((count, bucket): TableDigest['buckets'] =>
      count > 0 ? [[bucket, count, this.#sums[bucket] ?? 0]] : [],
    )
    if (buckets.length > 0) this.#done.push({ table: table.name, buckets })
    this.#maps.set(table.name, map)
    this.#at += 1
    this.#begin(db)
  }

  get #table(): RowTable {
    const table = this.#tables[this.#at]
    if (!table) throw new Error('all tables have been summed')
    return table
  }

  #sum(hash: number): void {
    const bucket = hash % digestBuckets
    this.#counts[bucket] = (this.#counts[bucket] ?? 0) + 1
    this.#sums[bucket] = ((this.#sums[bucket] ?? 0) + hash) % digestModulus
  }
}
