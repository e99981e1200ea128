import type { PrintStamp } from '#contract/ipc/paper.ts'
import type { WorkLog } from '#contract/ipc/workbench-views.ts'
import { branchName } from '#db/workbench/staff.ts'
import { closedSince, contactsSince } from '#db/workbench/log.ts'
import { customerAccess } from '#domain/organisation/roles.ts'
import { addressToStreet } from '#domain/customers/mask.ts'
import { dayOfInstant } from '#domain/time/day.ts'
import { paperReasons } from '#domain/workbench/papers.ts'
import type { CallContext } from '../dispatch/call-context.ts'
import type { Handler } from '../dispatch/dispatch.ts'
import { scopeOf } from '../customers/scope.ts'
import { countsOf } from './counts.ts'
import { ownBook, todayMs } from './open.ts'
import type { Prints } from './prints.ts'
import { workOrder, workRow } from './rows.ts'
import { taskView } from './task-view.ts'

/** `workbench.visits`: the first rows of the own list with addresses to the street. */
export const visitList: Handler<'workbench.visits'> = ({ limit }, context) => {
  const scope = ownBook(context)
  const { staffId } = context.actor
  return context.cache((db) => {
    const order = workOrder(db, scope, staffId)
    return {
      businessDate: scope.on,
      total: order.length,
      visits: order.slice(0, limit).map((item, index) => {
        const { address } = item.customer
        return {
          ...workRow(item, index + 1),
          address: address === null ? '' : addressToStreet(address),
        }
      }),
    }
  })
}

/**
 * `workbench.log`: what was done today by the wall clock, and what is left. A branch head sees the
 * whole branch, everybody else the own work.
 */
export const workLog: Handler<'workbench.log'> = (_request, context) => {
  const scope = scopeOf(context)
  const { roles, staffId } = context.actor
  const mine = customerAccess(roles) === 'branch' ? null : staffId
  const sinceMs = todayMs(context)
  return context.cache((db): WorkLog => {
    const { open, overdue, dueToday, putOff } = countsOf(db, scope, mine)
    return {
      day: dayOfInstant(context.clock.now()),
      contacts: contactsSince(db, scope, mine, sinceMs),
      closed: closedSince(db, scope, mine, sinceMs).map(({ customerName, staffName, ...task }) => ({
        task: taskView(task),
        customerName,
        outcome: task.outcome,
        atMs: task.completed_at ?? sinceMs,
        staffName,
      })),
      left: { open, overdue, dueToday, putOff },
    }
  })
}

/** What a page says of its printing, once the usage record of it is durable. */
export function printStamp(prints: Prints, context: CallContext): PrintStamp {
  const { staffNo, name, branchId } = context.actor
  return {
    printId: prints.recorded(context),
    staffNo,
    name,
    branchName: context.cache((db) => branchName(db, branchId)),
    atMs: context.clock.now(),
  }
}

/** `workbench.print`: says before a page goes on paper who prints what and why; durable when answered. */
export function createRecordPrint(prints: Prints): Handler<'workbench.print'> {
  return async ({ document, way, lines }, context) => {
    await context.testify({ document, reason: paperReasons[document], way, lines })
    return printStamp(prints, context)
  }
}

/** `workbench.takePrint`: the shell is about to print what a record stands for. */
export function createTakePrint(prints: Prints): Handler<'workbench.takePrint'> {
  return ({ printId }, context) => {
    prints.take(printId, context)
    return null
  }
}
