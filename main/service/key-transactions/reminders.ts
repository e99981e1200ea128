import { dueItems } from '#db/key-transactions/reminders.ts'
import { inOrder } from '#domain/key-transactions/reminders.ts'
import { scopeOf } from '../customers/scope.ts'
import type { Handler } from '../dispatch/dispatch.ts'

/** Most reminders that are listed. */
const mostListed = 100

/** `keyTransactions.reminders`: what the caller is to do, in the order of its deadlines. */
export const listReminders: Handler<'keyTransactions.reminders'> = (_request, context) => {
  const { on } = scopeOf(context)
  const items = context.cache((db) => dueItems(db, context.actor.staffId, on))
  const rows = inOrder(items, context.clock.now())
  return { total: rows.length, rows: rows.slice(0, mostListed) }
}
