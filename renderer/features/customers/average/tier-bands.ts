import type { AverageExplanation } from '#contract/ipc/customers.ts'
import type { Tier } from '#domain/customers/records.ts'

/** One tier of the bar: from its floor up to the next tier's; `ceilingFen` null at the top. */
export interface TierBand {
  tier: Tier
  floorFen: number
  ceilingFen: number | null
  /** Whether the average lies in this band. */
  current: boolean
  /** Where in the band the average lies, 0–1; null in the other bands. */
  position: number | null
}

/**
 * The tiers as bands, lowest first. The bar is not to scale (a tier's band is as wide as the
 * next), so the position is only within the band; the top band, open upwards, counts to twice its
 * floor.
 */
export function tierBands(floors: AverageExplanation['floors'], averageFen: number): TierBand[] {
  const rising = [...floors].sort((a, b) => a.floorFen - b.floorFen)
  const bands = rising.map(({ tier, floorFen }, index) => ({
    tier,
    floorFen,
    ceilingFen: rising[index + 1]?.floorFen ?? null,
  }))
  const first = bands[0]
  if (first && first.tier !== 'standard' && first.floorFen > 0) {
    bands.unshift({ tier: 'standard', floorFen: 0, ceilingFen: first.floorFen })
  }
  const currentIndex = Math.max(
    0,
    bands.findLastIndex((band) => averageFen >= band.floorFen),
  )
  return bands.map((band, index) => {
    const current = index === currentIndex
    const width = (band.ceilingFen ?? band.floorFen * 2) - band.floorFen
    const share = width > 0 ? (averageFen - band.floorFen) / width : 0
    return { ...band, current, position: current ? Math.min(1, Math.max(0, share)) : null }
  })
}
