import type { WorkbenchPanels } from '#contract/ipc/workbench-views.ts'
import { reckonedOn } from '#db/cache/reckoning.ts'
import { dailyAum, endingPositions } from '#db/workbench/book.ts'
import { doneSince } from '#db/workbench/rows.ts'
import { assetClasses } from '#domain/products/asset-classes.ts'
import { addDays, dayOfInstant, instantOfDay } from '#domain/time/day.ts'
import { reportCurrency } from '../customers/assets.ts'
import type { CustomerScope } from '#db/customers/scope.ts'
import type { CallContext } from '../dispatch/call-context.ts'
import type { Handler } from '../dispatch/dispatch.ts'
import { bookFacts, keyMovements } from './book.ts'
import { countsOf } from './counts.ts'

/** Large movements shown beside the list; the rest is counted. */
const shownMovements = 12
/** Days of the course of AUM, and of what ends. */
const trendDays = 90
const endingDays = 14

/** The caller's own book, also for somebody who sees the whole branch. */
export function ownBook(context: CallContext): CustomerScope {
  return { kind: 'book', staffId: context.actor.staffId, on: context.businessDate }
}

/** Begin of the shown day by the wall clock, ms: what was done today is a fact of that day. */
export function todayMs(context: CallContext): number {
  return instantOfDay(dayOfInstant(context.clock.now()))
}

/** `workbench.open`: the figures of the caller's book and the numbers of the work list. */
export const openWorkbench: Handler<'workbench.open'> = (_request, context) => {
  const scope = ownBook(context)
  const currency = reportCurrency(context)
  const { staffId } = context.actor
  const sinceMs = todayMs(context)
  return context.cache((db) => {
    const done = doneSince(db, staffId, sinceMs)
    return {
      businessDate: scope.on,
      raisedFor: reckonedOn(db, 'tasks'),
      facts: bookFacts(db, scope, currency, staffId),
      counts: countsOf(db, scope, staffId),
      contactsToday: done.contacts,
      closedToday: done.closed,
    }
  })
}

/** `workbench.panels`: large movements, the course of AUM, and what ends in 14 days. */
export const openPanels: Handler<'workbench.panels'> = (_request, context) => {
  const scope = ownBook(context)
  const currency = reportCurrency(context)
  const { on } = scope
  return context.cache((db): WorkbenchPanels => {
    const movements = keyMovements(db, scope, currency)
    const ending = endingPositions(db, scope, currency, on, addDays(on, endingDays - 1))
    return {
      businessDate: on,
      movements: movements.slice(0, shownMovements),
      movementTotal: movements.length,
      trend: dailyAum(db, scope, currency, addDays(on, 1 - trendDays), on),
      maturities: Array.from({ length: endingDays }, (_, index) => {
        const day = addDays(on, index)
        const ofDay = ending.filter(({ matures_on }) => matures_on === day)
        return {
          on: day,
          amounts: assetClasses.flatMap((assetClass) => {
            const own = ofDay.filter((each) => each.asset_class === assetClass)
            const fen = own.reduce((sum, each) => sum + each.fen, 0)
            return fen > 0 ? [{ assetClass, fen }] : []
          }),
        }
      }),
    }
  })
}
