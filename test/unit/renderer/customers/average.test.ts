import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { neededPerDay } from '#domain/customers/cliff.ts'
import { defaultTierFloors } from '#domain/customers/tier.ts'
import { formatWan, wanStepFen } from '#domain/money/money.ts'
import { roundToAddUp } from '../../../../renderer/features/customers/average/add-up.ts'
import { tierBands } from '../../../../renderer/features/customers/average/tier-bands.ts'

const wan = 1_000_000
const floors = [
  { tier: 'standard' as const, floorFen: 0 },
  ...(['potential', 'gold', 'platinum', 'diamond', 'private'] as const).map((tier) => ({
    tier,
    floorFen: defaultTierFloors[tier],
  })),
]

describe('figures on screen', () => {
  test('parts shown in 万 add up to the total shown in 万', () => {
    const fen = fc.integer({ min: -5_000_000_000, max: 5_000_000_000 })
    fc.assert(
      fc.property(fc.array(fen, { minLength: 1, maxLength: 12 }), (parts) => {
        const total = parts.reduce((sum, part) => sum + part, 0)
        const shown = roundToAddUp(parts, total)
        const sum = shown.reduce((all, part) => all + part, 0)
        expect(formatWan(sum)).toBe(formatWan(total))
        shown.forEach((part, index) => {
          expect(part % wanStepFen === 0).toBe(true)
          expect(Math.abs(part - (parts[index] ?? 0))).toBeLessThan(wanStepFen)
        })
      }),
      { numRuns: 2_000, examples: [[[-5_000]], [[5_000]], [[-15_000, 10_000]], [[-1]], [[0]]] },
    )
  })
})

describe('tier bar', () => {
  test('the average lies in exactly one band, at its place', () => {
    const bands = tierBands(floors, 191.7 * wan)
    expect(bands.filter((band) => band.current).map((band) => band.tier)).toEqual(['platinum'])
    expect(bands[3]?.position).toBeCloseTo((191.7 - 50) / 150)
    expect(bands.map((band) => band.ceilingFen)).toEqual([
      5 * wan,
      20 * wan,
      50 * wan,
      200 * wan,
      600 * wan,
      null,
    ])
  })

  test('a floor itself belongs to the upper band; debts lie at the very bottom', () => {
    expect(tierBands(floors, 50 * wan).find((band) => band.current)).toMatchObject({
      tier: 'platinum',
      position: 0,
    })
    expect(tierBands(floors, -3 * wan).find((band) => band.current)).toMatchObject({
      tier: 'standard',
      position: 0,
    })
  })

  test('floors without the lowest tier get its band', () => {
    const bands = tierBands(floors.slice(1), 0)
    expect(bands[0]).toMatchObject({ tier: 'standard', floorFen: 0, ceilingFen: 5 * wan })
  })
})

describe('cliff helper', () => {
  test('the worked example of the rule: 20 万 in 30 days, 15 万 over 20 days needs 30 万 a day', () => {
    expect(neededPerDay(20 * wan, 30, 20, 15 * wan * 20)).toBe(30 * wan)
  })

  test('no day left, nothing to say', () => {
    expect(neededPerDay(20 * wan, 30, 30, 0)).toBeNull()
  })
})
