import type { MovedAccount } from '#domain/key-transactions/event-of.ts'
import {
  internalOperations,
  internalPurposes,
  keyMeanDays,
} from '#domain/key-transactions/thresholds.ts'
import { addDays, type Day } from '#domain/time/day.ts'
import { listed } from '#platform/sql/literals.ts'
import { all, first, type ReadDatabase } from '../connection/statements.ts'
import { type CustomerScope, scopeCondition } from '../customers/scope.ts'

/** A customer's day on which something large moved and no card was raised. */
export interface QuietDay {
  customer_id: string
  name: string
  posted_on: Day
  posted_at: number | null
}

/** Such days of a scope since a day, the latest first. One statement. */
export function quietDays(
  db: ReadDatabase,
  scope: CustomerScope,
  { since, leastFen, currency }: { since: Day; leastFen: number; currency: string },
  limit: number,
): QuietDay[] {
  const own = scopeCondition(scope, 'a.customer_id')
  return all(
    db,
    `SELECT a.customer_id, c.name, t.posted_on, max(t.posted_at) AS posted_at
     FROM account a CROSS JOIN bank_transaction t ON t.account_id = a.id AND t.posted_on >= ?
       JOIN customer c ON c.id = a.customer_id
     WHERE a.currency = ? AND t.amount_fen >= ? AND ${own.sql}
       AND t.operation NOT IN (${listed(internalOperations)})
       AND NOT EXISTS (SELECT 1 FROM key_transaction k
         WHERE k.customer_id = a.customer_id AND k.day = t.posted_on)
     GROUP BY a.customer_id, t.posted_on
     ORDER BY t.posted_on DESC, max(t.posted_at) DESC, a.customer_id LIMIT ?`,
    since,
    currency,
    leastFen,
    ...own.values,
    limit,
  )
}

/** A customer's accounts as the events of a day look at them. */
export function movedAccounts(db: ReadDatabase, customerId: string): MovedAccount[] {
  return all(
    db,
    'SELECT id, kind, closed_on, matures_on FROM account WHERE customer_id = ?',
    customerId,
  )
}

/** AUM of a customer at the close of a day, 分; what has arrived since counts where the day is null. */
export function aumAtClose(
  db: ReadDatabase,
  customerId: string,
  currency: string,
  on: Day | null,
): number {
  const row = first<{ fen: number | null }>(
    db,
    `SELECT sum((SELECT b.balance_fen FROM balance_change b
       WHERE b.position_id = p.id AND b.changed_on <= ?
       ORDER BY b.changed_on DESC LIMIT 1)) AS fen
     FROM (SELECT id FROM account WHERE customer_id = ? AND currency = ?
       UNION ALL SELECT id FROM holding WHERE customer_id = ?) p`,
    on ?? '9999-12-31',
    customerId,
    currency,
    customerId,
  )
  return row?.fen ?? 0
}

/** What moved with the outside in the 90 days before a day, divided by 90, by direction, 分. */
export function meansBefore(
  db: ReadDatabase,
  customerId: string,
  day: Day,
): { in: number; out: number } {
  const row = first<{ inFen: number; outFen: number }>(
    db,
    `SELECT coalesce(sum(iif(t.direction = 'in', t.amount_fen, 0)), 0) AS inFen,
       coalesce(sum(iif(t.direction = 'out', t.amount_fen, 0)), 0) AS outFen
     FROM account a CROSS JOIN bank_transaction t ON t.account_id = a.id
     WHERE a.customer_id = ? AND t.posted_on >= ? AND t.posted_on < ?
       AND t.operation NOT IN (${listed(internalOperations)})
       AND coalesce(t.purpose, '') NOT IN (${listed(internalPurposes)})`,
    customerId,
    addDays(day, -keyMeanDays),
    day,
  )
  const perDay = (fen: number | undefined) => Math.round((fen ?? 0) / keyMeanDays)
  return { in: perDay(row?.inFen), out: perDay(row?.outFen) }
}

/** Money that went to a customer's own accounts at other banks since a day: how often, and 分. */
export function sentElsewhere(
  db: ReadDatabase,
  customerId: string,
  since: Day,
): { count: number; fen: number } {
  const row = first<{ count: number; fen: number }>(
    db,
    `SELECT count(*) AS count, coalesce(sum(t.amount_fen), 0) AS fen
     FROM customer c JOIN account a ON a.customer_id = c.id
       CROSS JOIN bank_transaction t ON t.account_id = a.id
     WHERE c.id = ? AND t.posted_on >= ? AND t.direction = 'out'
       AND t.counterparty_bank IS NOT NULL
       AND (t.purpose = 'own_transfer' OR t.counterparty_name = c.name)`,
    customerId,
    since,
  )
  return row ?? { count: 0, fen: 0 }
}
