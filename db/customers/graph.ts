import type { Tier } from '#domain/customers/records.ts'
import { mostNamed, type Crowd } from '#domain/graph/ties.ts'
import type { Day } from '#domain/time/day.ts'
import { all, first, type ReadDatabase } from '../connection/statements.ts'
import { type CustomerScope, inForce, scopeCondition } from './scope.ts'

/** A customer at a node of a relation graph. */
export interface GraphCustomer {
  id: string
  name: string
  tier: Tier
  aum_fen: number | null
  deceased_on: Day | null
  employer: string | null
  mobile: string | null
  /** Whether he or she is in the viewer's scope. */
  inside: boolean
  /** Who looks after the customer; null where nobody does. */
  manager: string | null
}

/** Those of some customers that this branch has, by id; one statement. */
export function graphCustomers(
  db: ReadDatabase,
  scope: CustomerScope,
  ids: readonly string[],
): Map<string, GraphCustomer> {
  const within = scopeCondition(scope, 'c.id')
  const rows = all<Omit<GraphCustomer, 'inside'> & { inside: number }>(
    db,
    `SELECT c.id, c.name, c.tier, s.aum_fen, c.deceased_on, c.employer, c.mobile,
       ${within.sql} AS inside,
       (SELECT st.name FROM customer_manager m JOIN staff st ON st.id = m.staff_id
        WHERE m.customer_id = c.id AND ${inForce}
        ORDER BY CASE m.role WHEN 'primary' THEN 0 WHEN 'acting' THEN 1 ELSE 2 END, m.valid_from, m.id
        LIMIT 1) AS manager
     FROM json_each(?) j JOIN customer c ON c.id = j.value
       LEFT JOIN customer_summary s ON s.customer_id = c.id`,
    ...within.values,
    scope.on,
    scope.on,
    JSON.stringify(ids),
  )
  return new Map(rows.map((row) => [row.id, { ...row, inside: row.inside === 1 }]))
}

/** Where counting customers with something in common ends. */
export const mostCounted = 1000

/** SQL of {@link crowdOf}: how many others have a value, by its index alone, up to a bound. */
export const crowdSql = (column: 'employer' | 'mobile') =>
  `SELECT count(*) AS count FROM (SELECT 1 FROM customer WHERE ${column} = ? LIMIT ${mostCounted + 1})`

/**
 * Other customers of the branch with the very same employer or phone number: a count up to
 * {@link mostCounted}, and who they are while they are few.
 */
export function crowdOf(
  db: ReadDatabase,
  column: 'employer' | 'mobile',
  value: string,
  customerId: string,
): Crowd {
  const counted = first<{ count: number }>(db, crowdSql(column), value)?.count ?? 0
  const count = Math.max(0, counted - 1)
  if (count === 0 || count > mostNamed) return { count, ids: [] }
  const rows = all<{ id: string }>(
    db,
    `SELECT id FROM customer WHERE ${column} = ? AND id <> ? ORDER BY id LIMIT ${mostNamed}`,
    value,
    customerId,
  )
  return { count, ids: rows.map(({ id }) => id) }
}

/** First owners of some accounts of this branch, by account number; one statement. */
export function ownersOf(db: ReadDatabase, numbers: readonly string[]): Map<string, string> {
  const rows = all<{ number: string; id: string }>(
    db,
    `SELECT a.account_no AS number, min(a.customer_id) AS id
     FROM json_each(?) j JOIN account a ON a.account_no = j.value GROUP BY a.account_no`,
    JSON.stringify(numbers),
  )
  return new Map(rows.map(({ number, id }) => [number, id]))
}
