import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { defaultTierFloors as floors, tierOf } from '#domain/customers/tier.ts'
import {
  decideTier,
  defaultTierStrategy,
  floorOf,
  type TierStanding,
  type TierStrategy,
} from '#domain/customers/tier-strategy.ts'
import { tiers } from '#domain/customers/tiers.ts'

const wan = 1_000_000
const ofLastAtOnce: TierStrategy = {
  up: 'period_end',
  belowPeriods: 3,
  watchPeriods: 0,
  downTo: 'last',
}

/** Tier and state after each month's end, as a head office decides them one after another. */
function lived(
  start: TierStanding,
  monthsWan: readonly number[],
  strategy: TierStrategy,
): string[] {
  let standing = start
  let since = 0
  return monthsWan.map((_, at) => {
    const averages = monthsWan.slice(since, at + 1).map((each) => each * wan)
    const decided = decideTier(standing, averages, floors, strategy)
    if (decided.tier !== standing.tier) since = at + 1
    standing = decided
    return `${decided.tier} ${decided.state}`
  })
}

const gold: TierStanding = { tier: 'gold', state: 'normal' }
const january = [25, 18, 15, 12, 16, 14, 11]

describe('a tier that is not held (rule 4.2)', () => {
  test('three months below lead to the watch, three more to the best of the six', () => {
    const months = lived(gold, january, defaultTierStrategy)
    expect(months).toEqual([
      'gold normal',
      'gold normal',
      'gold normal',
      'gold watch',
      'gold watch',
      'gold watch',
      'potential normal',
    ])
  })

  test('without a watch the third month below decides, by the last month', () => {
    expect(lived(gold, january, ofLastAtOnce).slice(0, 4)).toEqual([
      'gold normal',
      'gold normal',
      'gold normal',
      'potential normal',
    ])
  })

  test('one month that reaches the floor clears the watch, and counting begins anew', () => {
    expect(lived(gold, [25, 18, 15, 12, 16, 21, 11, 12], defaultTierStrategy).slice(4)).toEqual([
      'gold watch',
      'gold normal',
      'gold normal',
      'gold normal',
    ])
  })

  test('a better month lifts at its end, whatever came before', () => {
    expect(lived({ tier: 'gold', state: 'watch' }, [12, 60], defaultTierStrategy)[1]).toBe(
      'platinum normal',
    )
  })

  test('months before the tier was given do not count against it', () => {
    expect(decideTier(gold, [], floors, defaultTierStrategy)).toEqual({
      ...gold,
      outcome: 'kept',
      below: 0,
    })
  })
})

const averages = fc.array(fc.integer({ min: -5 * wan, max: 800 * wan }), {
  minLength: 1,
  maxLength: 14,
})
const strategy = fc.record({
  up: fc.constant('period_end' as const),
  belowPeriods: fc.integer({ min: 1, max: 6 }),
  watchPeriods: fc.integer({ min: 0, max: 6 }),
  downTo: fc.constantFrom('best' as const, 'last' as const),
})
const standing = fc.record({
  tier: fc.constantFrom(...tiers),
  state: fc.constantFrom('normal' as const, 'watch' as const),
})
const rank = (tier: (typeof tiers)[number]) => tiers.indexOf(tier)

test('tiers are monotone in AUM: more money in every period never means a lower tier', () => {
  fc.assert(
    fc.property(
      standing,
      averages,
      fc.integer({ min: 0, max: 300 * wan }),
      strategy,
      (from, less, more, by) => {
        const poorer = decideTier(from, less, floors, by)
        const richer = decideTier(
          from,
          less.map((each) => each + more),
          floors,
          by,
        )
        expect(rank(richer.tier)).toBeGreaterThanOrEqual(rank(poorer.tier))
      },
    ),
  )
})

test('a tier goes down only after every period of its time of grace was below its floor', () => {
  fc.assert(
    fc.property(standing, averages, strategy, (from, each, by) => {
      const decided = decideTier(from, each, floors, by)
      if (rank(decided.tier) >= rank(from.tier)) return
      const grace = each.slice(-(by.belowPeriods + by.watchPeriods))
      expect(grace).toHaveLength(by.belowPeriods + by.watchPeriods)
      expect(Math.max(...grace)).toBeLessThan(floorOf(from.tier, floors))
      expect(rank(decided.tier)).toBeGreaterThanOrEqual(rank(tierOf(each.at(-1) ?? 0, floors)))
    }),
  )
})
