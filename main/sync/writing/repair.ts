import type { TableRepair } from '#contract/sync/digest.ts'
import type { WireValue } from '#contract/sync/rows/table.ts'
import { addRowCount } from '#db/cache/counts.ts'
import { bucketOf, rowsAfter } from '#db/cache/digest.ts'
import { checkBatch, keyOf, knownTable, mergeBatch, removeRow, type Row } from '#db/cache/rows.ts'
import type { SqliteDatabase } from '#db/connection/open.ts'
import type { ChangeCollector } from '../changed-rows.ts'
import { noteBatch } from './apply-pull.ts'

/** Rows looked at in one go. */
const slice = 5_000

/** What the cache holds in some buckets of a table. */
function rowsIn(cache: SqliteDatabase, repair: TableRepair): Row[] {
  const table = knownTable(repair.table)
  if (!table) return []
  const buckets = new Set(repair.buckets)
  const found: Row[] = []
  let place: WireValue[] = []
  for (;;) {
    const { rows, place: next } = rowsAfter(cache, table, place, slice)
    for (const row of rows) if (buckets.has(bucketOf(table, row))) found.push(row)
    if (rows.length < slice) return found
    place = next
  }
}

/**
 * Puts head office's rows of the differing buckets in place of the cache's; part of the caller's
 * transaction, on the bare base. Returns whether a row went that head office does not have.
 */
export function applyRepair(
  cache: SqliteDatabase,
  repairs: readonly TableRepair[],
  branchId: string,
  changes: ChangeCollector,
): boolean {
  let gone = false
  for (const repair of repairs) {
    const table = knownTable(repair.table)
    if (!table) continue
    checkBatch(table, repair.batch, branchId)
    const before = rowsIn(cache, repair)
    for (const row of before) {
      removeRow(cache, table, keyOf(table, row))
      changes.add(table.name, row)
    }
    const added = mergeBatch(cache, table, repair.batch)
    addRowCount(cache, table.name, added - before.length)
    noteBatch(table, repair.batch, changes)
    gone ||= added < before.length
  }
  return gone
}
