import type { KeyEvent } from '#domain/key-transactions/events.ts'
import { addDays, type Day } from '#domain/time/day.ts'
import { all, first, type ReadDatabase } from '../connection/statements.ts'

/** The day on which a customer's first account was opened, as far as accounts here say. */
export function firstAccountOn(db: ReadDatabase, customerId: string): Day | null {
  const row = first<{ on: Day | null }>(
    db,
    'SELECT min(opened_on) AS "on" FROM account WHERE customer_id = ?',
    customerId,
  )
  return row?.on ?? null
}

/** A key transaction as a moment reads it. */
export interface RecentEvent {
  event: KeyEvent
  on: Day
  amountFen: number
}

/** Loans paid off and first wages among the key transactions of the last `days`. */
export function recentEvents(
  db: ReadDatabase,
  customerId: string,
  on: Day,
  days: number,
): RecentEvent[] {
  return all(
    db,
    `SELECT event, day AS "on", amount_fen AS amountFen FROM key_transaction
     WHERE customer_id = ? AND day > ? AND event IN ('loan_payoff', 'payroll_start')
       AND state <> 'false_alarm'`,
    customerId,
    addDays(on, -days),
  )
}

/** Birthdays of some customers who are alive, by id. */
export function birthDatesOf(db: ReadDatabase, ids: readonly string[]): Map<string, Day> {
  const rows = all<{ id: string; birthDate: Day }>(
    db,
    `SELECT c.id, c.birth_date AS birthDate FROM json_each(?) j JOIN customer c ON c.id = j.value
     WHERE c.birth_date IS NOT NULL AND c.deceased_on IS NULL`,
    JSON.stringify(ids),
  )
  return new Map(rows.map(({ id, birthDate }) => [id, birthDate]))
}
