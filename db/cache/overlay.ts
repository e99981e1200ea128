import type { RowTable, WireValue } from '#contract/sync/rows/table.ts'
import { tableNamed } from '#contract/sync/rows/tables.ts'
import type { SqliteDatabase } from '../connection/open.ts'
import { all, run } from '../connection/statements.ts'
import { putRow, readRow, removeRow, type Row } from './rows.ts'

interface PreImage {
  table_name: string
  row_key: string
  before: string | null
}

/**
 * Writes a row on behalf of a waiting command: what stood there is kept as a pre-image, so that
 * {@link undoOverlay} brings back exactly what head office gave. `row` null removes it.
 */
export function overlayRow(
  db: SqliteDatabase,
  commandId: string,
  table: RowTable,
  key: readonly WireValue[],
  row: Row | null,
): void {
  const before = readRow(db, table, key)
  run(
    db,
    'INSERT INTO overlay (command_id, table_name, row_key, before) VALUES (?, ?, ?, ?)',
    commandId,
    table.name,
    JSON.stringify(key),
    before ? JSON.stringify(before) : null,
  )
  if (row) putRow(db, table, row)
  else removeRow(db, table, key)
}

/** Takes all local effects out again, last one first: afterwards the tables are head office's. */
export function undoOverlay(db: SqliteDatabase): void {
  const images = all<PreImage>(
    db,
    'SELECT table_name, row_key, before FROM overlay ORDER BY ordinal DESC',
  )
  for (const image of images) {
    const table = tableNamed(image.table_name)
    const key = JSON.parse(image.row_key) as WireValue[]
    if (image.before === null) removeRow(db, table, key)
    else putRow(db, table, JSON.parse(image.before) as Row)
  }
  if (images.length > 0) run(db, 'DELETE FROM overlay')
}

/** Rows that waiting commands changed, for telling screens what to read again. */
export function overlaidRows(db: SqliteDatabase): { table: string; key: WireValue[] }[] {
  return all<PreImage>(db, 'SELECT DISTINCT table_name, row_key FROM overlay').map((image) => ({
    table: image.table_name,
    key: JSON.parse(image.row_key) as WireValue[],
  }))
}
