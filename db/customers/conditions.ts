import { notableOutflow } from '#domain/customers/change.ts'
import type { ContactCycle } from '#domain/customers/contact-cycle.ts'
import { bornBy, type CustomerMark, markAges } from '#domain/customers/marks.ts'
import { tiers } from '#domain/customers/records.ts'
import { nearTierShareBp, nextFloor } from '#domain/customers/tier-gap.ts'
import { periodAverageColumn, type TierRules } from '#domain/customers/tier-period.ts'
import { addDays, type Day } from '#domain/time/day.ts'
import type { SqlValue } from '../connection/statements.ts'
import { type Condition, inForce } from './scope.ts'

/** A condition and the values of its placeholders. */
export function condition(sql: string, ...values: SqlValue[]): Condition {
  return { sql, values }
}

const fall = 's.aum_30_days_ago_fen - s.aum_fen'

/** SQL of how AUM moved in 30 days, of summaries `s`. */
export const changeSql = {
  up: 's.aum_fen > s.aum_30_days_ago_fen',
  down: 's.aum_fen < s.aum_30_days_ago_fen',
  outflow: `${fall} >= ${notableOutflow.leastFen}
    AND (${fall}) * 10000 >= s.aum_30_days_ago_fen * ${notableOutflow.leastShareBp}`,
} as const

/** SQL of `isContactOverdue` in `domain/customers/contact-cycle.ts`. */
export function overdueCondition(cycle: ContactCycle, on: Day): Condition {
  const parts = tiers.map(() => '(c.tier = ? AND s.last_contact_on < ?)')
  return {
    sql: `c.do_not_contact = 0 AND c.deceased_on IS NULL
      AND (s.last_contact_on IS NULL OR ${parts.join(' OR ')})`,
    values: tiers.flatMap((tier) => [tier, addDays(on, -cycle[tier])]),
  }
}

/** SQL of `tierGapOf` in `domain/customers/tier-gap.ts`. */
export function gapCondition(gap: 'near' | 'below', { floors, period }: TierRules): Condition {
  const average = `s.${periodAverageColumn[period]}`
  const parts = tiers.flatMap((tier): Condition[] => {
    if (gap === 'below') {
      const own = tier === 'standard' ? 0 : floors[tier]
      return [condition(`c.tier = ? AND ${average} < ?`, tier, own)]
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
export function markCondition(mark: CustomerMark, on: Day): Condition {
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

/** Words of a risk assessment: none, no longer valid, or a valid level. */
export type RiskWord = 'none' | 'expired' | 'c1' | 'c2' | 'c3' | 'c4' | 'c5'

/** SQL of how a customer's risk assessment stands on a day. */
export function riskCondition(risk: RiskWord, on: Day): Condition {
  if (risk === 'none') return condition('s.risk_level IS NULL')
  if (risk === 'expired') return condition('s.risk_level IS NOT NULL AND s.risk_valid_to < ?', on)
  const level = Number(risk.slice(1))
  return condition('s.risk_level = ? AND coalesce(s.risk_valid_to >= ?, 1)', level, on)
}

/** Whether a person looks after the customer `c` on a day, in whatever role. */
export function managedBy(staffId: string, on: Day): Condition {
  return condition(
    `EXISTS (SELECT 1 FROM customer_manager m
      WHERE m.staff_id = ? AND m.customer_id = c.id AND ${inForce})`,
    staffId,
    on,
    on,
  )
}
