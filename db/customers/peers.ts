import type { Tier } from '#domain/customers/tiers.ts'
import { all, first, type ReadDatabase } from '../connection/statements.ts'

/**
 * Customers of a tier of this branch who are alive and have an account, at most `most`, chosen by the last
 * digits of their ids so that the same ones come each time; and how many there are.
 */
export function peersOf(
  db: ReadDatabase,
  tier: Tier,
  most: number,
): { ids: string[]; total: number } {
  const of = `FROM customer c WHERE c.tier = ? AND c.deceased_on IS NULL
    AND EXISTS (SELECT 1 FROM account a WHERE a.customer_id = c.id)`
  const rows = all<{ id: string }>(
    db,
    `SELECT c.id ${of} ORDER BY substr(c.id, -8), c.id LIMIT ?`,
    tier,
    most,
  )
  const total = first<{ n: number }>(db, `SELECT count(*) AS n ${of}`, tier)?.n ?? 0
  return { ids: rows.map(({ id }) => id), total }
}

/** A customer of this branch by the exact number; null where there is none. */
export function customerByNo(
  db: ReadDatabase,
  customerNo: string,
): { id: string; name: string } | null {
  return (
    first<{ id: string; name: string }>(
      db,
      'SELECT id, name FROM customer WHERE customer_no = ?',
      customerNo,
    ) ?? null
  )
}
