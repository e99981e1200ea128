import { churnBands } from '#domain/customers/churn.ts'
import { bornBy, type CustomerMark } from '#domain/customers/marks.ts'
import type { RangeField } from '#domain/groups/fields.ts'
import {
  type ChoiceCondition,
  type Condition as RuleCondition,
  isGroup,
  isRange,
  type RangeCondition,
  type RulePart,
} from '#domain/groups/rule.ts'
import { addDays, type Day } from '#domain/time/day.ts'
import type { SqlValue } from '../connection/statements.ts'
import {
  changeSql,
  condition,
  gapCondition,
  managedBy,
  markCondition,
  overdueCondition,
  riskCondition,
  type RiskWord,
} from '../customers/conditions.ts'
import { heldCountSql } from '../customers/evaluation.ts'
import type { FilterGround } from '../customers/filter.ts'
import type { Condition } from '../customers/scope.ts'

/** What rules are judged against: who asks on which day, and the parameters in force. */
export type RuleGround = Pick<FilterGround, 'scope' | 'tierRules' | 'contactCycle' | 'churn'>

/** SQL of the numbers that are compared as they are, of customers `c`, summaries `s`, evaluations `v`. */
const numberSql: Partial<Record<RangeField, string>> = {
  aum: 's.aum_fen',
  monthAverage: 's.aum_month_average_fen',
  quarterAverage: 's.aum_quarter_average_fen',
  change30: 's.aum_fen - s.aum_30_days_ago_fen',
  loan: 's.loan_fen',
  maturityAmount: 's.next_maturity_fen',
  idleCash: `(SELECT max(t.amount_fen) FROM task t
    WHERE t.customer_id = c.id AND t.state = 'open' AND t.kind = 'idle_cash')`,
  leakage: `json_extract(v.facts, '$.out[0]') + json_extract(v.facts, '$.out[1]')`,
  classCount: heldCountSql,
}

/** Numbers stored in hundredths of what a rule names. */
const hundredthsSql: Partial<Record<RangeField, string>> = {
  completeness: 's.completeness_bp',
  valueScore: 'v.value_score',
}

/** All of several conditions; every one of none. */
function allOf(parts: readonly (Condition | null)[]): Condition {
  const known = parts.filter((part) => part !== null)
  return {
    sql: known.map(({ sql }) => `(${sql})`).join(' AND ') || '1',
    values: known.flatMap(({ values }) => values),
  }
}

/** One of several conditions. */
function anyOf(parts: readonly Condition[]): Condition {
  return {
    sql: parts.map(({ sql }) => `coalesce((${sql}), 0)`).join(' OR '),
    values: parts.flatMap(({ values }) => values),
  }
}

const bound = (value: number | null, make: (value: number) => Condition): Condition | null =>
  value === null ? null : make(value)

/** A bound of years since a day in a column: so many years are over where the day is that old. */
function yearsCondition(column: string, { from, to }: RangeCondition, on: Day): Condition {
  return allOf([
    condition(`${column} IS NOT NULL`),
    bound(from, (years) => condition(`${column} <= ?`, bornBy(years, on))),
    bound(to, (years) => condition(`${column} > ?`, bornBy(years + 1, on))),
  ])
}

/** SQL of a condition on a number, as `fitsCondition` judges it. */
function rangeCondition(asked: RangeCondition, on: Day): Condition {
  const { field, from, to } = asked
  const plain = numberSql[field]
  if (plain !== undefined) {
    return allOf([
      condition(`(${plain}) IS NOT NULL`),
      bound(from, (least) => condition(`${plain} >= ?`, least)),
      bound(to, (most) => condition(`${plain} <= ?`, most)),
    ])
  }
  const hundredths = hundredthsSql[field]
  if (hundredths !== undefined) {
    return allOf([
      condition(`${hundredths} IS NOT NULL`),
      bound(from, (least) => condition(`${hundredths} >= ?`, least * 100)),
      bound(to, (most) => condition(`${hundredths} < ?`, (most + 1) * 100)),
    ])
  }
  switch (field) {
    case 'age':
      return allOf([condition('c.deceased_on IS NULL'), yearsCondition('c.birth_date', asked, on)])
    case 'tenure':
      return yearsCondition('c.customer_since', asked, on)
    case 'maturesIn':
      return allOf([
        condition('s.next_maturity_on >= ?', addDays(on, from ?? 0)),
        bound(to, (days) => condition('s.next_maturity_on <= ?', addDays(on, days))),
      ])
    case 'uncontacted':
      return allOf([
        // A contact after the day of the figures counts as one of that day.
        from === null || from <= 0
          ? null
          : condition('(s.last_contact_on IS NULL OR s.last_contact_on <= ?)', addDays(on, -from)),
        bound(to, (days) => condition('s.last_contact_on >= ?', addDays(on, -days))),
      ])
    default:
      throw new Error(`no such number: ${field}`)
  }
}

/** SQL that one word of a list joined by commas stands in it. */
const listed = (column: string, word: string) =>
  condition(`instr(',' || ${column} || ',', ',' || ? || ',') > 0`, word)

/** SQL that churn points lie in one of some bands; neighbours are one comparison, as points cost to reckon. */
function churnCondition(
  bands: readonly string[],
  { points, bands: floors }: ReturnType<RuleGround['churn']>,
): Condition {
  const least = churnBands.map((name) => (name === 'calm' ? 0 : floors[name]))
  const wanted = churnBands.map((name) => bands.includes(name))
  const ranges = wanted.flatMap((own, at): Condition[] => {
    if (!own || wanted[at - 1]) return []
    const end = wanted.findIndex((each, index) => index > at && !each)
    return [
      allOf([
        condition(`${points} >= ?`, least[at] ?? 0),
        bound(end < 0 ? null : (least[end] ?? null), (next) => condition(`${points} < ?`, next)),
      ]),
    ]
  })
  return anyOf(ranges)
}

/** SQL that a customer has one word of a field, as `factsOf` gives them. */
function wordCondition(
  field: ChoiceCondition['field'],
  word: string,
  ground: RuleGround,
): Condition {
  const { on } = ground.scope
  switch (field) {
    case 'tier':
      return condition('c.tier = ?', word)
    case 'sex':
      return word === 'unknown' ? condition('c.sex IS NULL') : condition('c.sex = ?', word)
    case 'type':
      return listed('v.types', word)
    case 'holds':
      return word === 'loan' ? condition('s.loan_fen > 0') : listed('s.asset_classes', word)
    case 'birthMonth':
      return condition('substr(c.birth_date, 6, 2) = ?', word.padStart(2, '0'))
    case 'mark':
      return markCondition(word as CustomerMark, on)
    case 'risk':
      return riskCondition(word as RiskWord, on)
    case 'consent':
      return condition(
        `EXISTS (SELECT 1 FROM consent k WHERE k.customer_id = c.id AND k.purpose = ?
          AND k.given_on <= ? AND (k.withdrawn_on IS NULL OR k.withdrawn_on > ?))`,
        word,
        on,
        on,
      )
    case 'contactCycle': {
      const overdue = overdueCondition(ground.contactCycle(), on)
      return word === 'overdue'
        ? overdue
        : { sql: `NOT coalesce((${overdue.sql}), 0)`, values: overdue.values }
    }
    case 'gap': {
      if (word === 'near' || word === 'below') return gapCondition(word, ground.tierRules())
      const some = anyOf([
        gapCondition('near', ground.tierRules()),
        gapCondition('below', ground.tierRules()),
      ])
      return { sql: `s.customer_id IS NOT NULL AND NOT (${some.sql})`, values: some.values }
    }
    case 'movement':
      return condition(changeSql[word as keyof typeof changeSql])
    case 'churn':
      return churnCondition([word], ground.churn())
    case 'task':
      return condition(
        `EXISTS (SELECT 1 FROM task t
          WHERE t.customer_id = c.id AND t.state = 'open' AND t.kind = ?)`,
        word,
      )
    case 'manager':
      return managedBy(word, on)
  }
}

function choiceCondition({ field, is, of }: ChoiceCondition, ground: RuleGround): Condition {
  const words =
    field === 'churn'
      ? [churnCondition(of, ground.churn())]
      : of.map((word) => wordCondition(field, word, ground))
  if (is === 'all') return allOf(words)
  const some = anyOf(words)
  return is === 'any' ? some : { sql: `NOT (${some.sql})`, values: some.values }
}

/**
 * SQL of one condition of a rule on customers `c` with summaries `s` and evaluations `v`: 1 or 0, never
 * null. Values of the rule are bound.
 */
export function leafCondition(asked: RuleCondition, ground: RuleGround): Condition {
  const { sql, values } = isRange(asked)
    ? rangeCondition(asked, ground.scope.on)
    : choiceCondition(asked, ground)
  return { sql: `coalesce((${sql}), 0)`, values }
}

/** SQL of a part of a rule in which each condition stands as `leaf` says. */
export function partSql(part: RulePart, leaf: (asked: RuleCondition) => string): string {
  if (!isGroup(part)) return leaf(part)
  const parts = part.parts.map((each) => partSql(each, leaf))
  if (part.join === 'all') return `(${parts.join(' AND ')})`
  const some = `(${parts.join(' OR ')})`
  return part.join === 'any' ? some : `(NOT ${some})`
}

/** Condition that a customer belongs to a group by its rule. */
export function ruleCondition(root: RulePart, ground: RuleGround): Condition {
  const values: SqlValue[] = []
  const sql = partSql(root, (asked) => {
    const leaf = leafCondition(asked, ground)
    values.push(...leaf.values)
    return leaf.sql
  })
  return { sql, values }
}

/** Condition that a customer stands in a static group. */
export function memberCondition(groupId: string): Condition {
  return condition(
    `EXISTS (SELECT 1 FROM customer_group_member g
      WHERE g.group_id = ? AND g.customer_id = c.id AND g.removed_at IS NULL)`,
    groupId,
  )
}
