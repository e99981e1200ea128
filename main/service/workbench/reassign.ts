import { AppError } from '#contract/errors.ts'
import { managersOfBranch } from '#db/workbench/staff.ts'
import { tasksByIds } from '#db/workbench/tasks.ts'
import { isDay } from '#domain/time/day.ts'
import { isWithinDelay } from '#domain/workbench/postponing.ts'
import type { CommandPayload } from '#contract/sync/commands.ts'
import { scopeOf } from '../customers/scope.ts'
import type { Handler } from '../dispatch/dispatch.ts'
import { taskRevs } from './complete-task.ts'

type Customers = CommandPayload<'task.reassign'>['customers']

/** `workbench.reassign`: open tasks change hands, and the new person stands in for their customers. */
export const reassign: Handler<'workbench.reassign'> = async (request, context) => {
  const scope = scopeOf(context)
  const { toStaffId, until, reason } = request
  if (!isDay(until)) throw new AppError('request.invalid', { field: 'until' })
  if (!isWithinDelay(until, scope.on)) throw new AppError('task.tooFarOff')
  const tasks = context.cache((db) => {
    if (!managersOfBranch(db).some(({ id }) => id === toStaffId)) {
      throw new AppError('staff.notAvailable')
    }
    return tasksByIds(db, [...new Set(request.taskIds)])
  })
  const open = tasks.filter(({ state, staff_id }) => state === 'open' && staff_id !== toStaffId)
  if (tasks.length === 0) throw new AppError('task.notFound')
  if (open.length === 0) throw new AppError('task.alreadyClosed')
  const customers = new Map<string, Customers[number]>()
  for (const { id, customer_id: customerId } of open) {
    const known = customers.get(customerId)
    if (known) known.taskIds.push(id)
    else customers.set(customerId, { customerId, allocationId: context.newId(), taskIds: [id] })
  }
  const commandId = await context.submit({
    name: 'task.reassign',
    customerId: null,
    baseRevs: taskRevs(open),
    payload: {
      toStaffId,
      from: scope.on,
      until,
      reason,
      customers: [...customers.values()],
      atMs: context.clock.now(),
    },
  })
  return { commandId }
}
