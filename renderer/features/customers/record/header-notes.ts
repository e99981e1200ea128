import type { CustomerOverview } from '#contract/ipc/customers.ts'
import { type Tier, tiers } from '#domain/customers/tiers.ts'
import { daysBetween } from '#domain/time/day.ts'

const maturityDays = 7
/** A gap to the next tier is worth a word up to this share of its floor, basis points. */
const gapShareBp = 1000

/** The next day within a week on which something matures, and how much; null for none. */
export function nextMaturity(
  overview: Pick<CustomerOverview, 'positions' | 'asOf'>,
): { on: string; fen: number } | null {
  const coming = overview.positions.flatMap(({ maturesOn, balanceFen }) => {
    if (maturesOn === null) return []
    const days = daysBetween(overview.asOf, maturesOn)
    return days >= 0 && days <= maturityDays ? [{ on: maturesOn, fen: balanceFen }] : []
  })
  const on = coming.map((one) => one.on).sort()[0]
  if (on === undefined) return null
  const fen = coming.filter((one) => one.on === on).reduce((sum, one) => sum + one.fen, 0)
  return { on, fen }
}

/** What the month's average lacks to the next tier, 分, when it is within reach; null otherwise. */
export function tierGap(
  overview: Pick<CustomerOverview, 'tier' | 'monthAverageFen' | 'nextTierFloorFen'>,
): { tier: Tier; fen: number } | null {
  const floor = overview.nextTierFloorFen
  const next = tiers[tiers.indexOf(overview.tier) + 1]
  if (floor === null || next === undefined) return null
  const fen = floor - overview.monthAverageFen
  return fen > 0 && fen * 10_000 <= floor * gapShareBp ? { tier: next, fen } : null
}

/** Whether the risk assessment is there and still valid on the business date. */
export function riskState(
  overview: Pick<CustomerOverview, 'riskLevel' | 'riskValidTo' | 'asOf'>,
): 'none' | 'expired' | 'valid' {
  if (overview.riskLevel === null) return 'none'
  return overview.riskValidTo !== null && overview.riskValidTo < overview.asOf ? 'expired' : 'valid'
}
