import type { Contact } from '#domain/customers/contact.ts'
import { all, first, type ReadDatabase } from '../connection/statements.ts'

/** A contact with its author; `rev` is 0 until head office has recorded it. */
export type KnownContact = Contact & { staff_name: string | null; rev: number }

/** How many contacts a customer's history holds. */
export function contactCount(db: ReadDatabase, customerId: string): number {
  const sql = 'SELECT count(*) AS total FROM contact WHERE customer_id = ?'
  return first<{ total: number }>(db, sql, customerId)?.total ?? 0
}

/** Part of a customer's contacts, the latest first. */
export function contactsOf(
  db: ReadDatabase,
  customerId: string,
  offset: number,
  limit: number,
): KnownContact[] {
  return all(
    db,
    `SELECT x.*, st.name AS staff_name FROM contact x LEFT JOIN staff st ON st.id = x.staff_id
     WHERE x.customer_id = ? ORDER BY x.at DESC, x.id DESC LIMIT ? OFFSET ?`,
    customerId,
    limit,
    offset,
  )
}
