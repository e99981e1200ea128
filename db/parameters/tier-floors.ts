import type { TierFloors } from '#domain/customers/tier.ts'
import type { Day } from '#domain/time/day.ts'
import type { ReadDatabase } from '../connection/statements.ts'
import { parameterInForce } from './in-force.ts'

/** Parameter `tier.floors` in force on a day, 分. */
export function tierFloors(db: ReadDatabase, on: Day): TierFloors {
  return parameterInForce(db, 'tier.floors', on)
}
