import type { ActionUse } from '#domain/usage/breadth.ts'
import { all, type ReadDatabase } from '../connection/statements.ts'

/** A business action of a session; `module` as its record's body names it. */
export interface SessionAction extends ActionUse {
  sessionId: string
}

/** A person's business actions since a moment (ms UTC), oldest first. */
export function sessionActions(
  db: ReadDatabase,
  staffId: string,
  sinceMs: number,
): SessionAction[] {
  return all<SessionAction>(
    db,
    `SELECT r.session AS sessionId, r.wall_ms AS atMs,
       coalesce(json_extract(b.body, '$.module'), '') AS module
     FROM usage_record r
     LEFT JOIN usage_body b ON b.ledger_id = r.ledger_id AND b.epoch = r.epoch AND b.seq = r.seq
     WHERE r.actor = ? AND r.type IN ('action', 'reveal') AND r.wall_ms >= ? AND r.session <> ''
     ORDER BY r.wall_ms, r.seq`,
    staffId,
    sinceMs,
  )
}
