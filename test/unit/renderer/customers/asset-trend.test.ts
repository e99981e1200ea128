import { expect, test } from 'vitest'
import {
  assetFinding,
  shareBp,
  shownSeries,
  totals,
} from '../../../../renderer/features/customers/assets/asset-trend.ts'

const months = ['2026-09', '2026-10', '2026-11']

test('the finding names growth and the class whose share moved most', () => {
  const trend = {
    months,
    series: [
      { assetClass: 'wealth' as const, averagesFen: [32, 40, 60] },
      { assetClass: 'deposit' as const, averagesFen: [68, 70, 77] },
    ],
  }
  expect(assetFinding(trend)).toEqual({
    months: 3,
    growthBp: 3700,
    shift: { assetClass: 'wealth', fromBp: 3200, toBp: 4380 },
  })
  expect(totals(trend)).toEqual([100, 110, 137])
})

test('starts at the first month that holds anything', () => {
  const trend = { months, series: [{ assetClass: 'deposit' as const, averagesFen: [0, 50, 25] }] }
  expect(assetFinding(trend).growthBp).toBe(-5000)
})

test.each([[[]], [[0, 0, 0]], [[0, 0, 9]], [[5, 5, 0]]])('says nothing about %j', (averagesFen) => {
  const trend = { months, series: [{ assetClass: 'deposit' as const, averagesFen }] }
  expect(assetFinding(trend)).toEqual({ months: 3, growthBp: null, shift: null })
})

test('series keep the fixed order and empty ones are left out', () => {
  const trend = {
    months,
    series: [
      { assetClass: 'fund' as const, averagesFen: [0, 0, 0] },
      { assetClass: 'insurance' as const, averagesFen: [1, 1, 1] },
      { assetClass: 'deposit' as const, averagesFen: [1, 0, 0] },
    ],
  }
  expect(shownSeries(trend).map((series) => series.assetClass)).toEqual(['deposit', 'insurance'])
})

test('a share of nothing is none', () => {
  expect(shareBp(5, 0)).toBe(0)
  expect(shareBp(1, 3)).toBe(3333)
})
