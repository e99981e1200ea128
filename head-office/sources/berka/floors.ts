import { type TierFloors } from '#domain/customers/tier.ts'

/** Share of customers with money that stays below each tier. */
const shares: TierFloors = {
  potential: 0.5,
  gold: 0.75,
  platinum: 0.9,
  diamond: 0.97,
  private: 0.995,
}

const step = 100_000

/**
 * Tier floors from the distribution of balances in another currency, 分: half of the customers with
 * money reach the second tier, a quarter the third and so on; rounded to whole thousands.
 */
export function floorsFrom(balancesFen: readonly number[]): TierFloors {
  const sorted = balancesFen.filter((fen) => fen > 0).sort((a, b) => a - b)
  let least = 0
  const floor = (share: number): number => {
    const at = Math.min(sorted.length - 1, Math.floor(sorted.length * share))
    least = Math.max(least + step, Math.round((sorted[at] ?? 0) / step) * step)
    return least
  }
  return {
    potential: floor(shares.potential),
    gold: floor(shares.gold),
    platinum: floor(shares.platinum),
    diamond: floor(shares.diamond),
    private: floor(shares.private),
  }
}
