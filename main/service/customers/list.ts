import type { CustomerRow, CustomerView } from '#contract/ipc/customers.ts'
import { noFilter } from '#contract/ipc/no-filter.ts'
import { countCustomers, type ListedCustomer, listCustomers } from '#db/customers/list.ts'
import { maskMobile } from '#domain/customers/mask.ts'
import { assetClasses } from '#domain/products/records.ts'
import type { Handler } from '../dispatch/dispatch.ts'
import { scopeOf } from './scope.ts'

const trendMonths = 12

/** The product's own views: 全部 贵宾 7 日到期 资金流出 超期未联系 信息待补. */
const views: readonly Omit<CustomerView, 'count'>[] = [
  { key: 'all', filter: noFilter },
  { key: 'vip', filter: { ...noFilter, tier: 'platinum', tierAndAbove: true } },
  { key: 'maturing', filter: { ...noFilter, maturesWithinDays: 7 } },
  { key: 'outflow', filter: { ...noFilter, change: 'outflow' } },
  { key: 'overdue', filter: { ...noFilter, overdue: true } },
  { key: 'incomplete', filter: { ...noFilter, incompleteBelowBp: 8000 } },
]

/** The last months of a summary's averages, 分, oldest first. */
function trendOf(monthAverages: string): number[] {
  const pairs = JSON.parse(monthAverages) as [string, number][]
  return pairs.slice(-trendMonths).map(([, averageFen]) => averageFen)
}

/** A row as its list shows it: the name in full (everybody listed is in scope), the phone masked. */
function toRow(listed: ListedCustomer): CustomerRow {
  const held = new Set(listed.asset_classes.split(','))
  return {
    id: listed.id,
    customerNo: listed.customer_no,
    name: listed.name,
    tier: listed.tier,
    mobile: listed.mobile === null ? '' : maskMobile(listed.mobile),
    aumFen: listed.aum_fen,
    averageFen: listed.average_fen,
    change30Fen: listed.aum_fen - listed.before_fen,
    trendFen: trendOf(listed.month_averages),
    assets: assetClasses.filter((name) => held.has(name)),
    hasLoan: listed.loan_fen > 0,
    maturityOn: listed.next_maturity_on,
    maturityFen: listed.next_maturity_fen,
    lastContactOn: listed.last_contact_on,
    completenessBp: listed.completeness_bp,
    managerName: listed.manager_name ?? '',
    openTasks: listed.open_tasks,
  }
}

/** `customers.list`: one page of the person's customers that fit a filter, with sums over all. */
export const listPage: Handler<'customers.list'> = ({ filter, ...order }, context) => {
  const scope = scopeOf(context)
  const page = context.cache((db) => listCustomers(db, scope, filter, order))
  return { ...page, offset: order.offset, rows: page.rows.map(toRow) }
}

/** `customers.views`: how many customers each view holds now, counted in one pass. */
export const countViews: Handler<'customers.views'> = (_request, context) => {
  const scope = scopeOf(context)
  const filters = views.map(({ filter }) => filter)
  const counts = context.cache((db) => countCustomers(db, scope, filters))
  return views.map((view, index) => ({ ...view, count: counts[index] ?? 0 }))
}
