import type { TableRepair } from '#contract/sync/digest.ts'
import { batchRows, columnValues } from '#contract/sync/rows/batch.ts'
import type { RowTable, WireValue } from '#contract/sync/rows/table.ts'
import { addRowCount } from '#db/cache/counts.ts'
import {
  checkBatch,
  keyOf,
  knownTable,
  putRow,
  readRow,
  removeRow,
  type Row,
} from '#db/cache/rows.ts'
import type { SqliteDatabase } from '#db/connection/open.ts'
import { cachedColumns } from '#db/schema/columns.ts'
import type { ChangeCollector } from '../changed-rows.ts'

/** A table that differs, and the keys of what the cache holds in the differing buckets. */
export type KeyedRepair = TableRepair & { keys: readonly WireValue[][] }

/** What head office has in the differing buckets, as the cache holds rows. */
function rowsOf(table: RowTable, { batch }: TableRepair): Row[] {
  const ver = columnValues(batch.ver, batch.count)
  const rev = columnValues(batch.rev, batch.count)
  return batchRows(batch).map((values, index) => ({
    ...Object.fromEntries(table.columns.map(({ name }, at) => [name, values[at] ?? null])),
    ver: ver[index] ?? null,
    rev: rev[index] ?? null,
  }))
}

/**
 * Makes the cache hold in the differing buckets what head office has there; part of the caller's
 * transaction, on the bare base. Rows that are the same are left alone. Returns whether a row went
 * that head office does not have.
 */
export function applyRepair(
  cache: SqliteDatabase,
  repairs: readonly KeyedRepair[],
  branchId: string,
  changes: ChangeCollector,
): boolean {
  let gone = false
  for (const repair of repairs) {
    const table = knownTable(repair.table)
    if (!table) continue
    checkBatch(table, repair.batch, branchId)
    const left = new Map(repair.keys.map((key) => [JSON.stringify(key), key]))
    const columns = cachedColumns(table)
    let added = 0
    for (const row of rowsOf(table, repair)) {
      const key = keyOf(table, row)
      left.delete(JSON.stringify(key))
      const held = readRow(cache, table, key)
      if (held && columns.every((name) => held[name] === row[name])) continue
      putRow(cache, table, row)
      changes.add(table.name, row)
      if (!held) added += 1
    }
    for (const key of left.values()) {
      const row = readRow(cache, table, key)
      if (!row) continue
      removeRow(cache, table, key)
      changes.add(table.name, row)
      added -= 1
      gone = true
    }
    addRowCount(cache, table.name, added)
  }
  return gone
}
