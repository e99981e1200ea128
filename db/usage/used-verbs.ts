import { all, type ReadDatabase } from '../connection/statements.ts'

/** `module.verb` of every business action of a person that the ledger of this PC still tells of. */
export function usedVerbs(db: ReadDatabase, staffId: string): Set<string> {
  const rows = all<{ used: string }>(
    db,
    `SELECT DISTINCT json_extract(b.body, '$.module') || '.' || json_extract(b.body, '$.verb') AS used
     FROM usage_record r
     JOIN usage_body b ON b.ledger_id = r.ledger_id AND b.epoch = r.epoch AND b.seq = r.seq
     WHERE r.actor = ? AND r.type IN ('action', 'reveal')`,
    staffId,
  )
  return new Set(rows.map(({ used }) => used))
}
