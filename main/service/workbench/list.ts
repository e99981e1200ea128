import { roundSize } from '#domain/workbench/rank.ts'
import type { Handler } from '../dispatch/dispatch.ts'
import { ownBook } from './open.ts'
import { workOrder, workPage, workRow } from './rows.ts'

/** `workbench.rows`: a page of the caller's work list. */
export const listRows: Handler<'workbench.rows'> = (request, context) =>
  context.cache((db) => workPage(workOrder(db, ownBook(context), context.actor.staffId), request))

/** `workbench.round`: whom a round of contacts calls next. */
export const roundRows: Handler<'workbench.round'> = ({ customerIds }, context) =>
  context.cache((db) => {
    const placed = workOrder(db, ownBook(context), context.actor.staffId).map(
      (item, index) => [item, index + 1] as const,
    )
    const byId = new Map(placed.map((each) => [each[0].id, each]))
    const named = customerIds.flatMap((id) => {
      const each = byId.get(id)
      return each ? [each] : []
    })
    const first = placed.filter(([{ gate }]) => gate === null).slice(0, roundSize)
    return { rows: (named.length > 0 ? named : first).map(([item, place]) => workRow(item, place)) }
  })
