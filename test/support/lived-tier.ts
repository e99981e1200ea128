import { averageBetween, type BalancePoint } from '#domain/accounts/average-balance.ts'
import { defaultTierFloors, tierOf } from '#domain/customers/tier.ts'
import { periodsEnded, type TierPeriod } from '#domain/customers/tier-period.ts'
import {
  decideTier,
  defaultTierStrategy,
  mostGracePeriods,
  type TierStanding,
  type TierStrategy,
} from '#domain/customers/tier-strategy.ts'
import { addDays, addMonths, type Day, monthStart } from '#domain/time/day.ts'

/** What a first load on `date` must come to by the domain's rules: its last thirteen months lived again. */
export function livedTier(
  positions: readonly (readonly BalancePoint[])[],
  date: Day,
  period: TierPeriod = 'month',
  strategy: TierStrategy = defaultTierStrategy,
): TierStanding {
  const [begin, ...ends] = periodsEnded(period, addMonths(date, -13), date)
  if (!begin) throw new Error('no period has ended')
  const average = (from: Day, after: Day) => averageBetween(positions, from, addDays(after, -1))
  const tier = tierOf(average(begin.from, begin.after), defaultTierFloors)
  let standing: TierStanding = { tier, state: 'normal' }
  let since = '0001-01-01'
  for (const { after } of ends) {
    const known = periodsEnded(period, addMonths(date, -36), addDays(after, -1))
      .slice(-mostGracePeriods)
      .filter(({ from }) => from >= since && from >= addMonths(monthStart(date), -23))
    const averages = known.map((each) => average(each.from, each.after))
    const decided = decideTier(standing, averages, defaultTierFloors, strategy)
    if (decided.tier !== standing.tier) since = after
    standing = { tier: decided.tier, state: decided.state }
  }
  return standing
}
