import type { CustomerFilter } from '#contract/ipc/customers.ts'
import { notableOutflow } from '#domain/customers/change.ts'
import type { ChurnBandFloors } from '#domain/customers/churn.ts'
import type { ContactCycle } from '#domain/customers/contact-cycle.ts'
import { bornBy, type CustomerMark, markAges } from '#domain/customers/marks.ts'
import { tiers } from '#domain/customers/records.ts'
import { nearTierShareBp, nextFloor } from '#domain/customers/tier-gap.ts'
import { periodAverageColumn, type TierRules } from '#domain/customers/tier-period.ts'
import { addDays, type Day } from '#domain/time/day.ts'
import type { SqlValue } from '../connection/statements.ts'
import { textCondition } from '../search/filter.ts'
import { heldCountSql } from './evaluation.ts'
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

/** SQL of `isContactOverdue` in `domain/customers/contact-cycle.ts`. */
function overdueCondition(cycle: ContactCycle, on: Day): Condition {
  const parts = tiers.map(() => '(c.tier = ? AND s.last_contact_on < ?)')
  return {
    sql: `c.do_not_contact = 0 AND c.deceased_on IS NULL
      AND (s.last_contact_on IS NULL OR ${parts.join(' OR ')})`,
    values: tiers.flatMap((tier) => [tier, addDays(on, -cycle[tier])]),
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

/** SQL of `tierGapOf` in `domain/customers/tier-gap.ts`. */
function gapCondition(gap: 'near' | 'below', { floors, period }: TierRules): Condition {
  const average = `s.${periodAverageColumn[period]}`
  const parts = tiers.flatMap((tier): Condition[] => {
    if (gap === 'below') {
      if (tier === 'standard') return []
      return [condition(`c.tier = ? AND ${average} < ?`, tier, floors[tier])]
    }
    const next = nextFloor(tier, floors)
    if (next === null) return []
    const least = next - Math.floor((next * nearTierShareBp) / 10_000)
    const own = tier === 'standard' ? 0 : floors[tier]
    return [
      condition(
        `c.tier = ? AND ${average} >= ? AND ${average} < ?`,
        tier,
        Math.max(least, own),
        next,
      ),
    ]
  })
  return {
    sql: parts.map(({ sql }) => `(${sql})`).join(' OR '),
    values: parts.flatMap(({ values }) => values),
  }
}

const hasAccount = (states: string) =>
  `EXISTS (SELECT 1 FROM account a WHERE a.customer_id = c.id AND a.status ${states})`

/** SQL of `marksOf` in `domain/customers/marks.ts`. */
function markCondition(mark: CustomerMark, on: Day): Condition {
  switch (mark) {
    case 'deceased':
      return condition('c.deceased_on IS NOT NULL')
    case 'frozen':
    case 'dormant':
      return condition(hasAccount('= ?'), mark)
    case 'noAccount':
      return condition(`NOT ${hasAccount(`<> 'closed'`)}`)
    case 'minor':
      return condition(
        'c.deceased_on IS NULL AND c.birth_date > ?',
        bornBy(markAges.minorBelow, on),
      )
    case 'elder':
      return condition(
        'c.deceased_on IS NULL AND c.birth_date <= ?',
        bornBy(markAges.elderFrom, on),
      )
    case 'doNotContact':
      return condition('c.do_not_contact = 1')
    case 'staff':
      return condition('c.is_staff = 1')
    case 'watch':
      return condition(`c.tier_state = 'watch'`)
    case 'noPhone':
      return condition(`coalesce(trim(c.mobile), '') = ''`)
  }
}

function riskCondition(risk: NonNullable<CustomerFilter['risk']>, on: Day): Condition {
  if (risk === 'none') return condition('s.risk_level IS NULL')
  if (risk === 'expired') return condition('s.risk_level IS NOT NULL AND s.risk_valid_to < ?', on)
  const level = Number(risk.slice(1))
  return condition('s.risk_level = ? AND coalesce(s.risk_valid_to >= ?, 1)', level, on)
}

const when = <Value>(
  value: Value | null | undefined,
  make: (value: Value) => Condition,
): Condition | null => (value === null || value === undefined ? null : make(value))

function condition(sql: string, ...values: SqlValue[]): Condition {
  return { sql, values }
}

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
    when(filter.managerId, (staffId) =>
      condition(
        `EXISTS (SELECT 1 FROM customer_manager m
          WHERE m.staff_id = ? AND m.customer_id = c.id AND ${inForce})`,
        staffId,
        on,
        on,
      ),
    ),
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
