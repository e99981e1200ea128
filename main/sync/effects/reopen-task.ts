import { isReopenable, reopened } from '#domain/workbench/reopening.ts'
import type { Effect } from './effect.ts'

/** Tasks that this person closed within a day, or that were put off, stand open again. */
export const reopenTask: Effect<'task.reopen'> = (payload, { staffId }, rows) => {
  for (const taskId of payload.taskIds) {
    const row = rows.get('task', taskId)
    if (!row) continue
    const task = {
      state: String(row['state']),
      completed_by: row['completed_by'] == null ? null : String(row['completed_by']),
      completed_at: row['completed_at'] == null ? null : Number(row['completed_at']),
    }
    if (isReopenable(task, staffId, payload.atMs)) rows.patch('task', [taskId], { ...reopened })
  }
}
