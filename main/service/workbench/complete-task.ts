import { AppError } from '#contract/errors.ts'
import { standingOf } from '#db/customers/scope.ts'
import { type KnownTask, tasksByIds } from '#db/workbench/tasks.ts'
import type { TaskEnding, UnsuitableReason } from '#domain/workbench/task.ts'
import { scopeOf } from '../customers/scope.ts'
import type { CallContext } from '../dispatch/call-context.ts'
import type { Handler } from '../dispatch/dispatch.ts'

/**
 * The named tasks of one customer that are open and the person's to deal with: his or her own, or of
 * a customer in scope. Throws `task.notFound`, `task.notYours`, or, where none is open any more,
 * `task.alreadyClosed`.
 */
export function ownOpenTasks(
  context: CallContext,
  taskIds: readonly string[],
): [KnownTask, ...KnownTask[]] {
  const scope = scopeOf(context)
  const { staffId } = context.actor
  return context.cache((db) => {
    const known = tasksByIds(db, [...new Set(taskIds)])
    const customerId = known[0]?.customer_id
    if (customerId === undefined || known.length < new Set(taskIds).size) {
      throw new AppError('task.notFound')
    }
    if (known.some((task) => task.customer_id !== customerId)) throw new AppError('task.notFound')
    const inside = standingOf(db, scope, customerId) === 'inside'
    if (!inside && known.some((task) => task.staff_id !== staffId)) {
      throw new AppError('task.notYours')
    }
    const [first, ...rest] = known.filter(({ state }) => state === 'open')
    if (!first) throw new AppError('task.alreadyClosed')
    return [first, ...rest]
  })
}

/** `rev` of the tasks as the person saw them. */
export function taskRevs(tasks: readonly KnownTask[]): Record<string, number> {
  return Object.fromEntries(tasks.map((task) => [`task:${task.id}`, task.rev]))
}

/** A note, or null where nothing was written. */
export const written = (note: string | null) => (note === '' ? null : note)

async function close(
  context: CallContext,
  taskIds: readonly string[],
  ending: { outcome: TaskEnding; reason?: UnsuitableReason; note: string | null },
): Promise<{ commandId: string }> {
  const [first, ...rest] = ownOpenTasks(context, taskIds)
  const commandId = await context.submit({
    name: 'task.complete',
    customerId: first.customer_id,
    baseRevs: taskRevs([first, ...rest]),
    payload: {
      taskId: first.id,
      customerId: first.customer_id,
      outcome: ending.outcome,
      note: written(ending.note),
      atMs: context.clock.now(),
      ...(rest.length > 0 ? { alsoIds: rest.map(({ id }) => id) } : {}),
      ...(ending.reason ? { reason: ending.reason } : {}),
    },
  })
  return { commandId }
}

/** `workbench.completeTask`: closes an open task with an outcome. */
export const completeTask: Handler<'workbench.completeTask'> = (request, context) =>
  close(context, [request.taskId], { outcome: request.outcome, note: request.note })

/** `workbench.complete`: closes all reasons of a row with one outcome. */
export const complete: Handler<'workbench.complete'> = (request, context) =>
  close(context, request.taskIds, { outcome: request.outcome, note: request.note })

/** `workbench.dismiss`: the reasons were not suitable; says why. */
export const dismiss: Handler<'workbench.dismiss'> = ({ taskIds, reason, note }, context) =>
  close(context, taskIds, { outcome: 'not_suitable', reason, note })
