import type { Effect } from './effect.ts'

/** Tasks that are still open are closed with the outcome; one that is not stays as it is. */
export const completeTask: Effect<'task.complete'> = (payload, { staffId }, rows) => {
  for (const taskId of [payload.taskId, ...(payload.alsoIds ?? [])]) {
    if (rows.get('task', taskId)?.['state'] !== 'open') continue
    rows.patch('task', [taskId], {
      state: 'done',
      completed_at: payload.atMs,
      completed_by: staffId,
      outcome: payload.outcome,
      note: payload.note,
      reason: payload.reason ?? null,
    })
  }
}
