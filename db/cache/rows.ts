import { AppError } from '#contract/errors.ts'
import {
  columnLength,
  columnValues,
  columnWords,
  type RowBatch,
  type Tombstone,
  type WireColumn,
} from '#contract/sync/rows/batch.ts'
import type { RowTable, WireValue } from '#contract/sync/rows/table.ts'
import { tables } from '#contract/sync/rows/tables.ts'
import { tombstoneRemoves } from '#contract/sync/states/feed.ts'
import type { SqliteDatabase } from '../connection/open.ts'
import { all, first, type ReadDatabase, statement } from '../connection/statements.ts'
import { cachedColumns, cacheKey } from '../schema/columns.ts'

/** A cached row: column name → value, with `ver` and `rev`. */
export type Row = Record<string, WireValue>

const byName = new Map<string, RowTable>(tables.map((table) => [table.name, table]))

/** The table of a name that came over the network; null for one this version does not know. */
export function knownTable(name: string): RowTable | null {
  return byName.get(name) ?? null
}

/** Statement that inserts a row. */
export function insertSql(table: RowTable): string {
  const columns = cachedColumns(table)
  return `INSERT INTO ${table.name} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`
}

/** Statement that puts a row in place of one with the same key. */
function upsertSql(table: RowTable): string {
  const columns = cachedColumns(table)
  const key = cacheKey(table)
  const rest = columns.filter((column) => !key.includes(column))
  const updates = rest.map((column) => `${column} = excluded.${column}`)
  return `${insertSql(table)} ON CONFLICT (${key.join(', ')}) DO UPDATE SET ${updates.join(', ')}`
}

function whereKey(table: RowTable): string {
  return cacheKey(table)
    .map((column) => `${column} = ?`)
    .join(' AND ')
}

/** Values of the key columns, in the order of `cacheKey`. */
export function keyOf(table: RowTable, row: Row): WireValue[] {
  return cacheKey(table).map((column) => row[column] ?? null)
}

/** The row of a key, or undefined. */
export function readRow(
  db: ReadDatabase,
  table: RowTable,
  key: readonly WireValue[],
): Row | undefined {
  return first<Row>(db, `SELECT * FROM ${table.name} WHERE ${whereKey(table)}`, ...key)
}

/** Rows with a value in a column of the table, in no order. */
export function rowsWhere(
  db: ReadDatabase,
  table: RowTable,
  column: string,
  value: WireValue,
): Row[] {
  if (!table.columns.some(({ name }) => name === column)) throw new Error(`no column ${column}`)
  return all<Row>(db, `SELECT * FROM ${table.name} WHERE ${column} = ?`, value)
}

/** Writes a row in place of the one with its key. */
export function putRow(db: SqliteDatabase, table: RowTable, row: Row): void {
  const values = cachedColumns(table).map((column) => row[column] ?? null)
  statement(db, upsertSql(table)).run(...values)
}

/** Removes the row of a key. */
export function removeRow(db: SqliteDatabase, table: RowTable, key: readonly WireValue[]): void {
  statement(db, `DELETE FROM ${table.name} WHERE ${whereKey(table)}`).run(...key)
}

/**
 * Refuses a batch that does not fit this version's columns (`headOffice.upgradeRequired`) or that
 * holds rows of another branch: no reply may bring a foreign row.
 */
export function checkBatch(table: RowTable, batch: RowBatch, branchId: string): void {
  const lengths = allColumns(batch).map((column) => columnLength(column, batch.count))
  if (
    batch.columns.length !== table.columns.length ||
    lengths.some((length) => length !== batch.count)
  ) {
    throw new AppError('headOffice.upgradeRequired', { table: table.name })
  }
  const [branches] = batch.columns
  if (table.scope !== 'branch' || !branches) return
  if (columnWords(branches).some((value) => value !== branchId)) {
    throw new Error(`a row of another branch in ${table.name}`)
  }
}

/** Columns of a batch in the order of `cachedColumns`. */
function allColumns(batch: RowBatch): readonly WireColumn[] {
  return [...batch.columns, batch.ver, batch.rev]
}

/** Hands on the values of each row in the given columns, always in the same array. */
function eachRow(
  batch: RowBatch,
  columns: readonly WireColumn[],
  act: (values: readonly WireValue[]) => void,
): void {
  const byColumn = columns.map((column) => columnValues(column, batch.count))
  // One array for all rows: a snapshot has millions, and `run` has bound its values when it returns.
  const values: WireValue[] = byColumn.map(() => null)
  for (let index = 0; index < batch.count; index += 1) {
    for (let column = 0; column < byColumn.length; column += 1) {
      values[column] = byColumn[column]?.[index] ?? null
    }
    act(values)
  }
}

/** The SQL of a value that stands in a statement's text; null where it must be bound. */
function literal(value: WireValue): string | null {
  if (value === null) return 'NULL'
  if (typeof value === 'number') return Number.isSafeInteger(value) ? String(value) : null
  return value.includes('\0') ? null : `'${value.replaceAll("'", "''")}'`
}

/**
 * Inserts the rows of a batch into a table that holds none of their keys, and may have no index.
 * What all rows of the batch share stands in the statement, so that it is not bound for each.
 */
export function insertBatch(db: SqliteDatabase, table: RowTable, batch: RowBatch): void {
  const columns = allColumns(batch)
  const shared = columns.map((column) => ('all' in column ? literal(column.all) : null))
  const insert = db.prepare(
    `INSERT INTO ${table.name} (${cachedColumns(table).join(', ')})
     VALUES (${shared.map((text) => text ?? '?').join(', ')})`,
  )
  const bound = columns.filter((_, index) => shared[index] === null)
  eachRow(batch, bound, (values) => insert.run(...values))
}

/** Puts the rows of a batch in place of those with their keys; returns how many keys are new. */
export function mergeBatch(db: SqliteDatabase, table: RowTable, batch: RowBatch): number {
  const upsert = statement(db, upsertSql(table))
  const known = statement(db, `SELECT 1 FROM ${table.name} WHERE ${whereKey(table)}`)
  const names = table.columns.map(({ name }) => name)
  const key = cacheKey(table).map((column) => names.indexOf(column))
  let added = 0
  eachRow(batch, allColumns(batch), (values) => {
    if (known.get(...key.map((index) => values[index] ?? null)) === undefined) added += 1
    upsert.run(...values)
  })
  return added
}

/**
 * Removes what a tombstone names, unless a newer row came back meanwhile. The contract's key carries
 * `branch_id` where the cache's does not. Returns the row that went, or null.
 */
export function applyTombstone(
  db: SqliteDatabase,
  table: RowTable,
  tombstone: Tombstone,
  branchId: string,
): Row | null {
  const named: Row = {}
  table.key.forEach((column, index) => (named[column] = tombstone.key[index] ?? null))
  if (table.scope === 'branch' && named['branch_id'] !== branchId) return null
  const key = keyOf(table, named)
  const row = readRow(db, table, key)
  if (!row || !tombstoneRemoves(Number(row['ver']), tombstone.ver)) return null
  removeRow(db, table, key)
  return row
}
