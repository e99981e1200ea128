import { defaultTierFloors, type TierFloors, tierFloorsSchema } from '#domain/customers/tier.ts'
import type { Day } from '#domain/time/day.ts'
import { first, type ReadDatabase } from '../connection/statements.ts'

/**
 * Parameter `tier.floors` in force on a day, 分: the highest version effective by then; the
 * product's defaults where none is published.
 */
export function tierFloors(db: ReadDatabase, on: Day): TierFloors {
  const row = first<{ value: string }>(
    db,
    `SELECT value FROM parameter WHERE key = 'tier.floors' AND effective_from <= ?
     ORDER BY version DESC LIMIT 1`,
    on,
  )
  return row ? tierFloorsSchema.parse(JSON.parse(row.value)) : defaultTierFloors
}
