import type { Effect } from './effect.ts'

/** Open tasks are put off; closed ones stay as they are. */
export const postponeTask: Effect<'task.postpone'> = (payload, _context, rows) => {
  for (const taskId of payload.taskIds) {
    if (rows.get('task', taskId)?.['state'] !== 'open') continue
    rows.patch('task', [taskId], { not_before: payload.until })
  }
}
