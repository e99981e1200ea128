import type { WorkLog } from '#contract/ipc/workbench-views.ts'
import { all, type ReadDatabase } from '../connection/statements.ts'
import { type CustomerScope, scopeCondition } from '../customers/scope.ts'
import type { KnownTask } from './tasks.ts'

/** Contacts with a scope's customers since a moment (ms), of one person or of all; the first first. */
export function contactsSince(
  db: ReadDatabase,
  scope: CustomerScope,
  staffId: string | null,
  sinceMs: number,
): WorkLog['contacts'] {
  const within = scopeCondition(scope, 'x.customer_id')
  const mine = staffId === null ? '' : 'AND x.staff_id = ?'
  return all(
    db,
    `SELECT x.id, x.at AS atMs, c.name AS customerName, c.tier, x.channel, x.outcome, x.summary,
       x.next_on AS nextOn, coalesce(st.name, '') AS staffName
     FROM contact x JOIN customer c ON c.id = x.customer_id
       LEFT JOIN staff st ON st.id = x.staff_id
     WHERE x.at >= ? ${mine} AND ${within.sql} ORDER BY x.at, x.id`,
    sinceMs,
    ...(staffId === null ? [] : [staffId]),
    ...within.values,
  )
}

/** A task that was closed, with the names the log shows. */
export type ClosedTask = KnownTask & { customerName: string; staffName: string }

/** Tasks of a scope's customers closed since a moment (ms), by one person or by all. */
export function closedSince(
  db: ReadDatabase,
  scope: CustomerScope,
  staffId: string | null,
  sinceMs: number,
): ClosedTask[] {
  const within = scopeCondition(scope, 't.customer_id')
  const mine = staffId === null ? '' : 'AND t.completed_by = ?'
  return all<Omit<ClosedTask, 'queued'> & { queued: number }>(
    db,
    `SELECT t.*, 0 AS queued, c.name AS customerName, coalesce(st.name, '') AS staffName
     FROM task t JOIN customer c ON c.id = t.customer_id
       LEFT JOIN staff st ON st.id = t.completed_by
     WHERE t.state = 'done' AND t.completed_at >= ? ${mine} AND ${within.sql}
     ORDER BY t.completed_at, t.id`,
    sinceMs,
    ...(staffId === null ? [] : [staffId]),
    ...within.values,
  ).map((row) => ({ ...row, queued: row.queued === 1 }))
}
