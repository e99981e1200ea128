import type { CustomerNeed } from '#domain/next-action/records.ts'
import { all, type ReadDatabase } from '../connection/statements.ts'

/** A need with who heard it, who settled it and by what; `queued` while a word waits for head office. */
export type KnownNeed = CustomerNeed & {
  rev: number
  staff_name: string | null
  settled_by_name: string | null
  product_name: string | null
  queued: boolean
}

/** A customer's needs: open ones first, then the latest first. One statement. */
export function needsOf(db: ReadDatabase, customerId: string): KnownNeed[] {
  return all<Omit<KnownNeed, 'queued'> & { queued: number }>(
    db,
    `SELECT n.*, st.name AS staff_name, se.name AS settled_by_name, p.name AS product_name,
       EXISTS (SELECT 1 FROM overlay o
         WHERE o.table_name = 'customer_need' AND o.row_key = json_array(n.id)) AS queued
     FROM customer_need n LEFT JOIN staff st ON st.id = n.staff_id
       LEFT JOIN staff se ON se.id = n.settled_by
       LEFT JOIN product p ON p.id = n.product_id
     WHERE n.customer_id = ?
     ORDER BY n.state <> 'open', coalesce(n.settled_at, n.stated_at) DESC, n.id DESC`,
    customerId,
  ).map((row) => ({ ...row, queued: row.queued === 1 }))
}
