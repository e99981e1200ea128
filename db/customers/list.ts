import type { CustomerFilter } from '#contract/ipc/customers.ts'
import type { Tier } from '#domain/customers/records.ts'
import type { TaskKind } from '#domain/workbench/task.ts'
import { all, first, type ReadDatabase } from '../connection/statements.ts'
import { type FilterGround, filterCondition } from './filter.ts'
import { type Condition, type CustomerScope, inForce } from './scope.ts'
import { type CustomerSort, managerNameSql, openTasksSql, orderBy, sortKey } from './sort.ts'

/** What a list shows of a customer, unmasked; money in 分. */
export interface ListedCustomer {
  id: string
  customer_no: string
  name: string
  tier: Tier
  mobile: string | null
  aum_fen: number
  average_fen: number
  before_fen: number
  loan_fen: number
  /** JSON of `[YYYY-MM, 分]` pairs, oldest first. */
  month_averages: string
  /** Names of classes, joined by commas. */
  asset_classes: string
  next_maturity_on: string | null
  next_maturity_fen: number | null
  last_contact_on: string | null
  completeness_bp: number
  risk_level: number | null
  risk_valid_to: string | null
  birth_date: string | null
  is_staff: number
  do_not_contact: number
  deceased_on: string | null
  tier_state: 'normal' | 'watch'
  /** States of the accounts, joined by commas; null without any. */
  account_states: string | null
  manager_name: string | null
  open_tasks: number
  next_task: TaskKind | null
  /** Hundredths of a point; null where nobody evaluated. */
  value_score: number | null
  churn_points: number | null
  /** Types joined by commas; null where nobody evaluated. */
  types: string | null
}

/** A page of a list and the sums of all customers that fit. */
export interface CustomerPage {
  total: number
  sumAumFen: number
  sumAverageFen: number
  rows: ListedCustomer[]
}

/**
 * Columns of {@link ListedCustomer} from customers `c`, summaries `s` and evaluations `v`; the business
 * date, twice.
 */
const listedColumns = (churnPoints: string) => `
  c.id, c.customer_no, c.name, c.tier, c.mobile,
  coalesce(s.aum_fen, 0) AS aum_fen,
  coalesce(s.aum_month_average_fen, 0) AS average_fen,
  coalesce(s.aum_30_days_ago_fen, 0) AS before_fen,
  coalesce(s.loan_fen, 0) AS loan_fen,
  coalesce(s.month_averages, '[]') AS month_averages,
  coalesce(s.asset_classes, '') AS asset_classes,
  s.next_maturity_on, s.next_maturity_fen, s.last_contact_on,
  coalesce(s.completeness_bp, 0) AS completeness_bp,
  s.risk_level, s.risk_valid_to,
  c.birth_date, c.is_staff, c.do_not_contact, c.deceased_on, c.tier_state,
  (SELECT group_concat(DISTINCT a.status) FROM account a
   WHERE a.customer_id = c.id) AS account_states,
  ${managerNameSql} AS manager_name,
  ${openTasksSql} AS open_tasks,
  (SELECT t.kind FROM task t WHERE t.customer_id = c.id AND t.state = 'open'
   ORDER BY t.priority, t.due_on, t.id LIMIT 1) AS next_task,
  v.value_score, ${churnPoints} AS churn_points, v.types`

/** Customers `c` of a scope with their summaries `s` and evaluations `v`, which cost nothing unasked. */
export function scopedCustomers(scope: CustomerScope): Condition {
  const summary = `LEFT JOIN customer_summary s ON s.customer_id = c.id
    LEFT JOIN customer_value v ON v.customer_id = c.id`
  if (scope.kind === 'branch') return { sql: `customer c ${summary}`, values: [] }
  return {
    sql: `(SELECT DISTINCT m.customer_id FROM customer_manager m
        WHERE m.staff_id = ? AND ${inForce}) b
      JOIN customer c ON c.id = b.customer_id ${summary}`,
    values: [scope.staffId, scope.on, scope.on],
  }
}

/**
 * One page of the customers that fit a filter, with the sums over all of them. Two statements,
 * whatever the size: one pass over the scope, then the page's rows by key.
 */
export function listCustomers(
  db: ReadDatabase,
  ground: FilterGround,
  filter: CustomerFilter,
  order: { sort: CustomerSort; descending: boolean; offset: number; limit: number },
): CustomerPage {
  const { scope } = ground
  const source = scopedCustomers(scope)
  const fits = filterCondition(filter, ground)
  const key = sortKey(order.sort, ground)
  const sums = first<{ total: number; aum: number; average: number; ids: string }>(
    db,
    `WITH fitting AS MATERIALIZED (
       SELECT c.id, c.customer_no, s.aum_fen, s.aum_month_average_fen,
         ${key.sql} AS sort_key
       FROM ${source.sql} WHERE ${fits.sql}
     ), page AS (
       SELECT id FROM fitting ORDER BY ${orderBy(order.sort, order.descending)} LIMIT ? OFFSET ?
     )
     SELECT count(*) AS total, coalesce(sum(aum_fen), 0) AS aum,
       coalesce(sum(aum_month_average_fen), 0) AS average,
       (SELECT json_group_array(id) FROM page) AS ids
     FROM fitting`,
    ...key.values,
    ...source.values,
    ...fits.values,
    order.limit,
    order.offset,
  )
  return {
    total: sums?.total ?? 0,
    sumAumFen: sums?.aum ?? 0,
    sumAverageFen: sums?.average ?? 0,
    rows: customersByIds(db, ground, sums?.ids ?? '[]'),
  }
}

/** Rows of customers named in a JSON list of ids, in its order. */
function customersByIds(
  db: ReadDatabase,
  { scope, churn }: FilterGround,
  idsJson: string,
): ListedCustomer[] {
  return all<ListedCustomer>(
    db,
    `SELECT ${listedColumns(churn().points)}
     FROM json_each(?) j CROSS JOIN customer c ON c.id = j.value
       LEFT JOIN customer_summary s ON s.customer_id = c.id
       LEFT JOIN customer_value v ON v.customer_id = c.id
     ORDER BY j.key`,
    scope.on,
    scope.on,
    idsJson,
  )
}

/** What a search hit shows of a customer, unmasked; the monthly average only of `mine`. */
export type FoundCustomer = Pick<
  ListedCustomer,
  'id' | 'customer_no' | 'name' | 'tier' | 'mobile'
> & { average_fen: number | null }

/**
 * Found customers by their ids, in no order. Every row of another table is a page or two to decipher,
 * so the summary is read only where its figure is shown.
 */
export function foundCustomers(
  db: ReadDatabase,
  found: readonly { customerId: string; mine: boolean }[],
): FoundCustomer[] {
  return all<FoundCustomer>(
    db,
    `SELECT c.id, c.customer_no, c.name, c.tier, c.mobile,
       CASE WHEN j.value ->> 'mine' THEN coalesce(
         (SELECT s.aum_month_average_fen FROM customer_summary s WHERE s.customer_id = c.id), 0)
       END AS average_fen
     FROM json_each(?) j CROSS JOIN customer c ON c.id = j.value ->> 'customerId'`,
    JSON.stringify(found.map(({ customerId, mine }) => ({ customerId, mine }))),
  )
}

/** How many customers of the scope fit each filter; one pass over the scope. */
export function countCustomers(
  db: ReadDatabase,
  ground: FilterGround,
  filters: readonly CustomerFilter[],
): number[] {
  const source = scopedCustomers(ground.scope)
  const conditions = filters.map((filter) => filterCondition(filter, ground))
  const columns = conditions.map(({ sql }, index) => `coalesce(sum(${sql}), 0) AS n${index}`)
  const row = first<Record<string, number>>(
    db,
    `SELECT ${columns.join(', ')} FROM ${source.sql}`,
    ...conditions.flatMap(({ values }) => values),
    ...source.values,
  )
  return conditions.map((_, index) => row?.[`n${index}`] ?? 0)
}

/** Who looks after customers of the scope on its day, by name. */
export function managersIn(db: ReadDatabase, scope: CustomerScope): { id: string; name: string }[] {
  return all(
    db,
    `SELECT st.id, st.name FROM staff st
     WHERE EXISTS (SELECT 1 FROM customer_manager m WHERE m.staff_id = st.id AND ${inForce})
     ORDER BY st.name, st.id`,
    scope.on,
    scope.on,
  )
}
