import { first, type ReadDatabase } from '../connection/statements.ts'

/** Name of an organisation unit; null where this PC does not know it. */
export function unitName(db: ReadDatabase, unitId: string): string | null {
  return first<{ name: string }>(db, 'SELECT name FROM org_unit WHERE id = ?', unitId)?.name ?? null
}
