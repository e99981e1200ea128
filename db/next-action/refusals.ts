import type { Refusal } from '#domain/next-action/records.ts'
import { all, type ReadDatabase } from '../connection/statements.ts'

/** A refusal with who recorded it and what was proposed; `queued` while a word waits for head office. */
export type KnownRefusal = Refusal & {
  rev: number
  staff_name: string | null
  product_name: string | null
  queued: boolean
}

/** Everything a customer refused, the latest first. One statement. */
export function refusalsOf(db: ReadDatabase, customerId: string): KnownRefusal[] {
  return all<Omit<KnownRefusal, 'queued'> & { queued: number }>(
    db,
    `SELECT r.*, st.name AS staff_name, p.name AS product_name,
       EXISTS (SELECT 1 FROM overlay o
         WHERE o.table_name = 'refusal' AND o.row_key = json_array(r.id)) AS queued
     FROM refusal r LEFT JOIN staff st ON st.id = r.staff_id
       LEFT JOIN product p ON p.id = r.product_id
     WHERE r.customer_id = ? ORDER BY r.at DESC, r.id DESC`,
    customerId,
  ).map((row) => ({ ...row, queued: row.queued === 1 }))
}
