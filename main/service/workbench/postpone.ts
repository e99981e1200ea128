import { AppError } from '#contract/errors.ts'
import { isDay } from '#domain/time/day.ts'
import { isWithinDelay } from '#domain/workbench/postponing.ts'
import type { Handler } from '../dispatch/dispatch.ts'
import { ownOpenTasks, taskRevs, written } from './complete-task.ts'

/** `workbench.postpone`: the reasons of a row come up again on a day. */
export const postpone: Handler<'workbench.postpone'> = async (request, context) => {
  const { until, note } = request
  if (!isDay(until)) throw new AppError('request.invalid', { field: 'until' })
  if (!isWithinDelay(until, context.businessDate)) throw new AppError('task.tooFarOff')
  const tasks = ownOpenTasks(context, request.taskIds)
  const customerId = tasks[0].customer_id
  const commandId = await context.submit({
    name: 'task.postpone',
    customerId,
    baseRevs: taskRevs(tasks),
    payload: {
      taskIds: tasks.map(({ id }) => id),
      customerId,
      until,
      note: written(note),
      atMs: context.clock.now(),
    },
  })
  return { commandId }
}
