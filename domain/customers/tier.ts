import { z } from 'zod'
import { type Tier, tiers } from './tiers.ts'

/** Least 日均AUM of each tier above the lowest, in 分, rising. */
export type TierFloors = Record<Exclude<Tier, 'standard'>, number>

/** Value of the parameter `tier.floors`. */
export const tierFloorsSchema = z.strictObject({
  potential: z.int(),
  gold: z.int(),
  platinum: z.int(),
  diamond: z.int(),
  private: z.int(),
}) satisfies z.ZodType<TierFloors>

/** Default floors: 5, 20, 50, 200, 600 万 (a parameter of the bank). */
export const defaultTierFloors: TierFloors = {
  potential: 5_000_000,
  gold: 20_000_000,
  platinum: 50_000_000,
  diamond: 200_000_000,
  private: 600_000_000,
}

/** The tier whose floor the average reaches. */
export function tierOf(averageFen: number, floors: TierFloors): Tier {
  return (
    [...tiers].reverse().find((tier) => tier === 'standard' || averageFen >= floors[tier]) ??
    'standard'
  )
}

/** Value of the parameter `tier.vip`: the lowest tier that counts as 贵宾. */
export const vipTierSchema = z.enum(tiers)

/** The product's lowest tier of 贵宾. */
export const defaultVipTier: Tier = 'platinum'

/** The tiers that count as 贵宾, lowest first. */
export function vipTiers(from: Tier): readonly Tier[] {
  return tiers.slice(tiers.indexOf(from))
}
