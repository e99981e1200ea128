import type { TeamMember, TeamView } from '#contract/ipc/workbench-views.ts'
import { AppError } from '#contract/errors.ts'
import { reckonedOn } from '#db/cache/reckoning.ts'
import type { ReadDatabase } from '#db/connection/statements.ts'
import { contactCounts, type EndingPosition, endingPositions } from '#db/workbench/book.ts'
import { doneSince } from '#db/workbench/rows.ts'
import {
  branchName,
  managersOfBranch,
  responsibleByCustomer,
  unallocatedCount,
} from '#db/workbench/staff.ts'
import { addDays, instantOfDay } from '#domain/time/day.ts'
import { reportCurrency } from '../customers/assets.ts'
import { scopeOf } from '../customers/scope.ts'
import type { Handler } from '../dispatch/dispatch.ts'
import { bookFacts, endingDays, isReached, keyMovements } from './book.ts'
import { todayMs } from './open.ts'
import { type WorkItem, workOrder, workPage } from './rows.ts'

/** Lines of the team's page beyond which the rest is left to the managers' own lists. */
const shown = { top: 10, uncovered: 12, movements: 8 } as const

const fenOf = (positions: readonly EndingPosition[]) =>
  positions.reduce((sum, { fen }) => sum + fen, 0)

function pressingOf(items: readonly WorkItem[], on: string) {
  return {
    open: items.length,
    overdue: items.filter(({ dueOn }) => dueOn < on).length,
    dueToday: items.filter(({ dueOn }) => dueOn === on).length,
  }
}

function memberOf(
  db: ReadDatabase,
  person: { id: string; name: string },
  items: readonly WorkItem[],
  ending: readonly EndingPosition[],
  customers: number,
  days: { on: string; todayMs: number },
): TeamMember {
  const done = doneSince(db, person.id, days.todayMs)
  const week = contactCounts(db, person.id, instantOfDay(addDays(days.on, -6)))
  return {
    staffId: person.id,
    name: person.name,
    customers,
    ...pressingOf(items, days.on),
    contactsToday: done.contacts,
    closedToday: done.closed,
    contactsWeek: week.contacts,
    maturingFen: fenOf(ending),
    uncoveredFen: fenOf(ending.filter((position) => !isReached(position, days.on))),
  }
}

/** `workbench.team`: the branch by manager, what nobody has spoken about, and what presses most. */
export const openTeam: Handler<'workbench.team'> = (_request, context) => {
  const scope = scopeOf(context)
  if (scope.kind !== 'branch') throw new AppError('request.forbidden')
  const currency = reportCurrency(context)
  const { on } = scope
  const days = { on, todayMs: todayMs(context) }
  const { branchId } = context.actor
  return context.cache((db): TeamView => {
    const order = workOrder(db, scope, null)
    const ending = endingPositions(db, scope, currency, on, addDays(on, endingDays))
    const responsible = responsibleByCustomer(db, on)
    const people = managersOfBranch(db)
    const nameOf = new Map(people.map(({ id, name }) => [id, name]))
    const customersOf = new Map<string, number>()
    for (const staffId of responsible.values()) {
      customersOf.set(staffId, (customersOf.get(staffId) ?? 0) + 1)
    }
    const isHis = (staffId: string, customerId: string) => responsible.get(customerId) === staffId
    return {
      businessDate: on,
      raisedFor: reckonedOn(db, 'tasks'),
      branchName: branchName(db, branchId),
      facts: bookFacts(db, scope, currency, null),
      members: people.map((person) =>
        memberOf(
          db,
          person,
          order.filter(({ id }) => isHis(person.id, id)),
          ending.filter(({ customer_id }) => isHis(person.id, customer_id)),
          customersOf.get(person.id) ?? 0,
          days,
        ),
      ),
      uncovered: ending
        .filter((position) => !isReached(position, on))
        .sort((a, b) => b.fen - a.fen)
        .slice(0, shown.uncovered)
        .map((position) => ({
          positionId: position.id,
          customerId: position.customer_id,
          name: position.name,
          tier: position.tier,
          managerName: nameOf.get(responsible.get(position.customer_id) ?? '') ?? '',
          product: position.product ?? `account.${position.kind ?? 'other'}`,
          amountFen: position.fen,
          maturesOn: position.matures_on,
          lastContactOn: position.last_contact_on,
        })),
      top: workPage(order, { offset: 0, limit: shown.top }).rows,
      movements: keyMovements(db, scope, currency).slice(0, shown.movements),
      unallocated: unallocatedCount(db, on),
    }
  })
}

/** `workbench.member`: one manager's rows, for the head who looks at them or hands them over. */
export const openMember: Handler<'workbench.member'> = ({ staffId, offset, limit }, context) => {
  const scope = scopeOf(context)
  if (scope.kind !== 'branch') throw new AppError('request.forbidden')
  return context.cache((db) => {
    if (!managersOfBranch(db).some(({ id }) => id === staffId)) {
      throw new AppError('staff.notAvailable')
    }
    return workPage(workOrder(db, scope, staffId), { offset, limit })
  })
}
