import type { Tier } from './tiers.ts'
import type { TierFloors } from './tier.ts'

/** A next tier counts as near where at most this share of its floor is missing, basis points. */
export const nearTierShareBp = 1000

/**
 * How the 日均 of the tier period stands to the tiers: `near` the next one (临界提升), `below` the floor of the
 * customer's own (将掉档), or neither. A customer who already reaches the next floor is not near it:
 * the period's end will lift the tier.
 */
export function tierGapOf(
  tier: Tier,
  averageFen: number,
  floors: TierFloors,
): 'near' | 'below' | null {
  const own = tier === 'standard' ? 0 : floors[tier]
  if (averageFen < own) return 'below'
  const next = nextFloor(tier, floors)
  if (next === null) return null
  const missing = next - averageFen
  return missing > 0 && missing * 10_000 <= next * nearTierShareBp ? 'near' : null
}

const rising: readonly (keyof TierFloors)[] = [
  'potential',
  'gold',
  'platinum',
  'diamond',
  'private',
]

/** Least 日均 of the tier above, 分; null at the top. */
export function nextFloor(tier: Tier, floors: TierFloors): number | null {
  const next = tier === 'standard' ? rising[0] : rising[rising.indexOf(tier) + 1]
  return next === undefined ? null : floors[next]
}
