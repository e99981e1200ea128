import type { Day } from '#domain/time/day.ts'
import { first, type ReadDatabase } from '../connection/statements.ts'

/** Customers one export may hold where the bank has published nothing else. */
export const defaultExportRows = 2000

/** Parameter `export.rows` in force on a day: how many customers one export may hold. */
export function exportRowLimit(db: ReadDatabase, on: Day): number {
  const row = first<{ value: string }>(
    db,
    `SELECT value FROM parameter WHERE key = 'export.rows' AND effective_from <= ?
     ORDER BY version DESC LIMIT 1`,
    on,
  )
  const limit: unknown = row ? JSON.parse(row.value) : defaultExportRows
  return Number.isInteger(limit) ? Number(limit) : defaultExportRows
}
