import type { AssetClass } from '#domain/products/asset-classes.ts'
import { internalOperations, internalPurposes } from '#domain/key-transactions/thresholds.ts'
import type { Tier } from '#domain/customers/tiers.ts'
import { addDays, type Day } from '#domain/time/day.ts'
import { listed } from '#platform/sql/literals.ts'
import { all, first, type ReadDatabase, type SqlValue } from '../connection/statements.ts'
import type { CustomerScope } from '../customers/scope.ts'
import { scopedCustomers } from '../customers/list.ts'

/** Sums over a book's summaries; money in 分. */
export interface BookSums {
  customers: number
  vip: number
  averageFen: number
  quarterAverageFen: number
}

/** Counts and sums of a book; 贵宾 are those of the given tiers. One pass over its customers. */
export function bookSums(db: ReadDatabase, scope: CustomerScope, vip: readonly Tier[]): BookSums {
  const source = scopedCustomers(scope)
  const row = first<BookSums>(
    db,
    `SELECT count(*) AS customers,
       coalesce(sum(c.tier IN (SELECT value FROM json_each(?))), 0) AS vip,
       coalesce(sum(s.aum_month_average_fen), 0) AS averageFen,
       coalesce(sum(s.aum_quarter_average_fen), 0) AS quarterAverageFen
     FROM ${source.sql}`,
    JSON.stringify(vip),
    ...source.values,
  )
  return row ?? { customers: 0, vip: 0, averageFen: 0, quarterAverageFen: 0 }
}

/** Positions of a book's customers: `id`, `customer_id`; a common table expression named `position`. */
function positions(scope: CustomerScope, currency: string): { sql: string; values: SqlValue[] } {
  const source = scopedCustomers(scope)
  return {
    sql: `book AS MATERIALIZED (SELECT c.id FROM ${source.sql}),
      position AS MATERIALIZED (
        SELECT a.id, a.customer_id FROM book JOIN account a ON a.customer_id = book.id
        WHERE a.currency = ?
        UNION ALL
        SELECT h.id, h.customer_id FROM book JOIN holding h ON h.customer_id = book.id)`,
    values: [...source.values, currency],
  }
}

/** AUM of a book at the close of single days, 分, in their order. One statement. */
export function aumOnDays(
  db: ReadDatabase,
  scope: CustomerScope,
  currency: string,
  days: readonly Day[],
): number[] {
  const { sql, values } = positions(scope, currency)
  const sums = days.map(
    (_, index) => `coalesce(sum((SELECT b.balance_fen FROM balance_change b
       WHERE b.position_id = p.id AND b.changed_on <= ? ORDER BY b.changed_on DESC LIMIT 1)), 0)
       AS d${index}`,
  )
  const row = first<Record<string, number>>(
    db,
    `WITH ${sql} SELECT ${sums.join(', ')} FROM position p`,
    ...values,
    ...days,
  )
  return days.map((_, index) => row?.[`d${index}`] ?? 0)
}

/** AUM of a book at the close of each day from `from` to `to`, 分. */
export function dailyAum(
  db: ReadDatabase,
  scope: CustomerScope,
  currency: string,
  from: Day,
  to: Day,
): { on: Day; fen: number }[] {
  const { sql, values } = positions(scope, currency)
  const before = first<{ fen: number | null }>(
    db,
    `WITH ${sql}
     SELECT sum((SELECT b.balance_fen FROM balance_change b WHERE b.position_id = p.id
       AND b.changed_on <= ? ORDER BY b.changed_on DESC LIMIT 1)) AS fen FROM position p`,
    ...values,
    from,
  )
  // Each change against the one before it, which may lie before the first day.
  const changes = all<{ on: Day; fen: number }>(
    db,
    `WITH ${sql},
     change AS (
       SELECT b.changed_on, b.balance_fen - coalesce(
         lag(b.balance_fen) OVER (PARTITION BY b.position_id ORDER BY b.changed_on),
         (SELECT e.balance_fen FROM balance_change e WHERE e.position_id = b.position_id
          AND e.changed_on <= ? ORDER BY e.changed_on DESC LIMIT 1), 0) AS fen
       FROM position p CROSS JOIN balance_change b ON b.position_id = p.id
       WHERE b.changed_on > ? AND b.changed_on <= ?)
     SELECT changed_on AS "on", sum(fen) AS fen FROM change GROUP BY changed_on ORDER BY changed_on`,
    ...values,
    from,
    from,
    to,
  )
  const byDay = new Map(changes.map(({ on, fen }) => [on, fen]))
  let fen = before?.fen ?? 0
  const days: { on: Day; fen: number }[] = []
  for (let on = from; on <= to; on = addDays(on, 1)) {
    if (on > from) fen += byDay.get(on) ?? 0
    days.push({ on, fen })
  }
  return days
}

/** How customers of a book changed on one day, the largest changes of `sign` first. */
export function dayMovers(
  db: ReadDatabase,
  scope: CustomerScope,
  currency: string,
  on: Day,
  sign: 1 | -1,
  limit: number,
): { name: string; fen: number }[] {
  const { sql, values } = positions(scope, currency)
  return all(
    db,
    `WITH ${sql},
     moved AS (
       SELECT p.customer_id, sum(b.balance_fen - coalesce(
         (SELECT e.balance_fen FROM balance_change e WHERE e.position_id = p.id
          AND e.changed_on < ? ORDER BY e.changed_on DESC LIMIT 1), 0)) AS fen
       FROM position p CROSS JOIN balance_change b ON b.position_id = p.id
       WHERE b.changed_on = ? GROUP BY p.customer_id)
     SELECT c.name, m.fen FROM moved m JOIN customer c ON c.id = m.customer_id
     WHERE m.fen * ? > 0 ORDER BY m.fen * ? DESC LIMIT ?`,
    ...values,
    on,
    on,
    sign,
    sign,
    limit,
  )
}

/** A deposit or product of a book that ends within a span. */
export interface EndingPosition {
  id: string
  customer_id: string
  name: string
  tier: Tier
  asset_class: AssetClass
  product: string | null
  kind: string | null
  fen: number
  matures_on: Day
  last_contact_on: Day | null
}

/** What ends from `from` to `to`, with its balance on `from`; in order of day. */
export function endingPositions(
  db: ReadDatabase,
  scope: CustomerScope,
  currency: string,
  from: Day,
  to: Day,
): EndingPosition[] {
  const source = scopedCustomers(scope)
  return all(
    db,
    `WITH book AS MATERIALIZED (
       SELECT c.id, c.name, c.tier, s.last_contact_on FROM ${source.sql}),
     ends AS (
       SELECT a.id, a.customer_id, 'deposit' AS asset_class, p.name AS product, a.kind,
         coalesce((SELECT b.balance_fen FROM balance_change b WHERE b.position_id = a.id
           AND b.changed_on <= ? ORDER BY b.changed_on DESC LIMIT 1), 0) AS fen, a.matures_on
       FROM book JOIN account a ON a.customer_id = book.id LEFT JOIN product p ON p.id = a.product_id
       WHERE a.currency = ? AND a.status = 'normal' AND a.matures_on BETWEEN ? AND ?
       UNION ALL
       SELECT h.id, h.customer_id, coalesce(p.asset_class, 'other'), p.name, NULL, h.value_fen,
         h.matures_on
       FROM book JOIN holding h ON h.customer_id = book.id LEFT JOIN product p ON p.id = h.product_id
       WHERE h.matures_on BETWEEN ? AND ?)
     SELECT e.*, book.name, book.tier, book.last_contact_on
     FROM ends e JOIN book ON book.id = e.customer_id
     WHERE e.fen > 0 ORDER BY e.matures_on, e.fen DESC, e.id`,
    ...source.values,
    from,
    currency,
    from,
    to,
    from,
    to,
  )
}

/** A large movement of a book's customers, with what it is measured by. */
export interface LargeMovement {
  txn_no: string
  customer_id: string
  name: string
  tier: Tier
  posted_on: Day
  posted_at: number | null
  direction: 'in' | 'out'
  amount_fen: number
  purpose: string | null
  operation: string
  counterparty_bank: string | null
  aum_fen: number
  daily_mean_fen: number
}

const outside = (alias: string) => `${alias}.operation NOT IN (${listed(internalOperations)})
  AND coalesce(${alias}.purpose, '') NOT IN (${listed(internalPurposes)})`

/** Movements with somebody else of at least so much since a day, the latest first. */
export function largeMovements(
  db: ReadDatabase,
  scope: CustomerScope,
  currency: string,
  { since, leastFen }: { since: Day; leastFen: number },
): LargeMovement[] {
  const source = scopedCustomers(scope)
  return all(
    db,
    `WITH book AS MATERIALIZED (
       SELECT c.id, c.name, c.tier, coalesce(s.aum_fen, 0) AS aum_fen FROM ${source.sql})
     SELECT t.txn_no, a.customer_id, book.name, book.tier, t.posted_on, t.posted_at, t.direction,
       t.amount_fen, t.purpose, t.operation, t.counterparty_bank, book.aum_fen,
       coalesce((SELECT sum(o.amount_fen) / 90 FROM account x
         JOIN bank_transaction o ON o.account_id = x.id
         WHERE x.customer_id = a.customer_id AND o.direction = t.direction
           AND o.posted_on >= date(t.posted_on, '-90 days') AND o.posted_on < t.posted_on
           AND ${outside('o')}), 0) AS daily_mean_fen
     FROM book JOIN account a ON a.customer_id = book.id
       JOIN bank_transaction t ON t.account_id = a.id
     WHERE a.currency = ? AND t.posted_on >= ? AND t.amount_fen >= ?
       AND ${outside('t')}
     ORDER BY t.posted_on DESC, t.posted_at DESC, t.txn_no DESC`,
    ...source.values,
    currency,
    since,
    leastFen,
  )
}

/** Contacts of a person (or of everybody) since a moment, and those somebody answered. */
export function contactCounts(
  db: ReadDatabase,
  staffId: string | null,
  sinceMs: number,
): { contacts: number; reached: number } {
  const mine = staffId === null ? '' : 'AND x.staff_id = ?'
  const row = first<{ contacts: number; reached: number }>(
    db,
    `SELECT count(*) AS contacts, coalesce(sum(x.outcome <> 'no_answer'), 0) AS reached
     FROM contact x WHERE x.at >= ? ${mine}`,
    sinceMs,
    ...(staffId === null ? [] : [staffId]),
  )
  return row ?? { contacts: 0, reached: 0 }
}
