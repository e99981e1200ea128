import { endByTask, feedbackLength } from '#domain/counter/referral.ts'
import type { Effect } from './effect.ts'

const ended = ['succeeded', 'failed']

/**
 * Tasks that are still open are closed with the outcome; one that is not stays as it is. A referral
 * ends with its task.
 */
export const completeTask: Effect<'task.complete'> = (payload, { staffId }, rows) => {
  for (const taskId of [payload.taskId, ...(payload.alsoIds ?? [])]) {
    const task = rows.get('task', taskId)
    if (task?.['state'] !== 'open') continue
    rows.patch('task', [taskId], {
      state: 'done',
      completed_at: payload.atMs,
      completed_by: staffId,
      outcome: payload.outcome,
      note: payload.note,
      reason: payload.reason ?? null,
    })
    if (task['kind'] !== 'referral') continue
    const [referral] = rows.where('referral', 'task_id', taskId)
    if (!referral || ended.includes(String(referral['state']))) continue
    rows.patch('referral', [String(referral['id'])], {
      ...endByTask(payload.outcome),
      state_at: payload.atMs,
      to_staff_id: staffId,
      feedback: payload.note?.slice(0, feedbackLength) ?? referral['feedback'] ?? null,
    })
  }
}
