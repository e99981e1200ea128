import { describe, expect, test } from 'vitest'
import type { CustomerOverview } from '#contract/ipc/customers.ts'
import {
  nextMaturity,
  riskState,
  tierGap,
} from '../../../../renderer/features/customers/record/header-notes.ts'

const wan = 1_000_000

function position(id: string, maturesOn: string | null, balanceFen: number) {
  return {
    id,
    name: id,
    assetClass: 'wealth',
    number: null,
    balanceFen,
    rateBp: null,
    maturesOn,
    gainFen: null,
    status: 'normal',
  } satisfies CustomerOverview['positions'][number]
}

describe('next maturity', () => {
  const asOf = '2026-11-23'

  test('adds up what matures on the nearest day within a week', () => {
    const positions = [
      position('a', '2026-11-26', 2 * wan),
      position('b', '2026-11-24', 86 * wan),
      position('c', '2026-11-24', 4 * wan),
      position('d', null, 9 * wan),
    ]
    expect(nextMaturity({ positions, asOf })).toEqual({ on: '2026-11-24', fen: 90 * wan })
  })

  test('today counts, the past and what is more than a week away do not', () => {
    expect(nextMaturity({ positions: [position('a', asOf, wan)], asOf })?.on).toBe(asOf)
    const others = [position('a', '2026-11-22', wan), position('b', '2026-12-01', wan)]
    expect(nextMaturity({ positions: others, asOf })).toBeNull()
  })
})

describe('gap to the next tier', () => {
  test('is named when it is at most a tenth of the floor', () => {
    const overview = { tier: 'platinum', nextTierFloorFen: 200 * wan } as const
    expect(tierGap({ ...overview, monthAverageFen: 191_700_000 })).toEqual({
      tier: 'diamond',
      fen: 8_300_000,
    })
    expect(tierGap({ ...overview, monthAverageFen: 179 * wan })).toBeNull()
    expect(tierGap({ ...overview, monthAverageFen: 201 * wan })).toBeNull()
  })

  test('the highest tier has none', () => {
    const top = { tier: 'private', nextTierFloorFen: null, monthAverageFen: 900 * wan } as const
    expect(tierGap(top)).toBeNull()
  })
})

test('a risk test is valid through its last day', () => {
  const overview = { riskLevel: 3, asOf: '2026-11-23' }
  expect(riskState({ ...overview, riskValidTo: '2026-11-23' })).toBe('valid')
  expect(riskState({ ...overview, riskValidTo: '2026-11-22' })).toBe('expired')
  expect(riskState({ ...overview, riskLevel: null, riskValidTo: null })).toBe('none')
})
