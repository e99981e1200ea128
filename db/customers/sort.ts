import type { customerSorts } from '#contract/ipc/customers.ts'
import { tiers } from '#domain/customers/records.ts'
import type { FilterGround } from './filter.ts'
import { type Condition, inForce } from './scope.ts'

/** Column a list is sorted by. */
export type CustomerSort = (typeof customerSorts)[number]

/** Name of a customer's manager `m`, the primary one first; the business date, twice. */
export const managerNameSql = `(SELECT st.name FROM customer_manager m JOIN staff st ON st.id = m.staff_id
   WHERE m.customer_id = c.id AND ${inForce}
   ORDER BY m.role = 'primary' DESC, m.valid_from LIMIT 1)`

/** How many open tasks a customer `c` has. */
export const openTasksSql = `(SELECT count(*) FROM task t
   WHERE t.customer_id = c.id AND t.state = 'open')`

const rank = tiers.map((tier, index) => `WHEN '${tier}' THEN ${index}`).join(' ')
const classes = `coalesce(s.asset_classes, '')`

const keys: Record<Exclude<CustomerSort, 'manager' | 'churn'>, string> = {
  aum: 's.aum_fen',
  change30: 's.aum_fen - s.aum_30_days_ago_fen',
  average: 's.aum_month_average_fen',
  name: 'c.name_pinyin',
  lastContact: 's.last_contact_on',
  maturity: 's.next_maturity_on',
  completeness: 's.completeness_bp',
  number: 'c.customer_no',
  mobile: `nullif(trim(c.mobile), '')`,
  tier: `CASE c.tier ${rank} END`,
  holdings: `CASE ${classes} WHEN '' THEN 0
    ELSE 1 + length(${classes}) - length(replace(${classes}, ',', '')) END`,
  loan: 's.loan_fen',
  risk: 's.risk_level',
  tasks: openTasksSql,
  value: 'v.value_score',
}

/** Sorts in which those without a value stand last in both directions. */
const nullsLast: readonly CustomerSort[] = [
  'maturity',
  'mobile',
  'risk',
  'manager',
  'value',
  'churn',
]

/** What a list is sorted by, of customers `c`, summaries `s` and evaluations `v`. */
export function sortKey(
  sort: CustomerSort,
  { scope, churn }: Pick<FilterGround, 'scope' | 'churn'>,
): Condition {
  if (sort === 'churn') return { sql: churn().points, values: [] }
  if (sort === 'manager') return { sql: managerNameSql, values: [scope.on, scope.on] }
  return { sql: keys[sort], values: [] }
}

/** Order of rows with `sort_key` and `customer_no`; equal ones by their number. */
export function orderBy(sort: CustomerSort, descending: boolean): string {
  const nulls = nullsLast.includes(sort) ? 'NULLS LAST' : ''
  return `sort_key ${descending ? 'DESC' : 'ASC'} ${nulls}, customer_no`
}
