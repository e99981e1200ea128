import type { CustomerFilter } from '#contract/ipc/customers.ts'
import { notableOutflow } from '#domain/customers/change.ts'
import { contactCycleDays } from '#domain/customers/contact-cycle.ts'
import { tiers } from '#domain/customers/records.ts'
import { addDays, type Day } from '#domain/time/day.ts'
import type { SqlValue } from '../connection/statements.ts'
import { textCondition } from '../search/filter.ts'
import { type Condition, type CustomerScope, inForce } from './scope.ts'

const fall = 's.aum_30_days_ago_fen - s.aum_fen'

const changeSql = {
  up: 's.aum_fen > s.aum_30_days_ago_fen',
  down: 's.aum_fen < s.aum_30_days_ago_fen',
  outflow: `${fall} >= ${notableOutflow.leastFen}
    AND (${fall}) * 10000 >= s.aum_30_days_ago_fen * ${notableOutflow.leastShareBp}`,
} as const

function tierCondition({ tier, tierAndAbove }: CustomerFilter): Condition | null {
  if (tier === null) return null
  const wanted = tierAndAbove ? tiers.slice(tiers.indexOf(tier)) : [tier]
  return { sql: `c.tier IN (${wanted.map(() => '?').join(', ')})`, values: [...wanted] }
}

/** Not contacted within the tier's cycle; who must not be contacted is never overdue. */
function overdueCondition(on: Day): Condition {
  const parts = tiers.map(() => '(c.tier = ? AND s.last_contact_on < ?)')
  return {
    sql: `c.do_not_contact = 0 AND (s.last_contact_on IS NULL OR ${parts.join(' OR ')})`,
    values: tiers.flatMap((tier) => [tier, addDays(on, -contactCycleDays[tier])]),
  }
}

function roleCondition(role: string, scope: CustomerScope): Condition {
  const mine = scope.kind === 'book' ? 'AND m.staff_id = ?' : ''
  return {
    sql: `EXISTS (SELECT 1 FROM customer_manager m
      WHERE m.customer_id = c.id AND m.role = ? ${mine} AND ${inForce})`,
    values: [role, ...(scope.kind === 'book' ? [scope.staffId] : []), scope.on, scope.on],
  }
}

const when = <Value>(value: Value | null, make: (value: Value) => Condition): Condition | null =>
  value === null ? null : make(value)

const condition = (sql: string, ...values: SqlValue[]): Condition => ({ sql, values })

/**
 * Condition of a filter on customers `c` with summaries `s`. In a book, the kind of allocation is
 * that to the person whose book it is; in a branch, to anybody.
 */
export function filterCondition(filter: CustomerFilter, scope: CustomerScope): Condition {
  const { on } = scope
  const parts = [
    tierCondition(filter),
    when(filter.managerRole, (role) => roleCondition(role, scope)),
    when(filter.asset, (asset) =>
      condition(`instr(',' || s.asset_classes || ',', ',' || ? || ',') > 0`, asset),
    ),
    when(filter.change, (change) => condition(changeSql[change])),
    when(filter.maturesWithinDays, (days) =>
      condition('s.next_maturity_on BETWEEN ? AND ?', on, addDays(on, days)),
    ),
    when(filter.notContactedForDays, (days) =>
      condition('(s.last_contact_on IS NULL OR s.last_contact_on <= ?)', addDays(on, -days)),
    ),
    when(filter.incompleteBelowBp, (basisPoints) =>
      condition('s.completeness_bp < ?', basisPoints),
    ),
    filter.overdue === true ? overdueCondition(on) : null,
    textCondition(filter.text, scope),
  ].filter((part) => part !== null)
  return {
    sql: parts.map(({ sql }) => `(${sql})`).join(' AND ') || '1',
    values: parts.flatMap(({ values }) => values),
  }
}
