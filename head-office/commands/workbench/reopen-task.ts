import { isReopenable, reopened } from '#domain/workbench/reopening.ts'
import { BranchWriter } from '../../store/branch-writer.ts'
import { reopenReferralOf } from '../counter/follow-task.ts'
import { managingBranch } from '../customers/managing.ts'
import { applied, rejected } from '../decision.ts'
import type { CommandHandler } from '../handler.ts'
import { tasksOfCustomer } from './standing-tasks.ts'

/**
 * A decision: what the same person closed within a day, or put off, stands open again; a referral
 * with its task.
 */
export const reopenTask: CommandHandler<'task.reopen'> = async (scene, payload) => {
  const { client, branchId, staff } = scene
  const managedBy = await managingBranch(client, payload.customerId)
  if (managedBy === null) return rejected('customer.notFound')
  if (managedBy !== branchId) return rejected('customer.moved')
  const writer = await BranchWriter.lock(client, branchId)
  const tasks = await tasksOfCustomer(scene, payload.customerId, [...new Set(payload.taskIds)])
  if (!Array.isArray(tasks)) return tasks
  if (!tasks.every((task) => isReopenable(task, staff.id, payload.atMs))) {
    return rejected('task.notClosedByYou')
  }
  for (const task of tasks) {
    await writer.update('task', task.id, { ...reopened })
    await reopenReferralOf(scene, writer, task, Math.min(payload.atMs, scene.nowMs))
  }
  return applied(writer.written)
}
