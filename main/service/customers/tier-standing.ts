import { type AverageExplanation, mostTierChanges } from '#contract/ipc/customers.ts'
import type { ReadDatabase } from '#db/connection/statements.ts'
import { tierChangesOf, tierSince } from '#db/customers/tier-changes.ts'
import { parameterInForce } from '#db/parameters/in-force.ts'
import { tierFloors } from '#db/parameters/tier-floors.ts'
import { averageBetween } from '#domain/accounts/average-balance.ts'
import type { TierChange } from '#domain/customers/records.ts'
import { periodsEnded } from '#domain/customers/tier-period.ts'
import { mostGracePeriods, periodsBelow } from '#domain/customers/tier-strategy.ts'
import type { Tier } from '#domain/customers/tiers.ts'
import { addDays, addMonths, type Day } from '#domain/time/day.ts'
import { heldPositions } from './assets.ts'

function changeView(change: TierChange): AverageExplanation['standing']['changes'][number] {
  const averages = JSON.parse(change.averages) as [from: string, fen: number][]
  return {
    on: change.effective_on,
    outcome: change.outcome,
    tierBefore: change.tier_before,
    tier: change.tier,
    period: change.period,
    averageFen: change.average_fen,
    floorFen: change.floor_fen,
    averages: averages.map(([from, fen]) => ({ from, fen })),
  }
}

/** How a customer's tier came about, and how far it is from the watch or from falling (rule 4.2). */
export function tierStanding(
  db: ReadDatabase,
  customer: { id: string; tier: Tier },
  currency: string,
  asOf: Day,
): AverageExplanation['standing'] {
  const period = parameterInForce(db, 'tier.period', asOf)
  const months = period === 'month' ? 1 : 3
  const since = tierSince(db, customer.id)
  const known = periodsEnded(period, addMonths(asOf, -months * (mostGracePeriods + 1)), asOf)
    .slice(-mostGracePeriods)
    .filter(({ from }) => since === null || from >= since)
  const [earliest] = known
  const positions = earliest
    ? heldPositions(db, customer.id, currency, earliest.from, asOf).map(({ points }) => points)
    : []
  const averages = known.map(({ from, after }) =>
    averageBetween(positions, from, addDays(after, -1)),
  )
  return {
    period,
    strategy: parameterInForce(db, 'tier.strategy', asOf),
    below: periodsBelow(customer.tier, averages, tierFloors(db, asOf)),
    changes: tierChangesOf(db, customer.id, mostTierChanges).map(changeView),
  }
}
