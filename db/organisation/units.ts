import { first, type ReadDatabase } from '../connection/statements.ts'

/** Name of an organisation unit; null where this PC does not know it. */
export function unitName(db: ReadDatabase, unitId: string): string | null {
  return first<{ name: string }>(db, 'SELECT name FROM org_unit WHERE id = ?', unitId)?.name ?? null
}

/** Name of the bank's head office, the unit that has none above it; null where this PC knows none. */
export function headOfficeName(db: ReadDatabase): string | null {
  const row = first<{ name: string }>(
    db,
    'SELECT name FROM org_unit WHERE parent_id IS NULL ORDER BY level, code LIMIT 1',
  )
  return row?.name ?? null
}
