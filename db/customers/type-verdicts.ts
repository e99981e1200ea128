import type { CustomerTypeVerdict } from '#domain/customers/type-verdict.ts'
import { all, type ReadDatabase } from '../connection/statements.ts'

/** What somebody said of a type, with who it was; `rev` 0 until head office has recorded it. */
export type KnownVerdict = CustomerTypeVerdict & { rev: number; given_by_name: string | null }

/** Everything people said of a customer's types. One statement. */
export function typeVerdictsOf(db: ReadDatabase, customerId: string): KnownVerdict[] {
  return all(
    db,
    `SELECT v.*, s.name AS given_by_name
     FROM customer_type_verdict v LEFT JOIN staff s ON s.id = v.given_by
     WHERE v.customer_id = ? ORDER BY v.given_at, v.id`,
    customerId,
  )
}
