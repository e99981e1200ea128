import { waitingStates } from '#domain/key-transactions/states.ts'
import type { FraudCard } from '#domain/next-action/facts.ts'
import { type Day, dayOfInstant } from '#domain/time/day.ts'
import { listed } from '#platform/sql/literals.ts'
import { all, first, type ReadDatabase } from '../connection/statements.ts'

const waiting = listed(waitingStates)

/** Days of the messages sent to a customer since a moment (ms). */
export function messageDays(db: ReadDatabase, customerId: string, sinceMs: number): Day[] {
  return all<{ at: number }>(
    db,
    `SELECT x.at FROM contact x WHERE x.customer_id = ? AND x.channel = 'sms' AND x.at >= ?`,
    customerId,
    sinceMs,
  ).map(({ at }) => dayOfInstant(at))
}

/** The latest waiting card of a customer on the way of 反诈; null where there is none. */
export function fraudCardOf(db: ReadDatabase, customerId: string): FraudCard | null {
  return (
    first<FraudCard>(
      db,
      `SELECT k.id AS cardId, k.day AS "on", k.amount_fen AS amountFen FROM key_transaction k
       WHERE k.customer_id = ? AND k.anti_fraud = 1 AND k.state IN (${waiting})
       ORDER BY k.day DESC, k.id LIMIT 1`,
      customerId,
    ) ?? null
  )
}
