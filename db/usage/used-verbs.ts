import { all, type ReadDatabase } from '../connection/statements.ts'
import { ownRecords } from './own-records.ts'

/** `module.verb` of every business action of a person that the ledger of this PC still tells of. */
export function usedVerbs(db: ReadDatabase, staffId: string): Set<string> {
  const rows = all<{ used: string }>(
    db,
    `SELECT DISTINCT (r.body ->> 'module') || '.' || (r.body ->> 'verb') AS used
     FROM ${ownRecords}
     WHERE r.type IN ('action', 'reveal') AND r.body IS NOT NULL`,
    staffId,
    0,
  )
  return new Set(rows.map(({ used }) => used))
}
