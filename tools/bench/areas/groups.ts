import { first } from '#db/connection/statements.ts'
import { listCustomers } from '#db/customers/list.ts'
import { noFilter } from '#contract/ipc/no-filter.ts'
import { filterGround } from '#main/service/customers/filter-ground.ts'
import { branchOf } from '../branch/customers.ts'
import { byTurns, leastTimes, median, quantile, type Result, timesOf } from '../measure.ts'
import { makeBenchDesk } from './desk.ts'

/** Groups a person puts together on the fly. */
const groups = [
  { churn: 'orange' },
  { valueFrom: 60 },
  { customerType: 'payroll', tier: 'gold', tierAndAbove: true },
  { churn: 'yellow', valueFrom: 40, overdue: true },
  { holdsAtLeast: 2, maturesWithinDays: 30 },
] as const

/**
 * Counting a group of customers that somebody just put together, over a whole branch, with the churn
 * points as of now: the list's own pass, against one that only counts the customers.
 */
export async function benchGroups(quick: boolean): Promise<Result> {
  const size = branchOf(quick ? 20_000 : 200_000)
  const desk = await makeBenchDesk(size, [
    'customer',
    'customer_summary',
    'customer_value',
    'customer_manager',
  ])
  try {
    const context = { ...desk.context, actor: { ...desk.context.actor, roles: ['branch_head'] } }
    const groundOf = filterGround(context as typeof desk.context)
    const bare = () =>
      timesOf(groups, () =>
        desk.reader.read((db) =>
          first(db, 'SELECT count(*), sum(c.do_not_contact) FROM customer c'),
        ),
      )
    const order = { sort: 'aum', descending: true, offset: 0, limit: 50 } as const
    const real = () =>
      timesOf(groups, (group) =>
        desk.reader.read((db) => listCustomers(db, groundOf(db), { ...noFilter, ...group }, order)),
      )
    bare()
    real()
    const times = await byTurns(bare, real)
    const limit = leastTimes(times.limit)
    const ours = leastTimes(times.ours)
    return {
      area: 'groups',
      what: `${groups.length} groups counted and their first 50 shown, of ${size.customers} customers; bare: the customers counted`,
      basis: 'least',
      limitMs: median(limit),
      oursMs: median(ours),
      ratio: median(ours) / median(limit),
      goal: { of: 'p95 ms', most: 1000, measured: quantile(ours, 0.95) },
      details: {},
    }
  } finally {
    desk.remove()
  }
}
