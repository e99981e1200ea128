import type { Effect } from './effect.ts'

/** A task that is still open is closed with the outcome; one that is not stays as it is. */
export const completeTask: Effect<'task.complete'> = (payload, { staffId }, rows) => {
  if (rows.get('task', payload.taskId)?.['state'] !== 'open') return
  rows.patch('task', [payload.taskId], {
    state: 'done',
    completed_at: payload.atMs,
    completed_by: staffId,
    outcome: payload.outcome,
    note: payload.note,
  })
}
