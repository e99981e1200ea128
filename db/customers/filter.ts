import type { CustomerFilter } from '#contract/ipc/customers.ts'
import type { ChurnBandFloors } from '#domain/customers/churn.ts'
import type { ContactCycle } from '#domain/customers/contact-cycle.ts'
import { tiers } from '#domain/customers/records.ts'
import type { TierRules } from '#domain/customers/tier-period.ts'
import { addDays } from '#domain/time/day.ts'
import { textCondition } from '../search/filter.ts'
import {
  changeSql,
  condition,
  gapCondition,
  managedBy,
  markCondition,
  overdueCondition,
  riskCondition,
} from './conditions.ts'
import { heldCountSql } from './evaluation.ts'
import { type Condition, type CustomerScope, inForce } from './scope.ts'

function tierCondition({ tier, tierAndAbove }: CustomerFilter): Condition | null {
  if (tier === null) return null
  const wanted = tierAndAbove ? tiers.slice(tiers.indexOf(tier)) : [tier]
  return { sql: `c.tier IN (${wanted.map(() => '?').join(', ')})`, values: [...wanted] }
}

function roleCondition(role: string, scope: CustomerScope): Condition {
  const mine = scope.kind === 'book' ? 'AND m.staff_id = ?' : ''
  return {
    sql: `EXISTS (SELECT 1 FROM customer_manager m
      WHERE m.customer_id = c.id AND m.role = ? ${mine} AND ${inForce})`,
    values: [role, ...(scope.kind === 'book' ? [scope.staffId] : []), scope.on, scope.on],
  }
}

const when = <Value>(
  value: Value | null | undefined,
  make: (value: Value) => Condition,
): Condition | null => (value === null || value === undefined ? null : make(value))

/** Churn points of customers, and the least of each band. */
export interface ChurnGround {
  /** SQL of the points (`churnPointsSql`). */
  points: string
  bands: ChurnBandFloors
}

/** What a filter is judged against: who asks, the parameters of the day, and the customers marked ★. */
export interface FilterGround {
  scope: CustomerScope
  /** How tiers are decided; asked for only where a filter needs it. */
  tierRules: () => TierRules
  contactCycle: () => ContactCycle
  /** How churn points are read; asked for only where a filter, a sort or a row needs them. */
  churn: () => ChurnGround
  favourites: readonly string[]
  /** Who belongs to a group the asker sees; throws `group.notFound` where there is none. */
  group: (groupId: string) => Condition
  /** Only these customers, where somebody chose them by hand. */
  only?: readonly string[] | null
}

/**
 * Condition of a filter on customers `c` with summaries `s` and evaluations `v`. In a book, the kind of allocation is
 * that to the person whose book it is; in a branch, to anybody.
 */
export function filterCondition(filter: CustomerFilter, ground: FilterGround): Condition {
  const { scope, tierRules, contactCycle, churn, favourites } = ground
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
    filter.overdue === true ? overdueCondition(contactCycle(), on) : null,
    when(filter.gap, (gap) => gapCondition(gap, tierRules())),
    when(filter.task, (kind) =>
      condition(
        `EXISTS (SELECT 1 FROM task t
          WHERE t.customer_id = c.id AND t.state = 'open' AND t.kind = ?)`,
        kind,
      ),
    ),
    when(filter.mark, (mark) => markCondition(mark, on)),
    when(filter.risk, (risk) => riskCondition(risk, on)),
    when(filter.churn, (band) => condition(`${churn().points} >= ?`, churn().bands[band])),
    when(filter.valueFrom, (points) => condition('v.value_score >= ?', points * 100)),
    when(filter.customerType, (type) =>
      condition(`instr(',' || v.types || ',', ',' || ? || ',') > 0`, type),
    ),
    when(filter.holdsAtLeast, (count) =>
      condition(`c.deceased_on IS NULL AND ${heldCountSql} >= ?`, count),
    ),
    when(filter.managerId, (staffId) => managedBy(staffId, on)),
    when(filter.groupId, (groupId) => ground.group(groupId)),
    when(ground.only, (ids) =>
      condition('c.id IN (SELECT value FROM json_each(?))', JSON.stringify(ids)),
    ),
    filter.favourite === true
      ? condition('c.id IN (SELECT value FROM json_each(?))', JSON.stringify(favourites))
      : null,
    textCondition(filter.text, scope),
  ].filter((part) => part !== null)
  return {
    sql: parts.map(({ sql }) => `(${sql})`).join(' AND ') || '1',
    values: parts.flatMap(({ values }) => values),
  }
}
