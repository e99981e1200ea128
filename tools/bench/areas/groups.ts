import { first } from '#db/connection/statements.ts'
import { listCustomers } from '#db/customers/list.ts'
import { countRule } from '#db/groups/count.ts'
import type { RuleGroup, RulePart } from '#domain/groups/rule.ts'
import { noFilter } from '#contract/ipc/no-filter.ts'
import { filterGround } from '#main/service/customers/filter-ground.ts'
import { branchOf } from '../branch/customers.ts'
import { byTurns, leastTimes, median, quantile, type Result, timesOf } from '../measure.ts'
import { type AreaSize, type Scale, sizeOn } from '../options.ts'
import { makeBenchDesk } from './desk.ts'
import { FlatBranch } from './groups-flat.ts'

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

/** Its sizes. */
export const groupsSize: AreaSize = { of: 'customers', usual: 200_000, quick: 20_000 }

/**
 * Customers of a whole branch found by what somebody just put together: dynamic groups counted line by
 * line against one scan of a flat table a rule, and the list's own filters with the first rows against a
 * pass that only counts the customers.
 */
export async function benchGroups(scale: Scale): Promise<Result[]> {
  const size = branchOf(sizeOn(scale, groupsSize))
  const desk = await makeBenchDesk(size, [
    'customer',
    'customer_summary',
    'customer_value',
    'customer_manager',
  ])
  try {
    const context = { ...desk.context, actor: { ...desk.context.actor, roles: ['branch_head'] } }
    const groundOf = filterGround(context as typeof desk.context)
    const flat = desk.reader.read((db) => new FlatBranch(desk.reader, groundOf(db)))
    const ours = (root: RuleGroup) =>
      desk.reader.read((db) => countRule(db, groundOf(db), { version: 1, root }))
    rules.forEach((root, nth) => {
      const [counted, { customers, averageFen }] = [ours(root), flat.count(nth)]
      if (counted.remaining.at(-1) === customers && counted.averageFen === averageFen) return
      throw new Error(`rule ${nth + 1}: ${counted.remaining.at(-1)} customers, flat ${customers}`)
    })
    const scanned = () => timesOf(rules, (root) => flat.count(rules.indexOf(root)))
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
      [against, alone]: readonly [what: string, act: () => Promise<number[]>],
      real: () => Promise<number[]>,
    ): Promise<Result> => {
      await alone()
      await real()
      const times = await byTurns(alone, real)
      const limit = leastTimes(times.limit)
      const took = leastTimes(times.ours)
      return {
        area,
        what: `${what}, of ${size.customers} customers; limit: ${against}`,
        basis: 'least',
        limitMs: median(limit),
        oursMs: median(took),
        ratio: median(took) / median(limit),
        goal: { of: 'p95 ms', most, measured: quantile(took, 0.95) },
        details: {
          'limit each, ms': limit.map((ms) => ms.toFixed(1)).join(', '),
          'each, ms': took.map((ms) => ms.toFixed(0)).join(', '),
        },
      }
    }
    return [
      await compare(
        'groups',
        `${rules.length} dynamic groups counted line by line`,
        500,
        ['a flat table of all that is asked scanned in one statement', scanned],
        () => timesOf(rules, ours),
      ),
      await compare(
        'groups: filters',
        `${filters.length} filters of the list counted and their first 50 shown`,
        1000,
        ['the customers counted', bare(filters)],
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
