import type pg from 'pg'
import { tiers } from '#domain/customers/records.ts'
import type { TierFloors } from '#domain/customers/tier.ts'
import type { TierRules } from '#domain/customers/tier-period.ts'
import type { Day } from '#domain/time/day.ts'
import { listed } from '#platform/sql/literals.ts'
import { parameterInForce } from '../parameters/in-force.ts'

/** Parameter `tier.floors` in force on a day, 分. */
export function tierFloors(db: pg.Pool | pg.ClientBase, on: Day): Promise<TierFloors> {
  return parameterInForce(db, 'tier.floors', on)
}

/** How tiers are decided on a day. */
export async function tierRules(db: pg.Pool | pg.ClientBase, on: Day): Promise<TierRules> {
  const period = await parameterInForce(db, 'tier.period', on)
  return { floors: await tierFloors(db, on), period }
}

/** SQL of `floorOf` in `domain/customers/tier-strategy.ts`, null for the lowest tier. */
export function floorCase(tier: string, floors: TierFloors): string {
  const steps = tiers.flatMap((name) =>
    name === 'standard' ? [] : [`when '${name}' then ${floors[name]}`],
  )
  return `case ${tier} ${steps.join(' ')} end`
}

/** SQL of a tier's place among the tiers, rising. */
export function tierRank(tier: string): string {
  return `array_position(array[${listed(tiers)}], ${tier})`
}

/** SQL of `tierOf` in `domain/customers/tier.ts` for an average in 分. */
export function tierCase(average: string, floors: TierFloors): string {
  const steps = tiers
    .flatMap((tier) => (tier === 'standard' ? [] : [{ tier, floor: floors[tier] }]))
    .reverse()
    .map(({ tier, floor }) => `when ${average} >= ${floor} then '${tier}'`)
  return `case ${steps.join(' ')} else 'standard' end`
}
