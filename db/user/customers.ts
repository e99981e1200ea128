import type { SqliteDatabase } from '../connection/open.ts'
import { all, type ReadDatabase, run } from '../connection/statements.ts'

/** How many customers opened last are remembered. */
const mostRecent = 20

/** Customers a person has marked ★, in no order. */
export function favouriteIds(db: ReadDatabase): string[] {
  return all<{ id: string }>(db, 'SELECT customer_id AS id FROM favourite').map(({ id }) => id)
}

/** Marks a customer ★ or takes the mark away. */
export function setFavourite(
  db: SqliteDatabase,
  customerId: string,
  favourite: boolean,
  nowMs: number,
): void {
  if (favourite) run(db, 'INSERT OR IGNORE INTO favourite VALUES (?, ?)', customerId, nowMs)
  else run(db, 'DELETE FROM favourite WHERE customer_id = ?', customerId)
}

/** Customers opened last, the latest first. */
export function recentIds(db: ReadDatabase, limit: number): string[] {
  return all<{ id: string }>(
    db,
    'SELECT customer_id AS id FROM recent_customer ORDER BY opened_at DESC LIMIT ?',
    limit,
  ).map(({ id }) => id)
}

/** Remembers that a customer was opened now. */
export function rememberOpened(db: SqliteDatabase, customerId: string, nowMs: number): void {
  run(
    db,
    `INSERT INTO recent_customer VALUES (?, ?)
     ON CONFLICT (customer_id) DO UPDATE SET opened_at = excluded.opened_at`,
    customerId,
    nowMs,
  )
  run(
    db,
    `DELETE FROM recent_customer WHERE customer_id NOT IN
       (SELECT customer_id FROM recent_customer ORDER BY opened_at DESC LIMIT ?)`,
    mostRecent,
  )
}
