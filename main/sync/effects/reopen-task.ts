import { referralStates, reopenedWithTask } from '#domain/counter/referral.ts'
import { isReopenable, reopened } from '#domain/workbench/reopening.ts'
import type { WireValue } from '#contract/sync/rows/table.ts'
import type { Effect } from './effect.ts'

const text = (value: WireValue | undefined) => (value == null ? null : String(value))

/**
 * Tasks that this person closed within a day, or that were put off, stand open again; a referral
 * with its task.
 */
export const reopenTask: Effect<'task.reopen'> = (payload, { staffId }, rows) => {
  for (const taskId of payload.taskIds) {
    const row = rows.get('task', taskId)
    if (!row) continue
    const task = {
      state: String(row['state']),
      completed_by: text(row['completed_by']),
      completed_at: row['completed_at'] == null ? null : Number(row['completed_at']),
    }
    if (!isReopenable(task, staffId, payload.atMs)) continue
    rows.patch('task', [taskId], { ...reopened })
    if (row['kind'] !== 'referral' || task.state === 'open') continue
    const [referral] = rows.where('referral', 'task_id', taskId)
    const state = referralStates.find((each) => each === referral?.['state'])
    if (!referral || !state) continue
    const feedback = text(referral['feedback'])
    const again = reopenedWithTask({ state, feedback }, text(row['note']))
    if (again) {
      const change = { ...again, state_at: payload.atMs, to_staff_id: staffId }
      rows.patch('referral', [String(referral['id'])], change)
    }
  }
}
