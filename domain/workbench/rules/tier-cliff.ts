import { neededPerDay } from '../../customers/cliff.ts'
import { type Tier, tiers } from '../../customers/records.ts'
import { tierSpan } from '../../customers/tier-period.ts'
import type { CaseFile } from '../case-file.ts'
import { rule } from '../finding.ts'
import { cliffFromDay, cliffReachBp } from '../lead-days.ts'

/** The tier whose floor the period is about to miss by a little: the own one, else the next. */
function tierInReach({ customer, tierRules: { floors }, periodAverageFen }: CaseFile): Tier | null {
  const at = tiers.indexOf(customer.tier)
  const candidates = [tiers[at], tiers[at + 1]]
  return (
    candidates.find((tier): tier is Tier => {
      if (tier === undefined || tier === 'standard') return false
      const floor = floors[tier]
      return (
        periodAverageFen < floor && periodAverageFen * 10_000 >= floor * (10_000 - cliffReachBp)
      )
    }) ?? null
  )
}

/**
 * 临界提升/保级: from day 20 of the period's last month on, its average lies within 8 % below the next
 * tier's floor, or below the own one's. Reaching 潜力 is no reason: it has no privileges.
 */
export const tierCliff = rule('tier_cliff', 'cliff-1', (file) => {
  const { on, tierRules, periodAverageFen, customer } = file
  const { floors, period } = tierRules
  const { until, days, passed } = tierSpan(period, on)
  if (on.slice(0, 7) !== until.slice(0, 7) || Number(on.slice(8)) < cliffFromDay) return []
  const tier = tierInReach(file)
  if (tier === null || tier === 'standard' || tier === 'potential') return []
  const perDayFen = neededPerDay(floors[tier], days, passed, periodAverageFen * passed)
  // On the last day nothing can be changed any more.
  if (perDayFen === null) return []
  const gapFen = floors[tier] - periodAverageFen
  return [
    {
      occasion: `${tier}:${on.slice(0, 7)}`,
      priority: tier === customer.tier ? 0 : 1,
      dueOn: until,
      amountFen: gapFen,
      evidence: { tier, gapFen, until, perDayFen },
    },
  ]
})
