import type { WireValue } from '#contract/sync/rows/table.ts'
import { type TableName, tableNamed } from '#contract/sync/rows/tables.ts'

/** A record's values in wire order, as rows travel and as SQLite binds them: flags are 0 and 1. */
export function wireValues(table: TableName, record: object): WireValue[] {
  const fields = record as Record<string, WireValue | boolean>
  return tableNamed(table).columns.map(({ name }) => {
    const value = fields[name] ?? null
    return typeof value === 'boolean' ? Number(value) : value
  })
}
