import type { SaidOfParty } from '#domain/flow/party-class.ts'
import { all, type ReadDatabase } from '../connection/statements.ts'

/** What people said of the other sides of a customer's payments, the oldest first. One statement. */
export function saidOfParties(db: ReadDatabase, customerId: string): SaidOfParty[] {
  return all(
    db,
    `SELECT id, party, flow_class, given_at FROM party_class WHERE customer_id = ?
     ORDER BY given_at, id`,
    customerId,
  )
}
