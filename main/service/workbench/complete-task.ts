import { AppError } from '#contract/errors.ts'
import type { ReadDatabase } from '#db/connection/statements.ts'
import { type CustomerScope, standingOf } from '#db/customers/scope.ts'
import { type KnownTask, taskById } from '#db/workbench/tasks.ts'
import { scopeOf } from '../customers/scope.ts'
import type { Handler } from '../dispatch/dispatch.ts'

/** Whether the person may close it: his or her own task, or one of a customer in scope. */
function isHis(db: ReadDatabase, scope: CustomerScope, staffId: string, task: KnownTask): boolean {
  return task.staff_id === staffId || standingOf(db, scope, task.customer_id) === 'inside'
}

/** `workbench.completeTask`: closes an open task with an outcome. */
export const completeTask: Handler<'workbench.completeTask'> = async (request, context) => {
  const scope = scopeOf(context)
  const { staffId } = context.actor
  const task = context.cache((db) => {
    const known = taskById(db, request.taskId)
    if (!known) throw new AppError('task.notFound')
    if (!isHis(db, scope, staffId, known)) throw new AppError('task.notYours')
    if (known.state !== 'open') throw new AppError('task.alreadyClosed')
    return known
  })
  const commandId = await context.submit({
    name: 'task.complete',
    customerId: task.customer_id,
    baseRevs: { [`task:${task.id}`]: task.rev },
    payload: {
      taskId: task.id,
      customerId: task.customer_id,
      outcome: request.outcome,
      note: request.note === '' ? null : request.note,
      atMs: context.clock.now(),
    },
  })
  return { commandId }
}
