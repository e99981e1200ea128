import type { Column, RowTable } from '#contract/sync/rows/table.ts'
import { assertNever } from '#contract/errors.ts'

/** SQLite type of a column: flags and instants are integers, days and JSON are text. */
export function sqliteType({ wire }: Column): 'TEXT' | 'INTEGER' {
  switch (wire) {
    case 'text':
    case 'day':
    case 'json':
      return 'TEXT'
    case 'int':
    case 'instant':
    case 'flag':
      return 'INTEGER'
    default:
      return assertNever(wire)
  }
}

/** Columns every cached row carries beside the contract's: order in its scope, and its own count. */
export const versionColumns = ['ver', 'rev'] as const

/** All column names of a cached table in the order rows are written. */
export function cachedColumns(table: RowTable): string[] {
  return [...table.columns.map(({ name }) => name), ...versionColumns]
}

/**
 * Key columns inside one terminal's cache. A cache holds one branch, so `branch_id` is left out:
 * half the index size, and a query by id alone finds its index.
 */
export function cacheKey(table: RowTable): string[] {
  return table.key.filter((column) => column !== 'branch_id')
}
