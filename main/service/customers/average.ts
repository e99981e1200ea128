import type { AverageExplanation } from '#contract/ipc/customers.ts'
import { reckonedOn } from '#db/cache/reckoning.ts'
import { customerRecord } from '#db/customers/record.ts'
import { tierFloors } from '#db/parameters/tier-floors.ts'
import { dailyBalances, explainAverage, runningPeriod } from '#domain/accounts/explain-average.ts'
import { tiers } from '#domain/customers/records.ts'
import type { TierFloors } from '#domain/customers/tier.ts'
import type { Handler } from '../dispatch/dispatch.ts'
import { heldPositions, reportCurrency } from './assets.ts'
import { readingScope } from './reading.ts'
import { requireInside } from './scope.ts'
import { tierStanding } from './tier-standing.ts'

function risingFloors(floors: TierFloors): AverageExplanation['floors'] {
  return tiers.flatMap((tier) => (tier === 'standard' ? [] : [{ tier, floorFen: floors[tier] }]))
}

/**
 * `customers.average`: how the daily average of the running month or quarter came about, month by
 * month and class by class; every part adds up to the whole exactly.
 */
export const explain: Handler<'customers.average'> = async ({ customerId, period }, context) => {
  const scope = await readingScope(context, customerId)
  const currency = reportCurrency(context)
  return context.cache((db) => {
    requireInside(db, scope, customerId)
    const asOf = reckonedOn(db, 'summary') ?? scope.on
    const { from, to } = runningPeriod(period, asOf)
    const positions = heldPositions(db, customerId, currency, from, to)
    const explained = explainAverage(
      positions.map(({ asset_class: assetClass, points }) => ({ assetClass, points })),
      from,
      to,
    )
    const dailyFen = dailyBalances(
      positions.map(({ points }) => points),
      from,
      to,
    )
    const tier = customerRecord(db, customerId, scope.on)?.customer.tier ?? 'standard'
    return {
      ...explained,
      dailyFen,
      floors: risingFloors(tierFloors(db, scope.on)),
      standing: tierStanding(db, { id: customerId, tier }, currency, asOf),
    }
  })
}
