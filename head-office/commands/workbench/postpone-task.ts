import { addDays, isDay } from '#domain/time/day.ts'
import { longestDelayDays } from '#domain/workbench/postponing.ts'
import { BranchWriter } from '../../store/branch-writer.ts'
import { managingBranch } from '../customers/managing.ts'
import { applied, appliedWithChanges, rejected } from '../decision.ts'
import type { CommandHandler } from '../handler.ts'
import { alreadyClosed, tasksOfCustomer } from './standing-tasks.ts'

/**
 * A decision: a customer's open tasks come up again on a day. One given during an outage may name a
 * day that is past when it arrives; it is recorded all the same.
 */
export const postponeTask: CommandHandler<'task.postpone'> = async (scene, payload) => {
  const { client, branchId, businessDate } = scene
  const { until, customerId } = payload
  if (!isDay(until)) return rejected('request.invalid')
  if (until > addDays(businessDate, longestDelayDays)) return rejected('task.tooFarOff')
  const managedBy = await managingBranch(client, customerId)
  if (managedBy === null) return rejected('customer.notFound')
  if (managedBy !== branchId) return rejected('customer.moved')
  const writer = await BranchWriter.lock(client, branchId)
  const tasks = await tasksOfCustomer(scene, customerId, [...new Set(payload.taskIds)])
  if (!Array.isArray(tasks)) return tasks
  const open = tasks.filter(({ state }) => state === 'open')
  const [first] = tasks
  if (open.length === 0) return first ? alreadyClosed(first, null) : rejected('task.notFound')
  for (const { id } of open) await writer.update('task', id, { not_before: until })
  return open.length < tasks.length
    ? appliedWithChanges('task.alreadyClosed', writer.written)
    : applied(writer.written)
}
