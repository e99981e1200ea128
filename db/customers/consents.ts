import type { Consent } from '#domain/customers/records.ts'
import { all, type ReadDatabase } from '../connection/statements.ts'

/** Everything a customer consented to, and what was withdrawn; the latest last. One statement. */
export function consentsOf(db: ReadDatabase, customerId: string): Consent[] {
  return all(
    db,
    `SELECT branch_id, id, customer_id, purpose, channel, given_on, withdrawn_on, text_version
     FROM consent WHERE customer_id = ? ORDER BY given_on, id`,
    customerId,
  )
}
