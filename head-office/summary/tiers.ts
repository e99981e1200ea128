import type pg from 'pg'
import { z } from 'zod'
import { tiers } from '#domain/customers/records.ts'
import { defaultTierFloors, type TierFloors } from '#domain/customers/tier.ts'
import type { Day } from '#domain/time/day.ts'
import { parameterInForce } from '../parameters/in-force.ts'

const floorsSchema = z.strictObject({
  potential: z.int(),
  gold: z.int(),
  platinum: z.int(),
  diamond: z.int(),
  private: z.int(),
}) satisfies z.ZodType<TierFloors>

/** Parameter `tier.floors` in force on a day, 分; the product's defaults where none is published. */
export function tierFloors(db: pg.Pool | pg.ClientBase, on: Day): Promise<TierFloors> {
  return parameterInForce(db, 'tier.floors', on, floorsSchema, defaultTierFloors)
}

/** SQL of `tierOf` in `domain/customers/tier.ts` for an average in 分. */
export function tierCase(average: string, floors: TierFloors): string {
  const steps = tiers
    .flatMap((tier) => (tier === 'standard' ? [] : [{ tier, floor: floors[tier] }]))
    .reverse()
    .map(({ tier, floor }) => `when ${average} >= ${floor} then '${tier}'`)
  return `case ${steps.join(' ')} else 'standard' end`
}
