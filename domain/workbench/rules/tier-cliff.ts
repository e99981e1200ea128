import { neededPerDay } from '../../customers/cliff.ts'
import { type Tier, tiers } from '../../customers/records.ts'
import { addDays, addMonths, daysBetween, monthStart } from '../../time/day.ts'
import type { CaseFile } from '../case-file.ts'
import { rule } from '../finding.ts'
import { cliffFromDay, cliffReachBp } from '../lead-days.ts'

/** The tier whose floor the month is about to miss by a little: the own one, else the next. */
function tierInReach({ customer, floors, monthAverageFen }: CaseFile): Tier | null {
  const at = tiers.indexOf(customer.tier)
  const candidates = [tiers[at], tiers[at + 1]]
  return (
    candidates.find((tier): tier is Tier => {
      if (tier === undefined || tier === 'standard') return false
      const floor = floors[tier]
      return monthAverageFen < floor && monthAverageFen * 10_000 >= floor * (10_000 - cliffReachBp)
    }) ?? null
  )
}

/**
 * 临界提升/保级: from day 20 of the month on, the month's average lies within 8 % below the next
 * tier's floor, or below the own one's. Reaching 潜力 is no reason: it has no privileges.
 */
export const tierCliff = rule('tier_cliff', 'cliff-1', (file) => {
  const { on, floors, monthAverageFen, customer } = file
  if (Number(on.slice(8)) < cliffFromDay) return []
  const tier = tierInReach(file)
  if (tier === null || tier === 'standard' || tier === 'potential') return []
  const until = addDays(addMonths(on, 1), -1)
  const passed = daysBetween(monthStart(on), on) + 1
  const periodDays = daysBetween(monthStart(on), until) + 1
  const perDayFen = neededPerDay(floors[tier], periodDays, passed, monthAverageFen * passed)
  // On the last day nothing can be changed any more.
  if (perDayFen === null) return []
  const gapFen = floors[tier] - monthAverageFen
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
