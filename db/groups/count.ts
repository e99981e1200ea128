import type { Tier } from '#domain/customers/records.ts'
import { tiers } from '#domain/customers/tiers.ts'
import {
  type Condition as RuleCondition,
  conditionsOf,
  type GroupRule,
  isGroup,
} from '#domain/groups/rule.ts'
import { stepsOf } from '#domain/groups/steps.ts'
import { all, first as one, type ReadDatabase } from '../connection/statements.ts'
import { scopedCustomers } from '../customers/list.ts'
import { type Condition, type CustomerScope, scopeCondition } from '../customers/scope.ts'
import { leafCondition, partSql, type RuleGround } from './compile.ts'

/** How many customers of a scope a rule leaves, line by line; money in 分. */
export interface RuleCount {
  /** Customers of the scope. */
  everybody: number
  /** Who is left at each line of `stepsOf`, in its order; the last is the group itself. */
  remaining: number[]
  /** Σ of the month's 日均 of the group. */
  averageFen: number
  tiers: { tier: Tier; customers: number }[]
}

/**
 * Counts a rule in one pass over the scope: each condition is judged once a customer, and every line adds
 * its own up from those. Where all parts must hold, nothing else is judged of whoever fails the first
 * condition. Without a condition everybody is left.
 */
export function countRule(db: ReadDatabase, ground: RuleGround, rule: GroupRule): RuleCount {
  const source = scopedCustomers(ground.scope)
  const { join, parts } = rule.root
  const asked = conditionsOf(rule.root)
  const judged = asked.map((each) => leafCondition(each, ground))
  const [first] = parts
  const gate = join === 'all' && first && !isGroup(first) ? judged[0] : undefined
  const leaves = gate ? [{ sql: '1', values: [] }, ...judged.slice(1)] : judged
  const column = (each: RuleCondition) => `b${asked.indexOf(each)}`
  const sums = stepsOf(rule.root).map(({ holds }) =>
    holds.map((part) => partSql(part, column)).join(' AND '),
  )
  const whole = asked.length === 0 ? '1' : partSql(rule.root, column)
  const lines = asked.length === 0 ? ['1'] : sums
  const row = one<Record<string, number>>(
    db,
    // LIMIT keeps SQLite from judging a condition anew at each line that names it.
    `SELECT coalesce(sum(CASE WHEN ${whole} THEN average ELSE 0 END), 0) AS average,
       ${lines.map((sql, index) => `coalesce(sum(${sql}), 0) AS n${index}`).join(', ')},
       ${tiers.map((tier) => `coalesce(sum(${whole} AND tier = '${tier}'), 0) AS ${tier}`).join(', ')}
     FROM (SELECT c.tier AS tier, coalesce(s.aum_month_average_fen, 0) AS average
       ${leaves.map(({ sql }, index) => `, ${sql} AS b${index}`).join('')}
       FROM ${source.sql} ${gate ? `WHERE ${gate.sql}` : ''} LIMIT -1)`,
    ...leaves.flatMap(({ values }) => values),
    ...source.values,
    ...(gate?.values ?? []),
  )
  return {
    everybody: scopedCount(db, ground.scope),
    remaining: lines.map((_, index) => row?.[`n${index}`] ?? 0),
    averageFen: row?.['average'] ?? 0,
    tiers: tiers.map((tier) => ({ tier, customers: row?.[tier] ?? 0 })),
  }
}

/** How many customers of the scope fit each condition; one pass. */
export function countConditions(
  db: ReadDatabase,
  { scope }: Pick<RuleGround, 'scope'>,
  conditions: readonly Condition[],
): number[] {
  if (conditions.length === 0) return []
  const source = scopedCustomers(scope)
  const row = one<Record<string, number>>(
    db,
    `SELECT ${conditions.map(({ sql }, index) => `coalesce(sum(${sql}), 0) AS n${index}`).join(', ')}
     FROM ${source.sql}`,
    ...conditions.flatMap(({ values }) => values),
    ...source.values,
  )
  return conditions.map((_, index) => row?.[`n${index}`] ?? 0)
}

/** Customers of a scope. */
export function scopedCount(db: ReadDatabase, scope: CustomerScope): number {
  const source = scopedCustomers(scope)
  const row = one<{ n: number }>(db, `SELECT count(*) AS n FROM ${source.sql}`, ...source.values)
  return row?.n ?? 0
}

/** How many customers of the scope stand in each static group; groups without any are left out. */
export function countMembers(db: ReadDatabase, scope: CustomerScope): Map<string, number> {
  const inside = scopeCondition(scope, 'm.customer_id')
  const rows = all<{ id: string; n: number }>(
    db,
    `SELECT m.group_id AS id, count(*) AS n FROM customer_group_member m
     WHERE m.removed_at IS NULL AND ${inside.sql}
       AND EXISTS (SELECT 1 FROM customer c WHERE c.id = m.customer_id)
     GROUP BY m.group_id`,
    ...inside.values,
  )
  return new Map(rows.map(({ id, n }) => [id, n]))
}
