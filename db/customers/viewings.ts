import type { CustomerViewing } from '#domain/customers/viewing.ts'
import { all, first, type ReadDatabase } from '../connection/statements.ts'

/** A request with the names of customer and people; `queued` while something of it waits for head office. */
export type KnownViewing = CustomerViewing & {
  customer_name: string
  tier: string
  asked_by_name: string
  decided_by_name: string | null
  ended_by_name: string | null
  queued: boolean
}

const selected = `SELECT v.*, c.name AS customer_name, c.tier, sa.name AS asked_by_name,
    sd.name AS decided_by_name, se.name AS ended_by_name,
    EXISTS (SELECT 1 FROM overlay o
      WHERE o.table_name = 'customer_viewing' AND o.row_key = json_array(v.id)) AS queued
  FROM customer_viewing v CROSS JOIN customer c ON c.id = v.customer_id
    LEFT JOIN staff sa ON sa.id = v.asked_by
    LEFT JOIN staff sd ON sd.id = v.decided_by
    LEFT JOIN staff se ON se.id = v.ended_by`

type Stored = Omit<KnownViewing, 'queued'> & { queued: number }
const known = (row: Stored): KnownViewing => ({ ...row, queued: row.queued === 1 })

/**
 * Requests of a person, or of the whole branch (`askedBy` null), that were asked, decided or in force since
 * `sinceMs`; the latest first.
 */
export function viewingsSince(
  db: ReadDatabase,
  askedBy: string | null,
  sinceMs: number,
): KnownViewing[] {
  return all<Stored>(
    db,
    `${selected}
     WHERE (? IS NULL OR v.asked_by = ?)
       AND max(v.asked_at, coalesce(v.decided_at, 0), coalesce(v.until_at, 0)) >= ?
     ORDER BY v.asked_at DESC, v.id DESC`,
    askedBy,
    askedBy,
    sinceMs,
  ).map(known)
}

/** The request of this id; undefined where this PC has none. */
export function viewingById(db: ReadDatabase, id: string): KnownViewing | undefined {
  const row = first<Stored>(db, `${selected} WHERE v.id = ?`, id)
  return row && known(row)
}

/** What a person asked for about each of these customers, the latest first. */
export function viewingsOf(
  db: ReadDatabase,
  askedBy: string,
  customerIds: readonly string[],
): CustomerViewing[] {
  return all<CustomerViewing>(
    db,
    `SELECT v.* FROM json_each(?) j CROSS JOIN customer_viewing v
       ON v.asked_by = ? AND v.customer_id = j.value
     ORDER BY v.asked_at DESC, v.id DESC`,
    JSON.stringify(customerIds),
    askedBy,
  )
}
