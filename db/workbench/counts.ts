import { addDays } from '#domain/time/day.ts'
import type { TaskKind } from '#domain/workbench/task.ts'
import { all, first, type ReadDatabase, type SqlValue } from '../connection/statements.ts'
import { type CustomerScope, scopeCondition } from '../customers/scope.ts'

/** How many rows of a work list one kind of task leads, and how near their first deadlines are. */
export interface WorkCount {
  kind: TaskKind
  rows: number
  overdue: number
  dueToday: number
  dueTomorrow: number
}

/** The open tasks `t` of a scope's customers; of one person, or of all. */
function openTasksOf(
  scope: CustomerScope,
  staffId: string | null,
): { sql: string; values: SqlValue[] } {
  const own = scopeCondition(scope, 't.customer_id')
  return {
    sql: `task t JOIN customer c ON c.id = t.customer_id
      WHERE t.state = 'open' AND ${own.sql} ${staffId === null ? '' : 'AND t.staff_id = ?'}`,
    values: [...own.values, ...(staffId === null ? [] : [staffId])],
  }
}

/**
 * Counts of a work list without its rows: a customer is one row, led by the task that is most
 * urgent among those not put off. One statement.
 */
export function workCounts(
  db: ReadDatabase,
  scope: CustomerScope,
  staffId: string | null,
): WorkCount[] {
  const { sql, values } = openTasksOf(scope, staffId)
  const { on } = scope
  return all(
    db,
    `SELECT kind, count(*) AS rows, sum(due_on < ?) AS overdue, sum(due_on = ?) AS dueToday,
       sum(due_on = ?) AS dueTomorrow
     FROM (SELECT t.kind, min(t.due_on) OVER (PARTITION BY t.customer_id) AS due_on,
         row_number() OVER (PARTITION BY t.customer_id ORDER BY t.priority, t.due_on, t.id) AS place
       FROM ${sql} AND (t.not_before IS NULL OR t.not_before <= ?))
     WHERE place = 1 GROUP BY kind`,
    on,
    on,
    addDays(on, 1),
    ...values,
    on,
  )
}

/** Customers all of whose open tasks somebody put off. One statement. */
export function putOffCount(
  db: ReadDatabase,
  scope: CustomerScope,
  staffId: string | null,
): number {
  const { sql, values } = openTasksOf(scope, staffId)
  const row = first<{ n: number }>(
    db,
    `SELECT count(*) AS n FROM (SELECT t.customer_id FROM ${sql}
       GROUP BY t.customer_id HAVING min(t.not_before IS NOT NULL AND t.not_before > ?) = 1)`,
    ...values,
    scope.on,
  )
  return row?.n ?? 0
}
