import { columnWords, type RowBatch, type Tombstone } from '#contract/sync/rows/batch.ts'
import type { RowTable } from '#contract/sync/rows/table.ts'
import { addRowCount } from '#db/cache/counts.ts'
import { applyTombstone, checkBatch, knownTable, mergeBatch, type Row } from '#db/cache/rows.ts'
import { putScopeState, type ScopeState } from '#db/cache/scopes.ts'
import type { SqliteDatabase } from '#db/connection/open.ts'
import type { ChangeCollector } from '../changed-rows.ts'

/** The pages of one pull of one scope, up to its head. */
export interface Pull {
  /** Cursor after which the pages begin. */
  after: string
  state: ScopeState
  pages: { batches: RowBatch[]; tombstones: Tombstone[] }[]
  /** Newest answer that was stored when the pull began; null for scopes that carry no effects. */
  covered: number | null
}

/** Notes whose rows a batch brings. */
export function noteBatch(table: RowTable, batch: RowBatch, changes: ChangeCollector): void {
  const names = table.columns.map(({ name }) => name)
  const field = table.name === 'customer' ? 'id' : 'customer_id'
  const ids = batch.columns[names.indexOf(field)]
  if (!ids) changes.add(table.name, {})
  else for (const id of columnWords(ids)) changes.add(table.name, { [field]: id })
}

/**
 * Writes the rows of a pull, removes what left, and sets the cursor; part of the caller's
 * transaction. Returns whether a row left the branch.
 */
export function applyPull(
  cache: SqliteDatabase,
  pull: Pull,
  branchId: string,
  changes: ChangeCollector,
): boolean {
  let left = false
  for (const { batches } of pull.pages) {
    for (const batch of batches) {
      const table = knownTable(batch.table)
      if (!table) continue
      checkBatch(table, batch, branchId)
      addRowCount(cache, table.name, mergeBatch(cache, table, batch))
      noteBatch(table, batch, changes)
    }
  }
  for (const tombstone of pull.pages.flatMap(({ tombstones }) => tombstones)) {
    const table = knownTable(tombstone.table)
    const gone: Row | null = table && applyTombstone(cache, table, tombstone, branchId)
    if (gone && table) {
      changes.add(table.name, gone)
      addRowCount(cache, table.name, -1)
    }
    left ||= gone !== null && tombstone.reason === 'left_scope'
  }
  putScopeState(cache, pull.state)
  return left
}
