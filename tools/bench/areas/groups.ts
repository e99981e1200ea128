import { first } from '#db/connection/statements.ts'
import { listCustomers } from '#db/customers/list.ts'
import { countRule } from '#db/groups/count.ts'
import type { RuleGroup, RulePart } from '#domain/groups/rule.ts'
import { noFilter } from '#contract/ipc/no-filter.ts'
import { filterGround } from '#main/service/customers/filter-ground.ts'
import { branchOf } from '../branch/customers.ts'
import { byTurns, leastTimes, median, quantile, type Result, timesOf } from '../measure.ts'
import { makeBenchDesk } from './desk.ts'

const all = (...parts: RulePart[]): RuleGroup => ({ join: 'all', parts })
const any = (...parts: RulePart[]): RuleGroup => ({ join: 'any', parts })

/** Filters a person puts together on the fly. */
const filters = [
  { churn: 'orange' },
  { valueFrom: 60 },
  { customerType: 'payroll', tier: 'gold', tierAndAbove: true },
  { churn: 'yellow', valueFrom: 40, overdue: true },
  { holdsAtLeast: 2, maturesWithinDays: 30 },
] as const

/** Rules of dynamic groups: what every summary holds, and what takes a look into other tables. */
const rules: readonly RuleGroup[] = [
  all({ field: 'tier', is: 'any', of: ['gold', 'platinum'] }),
  all(
    { field: 'monthAverage', from: 20_000_000, to: 50_000_000 },
    { field: 'maturesIn', from: null, to: 30 },
    { field: 'age', from: 30, to: 65 },
    any(
      { field: 'holds', is: 'none', of: ['wealth'] },
      { field: 'uncontacted', from: 90, to: null },
    ),
  ),
  all(
    { field: 'churn', is: 'any', of: ['orange', 'red'] },
    { field: 'change30', from: null, to: -1_000_000 },
  ),
  all(
    { field: 'type', is: 'any', of: ['payroll'] },
    { field: 'leakage', from: 1_000_000, to: null },
    { field: 'valueScore', from: 40, to: null },
  ),
  all(
    { field: 'consent', is: 'any', of: ['marketing_call'] },
    { field: 'mark', is: 'none', of: ['deceased', 'doNotContact', 'minor'] },
    { field: 'task', is: 'any', of: ['idle_cash'] },
  ),
]

/**
 * Customers of a whole branch found by what somebody just put together: dynamic groups counted line by
 * line, and the list's own filters with the first rows; against a pass that only counts the customers.
 */
export async function benchGroups(quick: boolean): Promise<Result[]> {
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
    const bare = (acts: readonly unknown[]) => () =>
      timesOf(acts, () =>
        desk.reader.read((db) =>
          first(db, 'SELECT count(*), sum(c.do_not_contact) FROM customer c'),
        ),
      )
    const order = { sort: 'aum', descending: true, offset: 0, limit: 50 } as const
    const compare = async (
      area: string,
      what: string,
      most: number,
      acts: readonly unknown[],
      real: () => Promise<number[]>,
    ): Promise<Result> => {
      const alone = bare(acts)
      await alone()
      await real()
      const times = await byTurns(alone, real)
      const limit = leastTimes(times.limit)
      const ours = leastTimes(times.ours)
      return {
        area,
        what: `${what}, of ${size.customers} customers; bare: the customers counted`,
        basis: 'least',
        limitMs: median(limit),
        oursMs: median(ours),
        ratio: median(ours) / median(limit),
        goal: { of: 'p95 ms', most, measured: quantile(ours, 0.95) },
        details: {
          'each, ms': ours.map((ms) => ms.toFixed(0)).join(', '),
        },
      }
    }
    return [
      await compare(
        'groups',
        `${rules.length} dynamic groups counted line by line`,
        500,
        rules,
        () =>
          timesOf(rules, (root) =>
            desk.reader.read((db) => countRule(db, groundOf(db), { version: 1, root })),
          ),
      ),
      await compare(
        'groups: filters',
        `${filters.length} filters of the list counted and their first 50 shown`,
        1000,
        filters,
        () =>
          timesOf(filters, (filter) =>
            desk.reader.read((db) =>
              listCustomers(db, groundOf(db), { ...noFilter, ...filter }, order),
            ),
          ),
      ),
    ]
  } finally {
    desk.remove()
  }
}
