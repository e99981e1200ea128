import type { Task } from '#domain/workbench/task.ts'
import { all, first, type ReadDatabase } from '../connection/statements.ts'

/** A task; `queued` while an outcome given on this PC waits for head office. */
export type KnownTask = Task & { rev: number; queued: boolean }

const queued = `EXISTS (SELECT 1 FROM overlay o
  WHERE o.table_name = 'task' AND o.row_key = json_array(t.id))`

const columns = `t.*, ${queued} AS queued`

type TaskRow = Task & { rev: number; queued: number }

const toTask = (row: TaskRow): KnownTask => ({ ...row, queued: row.queued === 1 })

/** A customer's open tasks and those just closed here, the most urgent first. */
export function openTasksOf(db: ReadDatabase, customerId: string): KnownTask[] {
  return all<TaskRow>(
    db,
    `SELECT ${columns} FROM task t
     WHERE t.customer_id = ? AND (t.state = 'open' OR (t.state = 'done' AND ${queued}))
     ORDER BY t.state = 'done', t.priority, t.due_on, t.id`,
    customerId,
  ).map(toTask)
}

/** Open tasks of several customers, the most urgent first. One statement. */
export function openTasksOfAll(db: ReadDatabase, customerIds: readonly string[]): KnownTask[] {
  return all<TaskRow>(
    db,
    `SELECT ${columns} FROM json_each(?) j CROSS JOIN task t
       ON t.customer_id = j.value AND t.state = 'open'
     ORDER BY t.priority, t.due_on, t.id`,
    JSON.stringify(customerIds),
  ).map(toTask)
}

/** Tasks by their ids, in that order; unknown ones are left out. One statement. */
export function tasksByIds(db: ReadDatabase, taskIds: readonly string[]): KnownTask[] {
  return all<TaskRow>(
    db,
    `SELECT ${columns} FROM json_each(?) j CROSS JOIN task t ON t.id = j.value ORDER BY j.key`,
    JSON.stringify(taskIds),
  ).map(toTask)
}

/** A task by its id, or null. */
export function taskById(db: ReadDatabase, taskId: string): KnownTask | null {
  const row = first<TaskRow>(db, `SELECT ${columns} FROM task t WHERE t.id = ?`, taskId)
  return row ? toTask(row) : null
}
