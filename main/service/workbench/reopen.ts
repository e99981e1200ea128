import { AppError } from '#contract/errors.ts'
import { standingOf } from '#db/customers/scope.ts'
import { tasksByIds } from '#db/workbench/tasks.ts'
import { isReopenable } from '#domain/workbench/reopening.ts'
import { scopeOf } from '../customers/scope.ts'
import type { Handler } from '../dispatch/dispatch.ts'
import { taskRevs } from './complete-task.ts'

/** `workbench.reopen`: takes back what the caller closed or put off. */
export const reopen: Handler<'workbench.reopen'> = async ({ taskIds }, context) => {
  const scope = scopeOf(context)
  const { staffId } = context.actor
  const atMs = context.clock.now()
  const [first, ...rest] = context.cache((db) => {
    const known = tasksByIds(db, [...new Set(taskIds)])
    const customerId = known[0]?.customer_id ?? ''
    if (known.length < new Set(taskIds).size) throw new AppError('task.notFound')
    if (known.some((task) => task.customer_id !== customerId)) throw new AppError('task.notFound')
    if (standingOf(db, scope, customerId) !== 'inside') throw new AppError('task.notYours')
    return known
  })
  if (!first) throw new AppError('task.notFound')
  const tasks = [first, ...rest]
  if (!tasks.every((task) => isReopenable(task, staffId, atMs))) {
    throw new AppError('task.notClosedByYou')
  }
  const commandId = await context.submit({
    name: 'task.reopen',
    customerId: first.customer_id,
    baseRevs: taskRevs(tasks),
    payload: { taskIds: tasks.map(({ id }) => id), customerId: first.customer_id, atMs },
  })
  return { commandId }
}
