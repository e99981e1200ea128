import type pg from 'pg'
import { uuidV7 } from '#platform/ids/uuid.ts'

/** An act worth finding later. `detail` carries no customer data. */
export interface AuditEntry {
  branchId: string
  /** A staff number, a device id, or `system`. */
  actor: string
  action: string
  object: string
  detail?: Record<string, string | number | boolean | null>
}

/** Appends to the audit log in the caller's transaction; entries are never changed. */
export async function recordAudit(
  db: pg.Pool | pg.ClientBase,
  entry: AuditEntry,
  nowMs: number,
): Promise<void> {
  await db.query(
    `insert into audit_log (branch_id, id, at, actor, action, object, detail)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [
      entry.branchId,
      uuidV7(nowMs),
      new Date(nowMs),
      entry.actor,
      entry.action,
      entry.object,
      JSON.stringify(entry.detail ?? {}),
    ],
  )
}
