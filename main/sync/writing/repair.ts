import type { TableRepair } from '#contract/sync/digest.ts'
import type { WireValue } from '#contract/sync/rows/table.ts'
import { addRowCount } from '#db/cache/counts.ts'
import { checkBatch, knownTable, mergeBatch, readRow, removeRow } from '#db/cache/rows.ts'
import type { SqliteDatabase } from '#db/connection/open.ts'
import type { ChangeCollector } from '../changed-rows.ts'
import { noteBatch } from './apply-pull.ts'

/** A table that differs, and the keys of what the cache holds in the differing buckets. */
export type KeyedRepair = TableRepair & { keys: readonly WireValue[][] }

/**
 * Puts head office's rows of the differing buckets in place of the cache's; part of the caller's
 * transaction, on the bare base. Returns whether a row went that head office does not have.
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
    let removed = 0
    for (const key of repair.keys) {
      const row = readRow(cache, table, key)
      if (!row) continue
      removeRow(cache, table, key)
      changes.add(table.name, row)
      removed += 1
    }
    const added = mergeBatch(cache, table, repair.batch)
    addRowCount(cache, table.name, added - removed)
    noteBatch(table, repair.batch, changes)
    gone ||= added < removed
  }
  return gone
}
