import { BranchWriter } from '../../store/branch-writer.ts'
import { endReferralOf } from '../counter/follow-task.ts'
import { managingBranch } from '../customers/managing.ts'
import { applied, appliedWithChanges, rejected } from '../decision.ts'
import type { CommandHandler } from '../handler.ts'
import { alreadyClosed, tasksOfCustomer } from './standing-tasks.ts'

/**
 * A decision: closes the open ones among a customer's tasks once. Two people closing one task: the
 * second one is told who did. Where only some of several were closed meanwhile, the rest is closed
 * and the person is told. A referral ends with its task.
 */
export const completeTask: CommandHandler<'task.complete'> = async (scene, payload) => {
  const { client, staff, branchId } = scene
  const { outcome, reason } = payload
  if ((outcome === 'not_suitable') !== (reason !== undefined)) {
    return rejected('task.reasonMissing')
  }
  const managedBy = await managingBranch(client, payload.customerId)
  if (managedBy === null) return rejected('customer.notFound')
  if (managedBy !== branchId) return rejected('customer.moved')
  const writer = await BranchWriter.lock(client, branchId)
  const taskIds = [...new Set([payload.taskId, ...(payload.alsoIds ?? [])])]
  const tasks = await tasksOfCustomer(scene, payload.customerId, taskIds)
  if (!Array.isArray(tasks)) return tasks
  const open = tasks.filter(({ state }) => state === 'open')
  const [first] = tasks
  if (open.length === 0) return first ? alreadyClosed(first, outcome) : rejected('task.notFound')
  for (const task of open) {
    await writer.update('task', task.id, {
      state: 'done',
      completed_at: Math.min(payload.atMs, scene.nowMs),
      completed_by: staff.id,
      outcome,
      note: payload.note,
      reason: reason ?? null,
    })
    await endReferralOf(scene, writer, task, payload)
  }
  return open.length < tasks.length
    ? appliedWithChanges('task.alreadyClosed', writer.written)
    : applied(writer.written)
}
