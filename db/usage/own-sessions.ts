import type { ActionUse } from '#domain/usage/breadth.ts'
import { all, type ReadDatabase } from '../connection/statements.ts'
import { ownRecords } from './own-records.ts'

/** A business action of a session; `module` as its record's body names it. */
export interface SessionAction extends ActionUse {
  sessionId: string
}

/** Business actions of a person's sessions that began since a moment (ms UTC), oldest first. */
export function sessionActions(
  db: ReadDatabase,
  staffId: string,
  sinceMs: number,
): SessionAction[] {
  return all<SessionAction>(
    db,
    `SELECT r.session AS sessionId, r.wall_ms AS atMs, coalesce(r.body ->> 'module', '') AS module
     FROM ${ownRecords}
     WHERE r.type IN ('action', 'reveal') ORDER BY r.wall_ms, r.place`,
    staffId,
    sinceMs,
  )
}
