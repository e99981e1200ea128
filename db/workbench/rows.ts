import type { ContactOutcome } from '#domain/customers/contact.ts'
import type { Tier } from '#domain/customers/tiers.ts'
import type { Day } from '#domain/time/day.ts'
import { all, first, type ReadDatabase } from '../connection/statements.ts'
import { type CustomerScope, inForce, scopeCondition } from '../customers/scope.ts'
import type { KnownTask } from './tasks.ts'

/** A customer with what the order of work and the list look at, unmasked. */
export interface WorkCustomer {
  id: string
  name: string
  tier: Tier
  mobile: string | null
  address: string | null
  manager_name: string | null
  last_contact_on: Day | null
  last_outcome: ContactOutcome | null
  /** Moment of the last call that was answered, ms. */
  last_call_at: number | null
  consent: number
}

const inScope = (scope: CustomerScope) => {
  const own = scopeCondition(scope, 't.customer_id')
  return {
    sql: `SELECT t.*, EXISTS (SELECT 1 FROM overlay o
        WHERE o.table_name = 'task' AND o.row_key = json_array(t.id)) AS queued
      FROM task t WHERE t.state = 'open' AND ${own.sql}`,
    values: own.values,
  }
}

/** Open tasks of a scope, also those put off; of one person, or of all. */
export function openTasks(
  db: ReadDatabase,
  scope: CustomerScope,
  staffId: string | null,
): KnownTask[] {
  const { sql, values } = inScope(scope)
  const mine = staffId === null ? '' : 'AND t.staff_id = ?'
  return all<Omit<KnownTask, 'queued'> & { queued: number }>(
    db,
    `${sql} ${mine} ORDER BY t.customer_id, t.priority, t.due_on, t.id`,
    ...values,
    ...(staffId === null ? [] : [staffId]),
  ).map((row) => ({ ...row, queued: row.queued === 1 }))
}

/** Customers by their ids, with what the order of work looks at. One statement. */
export function workCustomers(
  db: ReadDatabase,
  customerIds: readonly string[],
  on: Day,
): Map<string, WorkCustomer> {
  const rows = all<WorkCustomer>(
    db,
    `SELECT c.id, c.name, c.tier, c.mobile, c.address, s.last_contact_on,
       (SELECT st.name FROM customer_manager m JOIN staff st ON st.id = m.staff_id
        WHERE m.customer_id = c.id AND ${inForce}
        ORDER BY m.role = 'acting' DESC, m.role = 'primary' DESC LIMIT 1) AS manager_name,
       (SELECT x.outcome FROM contact x WHERE x.customer_id = c.id
        ORDER BY x.at DESC, x.id DESC LIMIT 1) AS last_outcome,
       (SELECT max(x.at) FROM contact x WHERE x.customer_id = c.id
          AND x.channel = 'phone' AND x.outcome <> 'no_answer') AS last_call_at,
       EXISTS (SELECT 1 FROM consent k WHERE k.customer_id = c.id
          AND k.purpose = 'marketing_call' AND k.given_on <= ?
          AND (k.withdrawn_on IS NULL OR k.withdrawn_on > ?)) AS consent
     FROM json_each(?) j CROSS JOIN customer c ON c.id = j.value
       LEFT JOIN customer_summary s ON s.customer_id = c.id`,
    on,
    on,
    on,
    on,
    JSON.stringify(customerIds),
  )
  return new Map(rows.map((row) => [row.id, row]))
}

/** Contacts a person logged, and tasks he or she closed, since a moment (ms). */
export function doneSince(
  db: ReadDatabase,
  staffId: string,
  sinceMs: number,
): { contacts: number; closed: number } {
  const contacts = first<{ n: number }>(
    db,
    'SELECT count(*) AS n FROM contact WHERE staff_id = ? AND at >= ?',
    staffId,
    sinceMs,
  )
  const closed = first<{ n: number }>(
    db,
    `SELECT count(*) AS n FROM task WHERE completed_by = ? AND state = 'done' AND completed_at >= ?`,
    staffId,
    sinceMs,
  )
  return { contacts: contacts?.n ?? 0, closed: closed?.n ?? 0 }
}
