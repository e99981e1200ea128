import type { TierChange } from '#domain/customers/records.ts'
import type { Day } from '#domain/time/day.ts'
import { all, first, type ReadDatabase } from '../connection/statements.ts'

/** The latest decisions on a customer's tier, the last first. */
export function tierChangesOf(db: ReadDatabase, customerId: string, limit: number): TierChange[] {
  return all<TierChange>(
    db,
    `SELECT * FROM tier_change WHERE customer_id = ? AND outcome <> 'kept'
     ORDER BY effective_on DESC LIMIT ?`,
    customerId,
    limit,
  )
}

/** The day since which a customer's tier is in force; null where no decision on it is known. */
export function tierSince(db: ReadDatabase, customerId: string): Day | null {
  const row = first<{ on: Day | null }>(
    db,
    `SELECT max(effective_on) AS "on" FROM tier_change
     WHERE customer_id = ? AND tier <> tier_before`,
    customerId,
  )
  return row?.on ?? null
}
