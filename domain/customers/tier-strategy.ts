import { z } from 'zod'
import { type TierFloors, tierOf } from './tier.ts'
import { type Tier, tiers } from './tiers.ts'

/** How a tier goes up and down (rule 4.2); periods are those of `tier.period`. */
export interface TierStrategy {
  /** Whether a better average lifts at the period's end, or on the day on which it is reached. */
  up: 'period_end' | 'at_once'
  /** Periods in a row below the tier's floor that put a customer on watch (保级观察期). */
  belowPeriods: number
  /** Periods of the watch: so many more below the floor, and the tier goes down; 0 is no watch. */
  watchPeriods: number
  /** The tier one goes down to: that of the best of these periods, or of the last. */
  downTo: 'best' | 'last'
}

/** Most periods a tier may be kept while it is not held: so many quarters are known for everybody. */
export const mostGracePeriods = 7

/** Value of the parameter `tier.strategy`. */
export const tierStrategySchema = z
  .strictObject({
    up: z.enum(['period_end', 'at_once']),
    belowPeriods: z.int().min(1).max(mostGracePeriods),
    watchPeriods: z.int().min(0).max(mostGracePeriods),
    downTo: z.enum(['best', 'last']),
  })
  .refine(({ belowPeriods, watchPeriods }) => belowPeriods + watchPeriods <= mostGracePeriods, {
    message: `belowPeriods + watchPeriods must be at most ${mostGracePeriods}`,
  }) satisfies z.ZodType<TierStrategy>

/** The product's strategy: three months below, three more on watch, down to the best of the six. */
export const defaultTierStrategy: TierStrategy = {
  up: 'period_end',
  belowPeriods: 3,
  watchPeriods: 3,
  downTo: 'best',
}

/** 正常, or 保级观察期. */
export const tierStates = ['normal', 'watch'] as const
export type TierState = (typeof tierStates)[number]

/** A customer's tier between two decisions. */
export interface TierStanding {
  tier: Tier
  state: TierState
}

/** What a decision came to; `kept` where neither the tier nor its state changed. */
export const tierOutcomes = ['kept', 'raised', 'watched', 'cleared', 'lowered'] as const
export type TierOutcome = (typeof tierOutcomes)[number]

/** A decision and what it rests on. */
export interface TierDecision extends TierStanding {
  outcome: TierOutcome
  /** Periods in a row, up to the last one, whose average is below the floor of the tier before. */
  below: number
}

/** Least average of a tier, 分; none is needed for the lowest. */
export function floorOf(tier: Tier, floors: TierFloors): number {
  return tier === 'standard' ? Number.NEGATIVE_INFINITY : floors[tier]
}

/** How many of the last periods lie below a tier's floor without a break. */
export function periodsBelow(
  tier: Tier,
  averagesFen: readonly number[],
  floors: TierFloors,
): number {
  const floor = floorOf(tier, floors)
  const last = averagesFen.findLastIndex((average) => average >= floor)
  return averagesFen.length - 1 - last
}

const higher = (one: Tier, other: Tier): boolean => tiers.indexOf(one) > tiers.indexOf(other)

/**
 * The tier from the day after a period's end (rule 4.2). `averagesFen` are those of the periods that
 * began since the tier is in force, oldest first, the one that ended last; an average that could not
 * be reckoned ends the list before it. Without any, everything stays.
 */
export function decideTier(
  standing: TierStanding,
  averagesFen: readonly number[],
  floors: TierFloors,
  strategy: TierStrategy,
): TierDecision {
  const last = averagesFen.at(-1)
  if (last === undefined) return { ...standing, outcome: 'kept', below: 0 }
  const reached = tierOf(last, floors)
  const below = periodsBelow(standing.tier, averagesFen, floors)
  if (higher(reached, standing.tier))
    return { tier: reached, state: 'normal', outcome: 'raised', below }
  const { belowPeriods, watchPeriods, downTo } = strategy
  if (below >= belowPeriods + watchPeriods) {
    const periods = averagesFen.slice(-(belowPeriods + watchPeriods))
    const tier = tierOf(downTo === 'best' ? Math.max(...periods) : last, floors)
    return { tier, state: 'normal', outcome: 'lowered', below }
  }
  const state = watchPeriods > 0 && below >= belowPeriods ? 'watch' : 'normal'
  if (state === standing.state) return { ...standing, outcome: 'kept', below }
  return { tier: standing.tier, state, outcome: state === 'watch' ? 'watched' : 'cleared', below }
}
