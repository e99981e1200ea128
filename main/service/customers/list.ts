import type { CustomerFilter, CustomerRow } from '#contract/ipc/customers.ts'
import type { ReadDatabase } from '#db/connection/statements.ts'
import type { FilterGround } from '#db/customers/filter.ts'
import { type ListedCustomer, listCustomers, managersIn } from '#db/customers/list.ts'
import { churnBand, type ChurnBandFloors } from '#domain/customers/churn.ts'
import { type ContactCycle, isContactOverdue } from '#domain/customers/contact-cycle.ts'
import { customerTypes } from '#domain/customers/customer-types.ts'
import { marksOf } from '#domain/customers/marks.ts'
import { maskMobile } from '#domain/customers/mask.ts'
import { assetClasses } from '#domain/products/records.ts'
import type { Day } from '#domain/time/day.ts'
import type { Handler } from '../dispatch/dispatch.ts'
import { filterGround } from './filter-ground.ts'
import { scopeOf } from './scope.ts'

const trendMonths = 12

/** The last months of a summary's averages, 分, oldest first. */
function trendOf(monthAverages: string): number[] {
  const pairs = JSON.parse(monthAverages) as [string, number][]
  return pairs.slice(-trendMonths).map(([, averageFen]) => averageFen)
}

/** The marks of a listed customer on a day. */
export function listedMarks(listed: ListedCustomer, on: Day): CustomerRow['marks'] {
  return marksOf(
    {
      deceased: listed.deceased_on !== null,
      birthDate: listed.birth_date,
      isStaff: listed.is_staff === 1,
      doNotContact: listed.do_not_contact === 1,
      tierState: listed.tier_state,
      mobile: listed.mobile,
      accountStates: listed.account_states?.split(',') ?? [],
    },
    on,
  )
}

/** A row as its list shows it: the name in full (everybody listed is in scope), the phone masked. */
function toRow(
  listed: ListedCustomer,
  on: Day,
  { cycle, bands }: { cycle: ContactCycle; bands: ChurnBandFloors },
  favourites: ReadonlySet<string>,
): CustomerRow {
  const held = new Set(listed.asset_classes.split(','))
  const types = new Set(listed.types?.split(','))
  return {
    id: listed.id,
    customerNo: listed.customer_no,
    name: listed.name,
    tier: listed.tier,
    mobile: listed.mobile === null ? '' : maskMobile(listed.mobile),
    aumFen: listed.aum_fen,
    averageFen: listed.average_fen,
    change30Fen: listed.aum_fen - listed.before_fen,
    loanFen: listed.loan_fen,
    trendFen: trendOf(listed.month_averages),
    assets: assetClasses.filter((name) => held.has(name)),
    hasLoan: listed.loan_fen > 0,
    maturityOn: listed.next_maturity_on,
    maturityFen: listed.next_maturity_fen,
    lastContactOn: listed.last_contact_on,
    contactOverdue: isContactOverdue(
      {
        tier: listed.tier,
        lastContactOn: listed.last_contact_on,
        leftInPeace: listed.deceased_on !== null || listed.do_not_contact === 1,
      },
      cycle,
      on,
    ),
    completenessBp: listed.completeness_bp,
    managerName: listed.manager_name ?? '',
    openTasks: listed.open_tasks,
    nextTask: listed.next_task,
    riskLevel: listed.risk_level,
    riskExpired: listed.risk_valid_to !== null && listed.risk_valid_to < on,
    marks: listedMarks(listed, on),
    favourite: favourites.has(listed.id),
    valueScore: listed.value_score,
    churnPoints: listed.churn_points,
    churnBand: listed.churn_points === null ? null : churnBand(listed.churn_points, bands),
    types: customerTypes.filter((type) => types.has(type)),
  }
}

/** A page of customers as lists show them, with the sums over all that fit. */
export function listedRows(
  db: ReadDatabase,
  ground: FilterGround,
  filter: CustomerFilter,
  order: Parameters<typeof listCustomers>[3],
) {
  const favourites = new Set(ground.favourites)
  const page = listCustomers(db, ground, filter, order)
  const by = { cycle: ground.contactCycle(), bands: ground.churn().bands }
  const rows = page.rows.map((listed) => toRow(listed, ground.scope.on, by, favourites))
  return { ...page, rows }
}

/** `customers.list`: one page of the person's customers that fit a filter, with sums over all. */
export const listPage: Handler<'customers.list'> = ({ filter, ...order }, context) => {
  const groundOf = filterGround(context)
  return context.cache((db) => ({
    ...listedRows(db, groundOf(db), filter, order),
    offset: order.offset,
  }))
}

/** `customers.managers`: who looks after customers of a branch; of a book the person alone. */
export const listManagers: Handler<'customers.managers'> = (_request, context) => {
  const scope = scopeOf(context)
  if (scope.kind === 'book') return [{ id: scope.staffId, name: context.actor.name }]
  return context.cache((db) => managersIn(db, scope))
}
