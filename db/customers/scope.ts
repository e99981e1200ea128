import type { Day } from '#domain/time/day.ts'
import { first, type ReadDatabase, type SqlValue } from '../connection/statements.ts'

/**
 * Which customers a person works with on the business date `on`: all of the branch, or those whose
 * allocation (主管户, 协管户, 代管) to `staffId` is in force. Made from the service's own session,
 * never from a request. `viewing` is one customer of others whose record the person was let see.
 */
export type CustomerScope =
  | { kind: 'branch'; on: Day }
  | { kind: 'book'; staffId: string; on: Day; viewing?: string }

/** A condition of a query with the values of its placeholders. */
export interface Condition {
  sql: string
  values: SqlValue[]
}

/** SQL of `isInForce` in `domain/customers/allocation.ts` for the allocations `m`; the day, twice. */
export const inForce = 'm.valid_from <= ? AND (m.valid_to IS NULL OR m.valid_to >= ?)'

/** Condition that the customer of column `column` is in the scope. */
export function scopeCondition(scope: CustomerScope, column: string): Condition {
  if (scope.kind === 'branch') return { sql: '1', values: [] }
  const looksAfter = `EXISTS (SELECT 1 FROM customer_manager m
      WHERE m.staff_id = ? AND m.customer_id = ${column} AND ${inForce})`
  const values = [scope.staffId, scope.on, scope.on]
  if (scope.viewing === undefined) return { sql: looksAfter, values }
  return { sql: `(${column} = ? OR ${looksAfter})`, values: [scope.viewing, ...values] }
}

/** How a customer stands to a scope; `absent` where this branch has no such customer. */
export function standingOf(
  db: ReadDatabase,
  scope: CustomerScope,
  customerId: string,
): 'inside' | 'outside' | 'absent' {
  const condition = scopeCondition(scope, 'c.id')
  const row = first<{ inside: number }>(
    db,
    `SELECT ${condition.sql} AS inside FROM customer c WHERE c.id = ?`,
    ...condition.values,
    customerId,
  )
  return row === undefined ? 'absent' : row.inside === 1 ? 'inside' : 'outside'
}
