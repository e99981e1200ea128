import type { KeyTransaction } from '#domain/key-transactions/records.ts'
import type { Day } from '#domain/time/day.ts'
import { all, first, type ReadDatabase } from '../connection/statements.ts'
import { type CustomerScope, scopeCondition } from '../customers/scope.ts'

/** A card nobody has read yet, with its customer. */
export type FreshCard = Pick<KeyTransaction, 'id' | 'day' | 'event' | 'priority'> & {
  name: string
  antiFraud: number
}

/** Cards of a scope that came up, or came up again, after a moment (ms): how many, and the latest. */
export function freshCards(
  db: ReadDatabase,
  scope: CustomerScope,
  afterMs: number,
  most: number,
): FreshCard[] {
  const own = scopeCondition(scope, 'k.customer_id')
  return all<FreshCard>(
    db,
    `SELECT k.id, k.day, k.event, k.priority, k.anti_fraud AS antiFraud, c.name
     FROM key_transaction k JOIN customer c ON c.id = k.customer_id
     WHERE k.state = 'new' AND k.state_at > ? AND ${own.sql}
     ORDER BY k.state_at DESC, k.id LIMIT ?`,
    afterMs,
    ...own.values,
    most,
  )
}

/** When the latest card of the branch that nobody has read came up, ms; 0 where there is none. */
export function latestFreshMs(db: ReadDatabase): number {
  const row = first<{ atMs: number | null }>(
    db,
    `SELECT max(state_at) AS atMs FROM key_transaction WHERE state = 'new'`,
  )
  return row?.atMs ?? 0
}

/** How many cards of a scope about a day nobody has read yet. */
export function freshCount(db: ReadDatabase, scope: CustomerScope, day: Day): number {
  const own = scopeCondition(scope, 'k.customer_id')
  const row = first<{ n: number }>(
    db,
    `SELECT count(*) AS n FROM key_transaction k
     WHERE k.state = 'new' AND k.day = ? AND ${own.sql}`,
    day,
    ...own.values,
  )
  return row?.n ?? 0
}
