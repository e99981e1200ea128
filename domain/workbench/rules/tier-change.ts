import type { TierOutcome } from '../../customers/tier-strategy.ts'
import { addDays, daysBetween } from '../../time/day.ts'
import { caredFor, type Priority, rule } from '../finding.ts'

/** For how many days a change is worth a word, and how pressing it is; 解除观察 needs none. */
const spoken: Partial<Record<TierOutcome, { days: number; priority: Priority }>> = {
  watched: { days: 30, priority: 1 },
  lowered: { days: 14, priority: 1 },
  raised: { days: 14, priority: 2 },
}

/** 等级变动: the tier rose, fell, or is on watch since a decision of the last weeks (decision 0022). */
export const tierChanged = rule('tier_change', 'tier-change-1', ({ tierChange, on }) => {
  if (tierChange === null) return []
  const { outcome, on: since, before, tier, averageFen } = tierChange
  const worth = spoken[outcome]
  if (!worth || daysBetween(since, on) > worth.days) return []
  if (!caredFor(tier) && !caredFor(before)) return []
  return [
    {
      occasion: since,
      priority: worth.priority,
      dueOn: addDays(since, worth.days),
      evidence: { outcome, before, tier, on: since, averageFen },
    },
  ]
})
