import { expect, test } from 'vitest'
import {
  endingClasses,
  maturityOption,
  maturityTable,
  trendOption,
  trendTable,
} from '#renderer/features/workbench/side/charts.ts'

const wan = 1_000_000
const days = [
  { on: '2026-11-30', amounts: [{ assetClass: 'wealth' as const, fen: 3 * wan }] },
  { on: '2026-12-01', amounts: [] },
  {
    on: '2026-12-02',
    amounts: [
      { assetClass: 'wealth' as const, fen: wan },
      { assetClass: 'deposit' as const, fen: 2 * wan },
    ],
  },
]
const words = { day: '日期', total: '合计', asset: (name: string) => name }

test('what ends is stacked in the fixed order of the classes, in 万', () => {
  expect(endingClasses(days)).toEqual(['deposit', 'wealth'])
  expect(maturityOption(days, (name) => name).series).toMatchObject([
    { name: 'deposit', stack: 'ends', data: [0, 0, 2] },
    { name: 'wealth', stack: 'ends', data: [3, 0, 1] },
  ])
})

test('the table says the same, without empty days', () => {
  expect(maturityTable(days, words)).toEqual({
    columns: ['日期', 'deposit', 'wealth', '合计'],
    rows: [
      ['2026-11-30', '0.00', '3.00', '3.00'],
      ['2026-12-02', '2.00', '1.00', '3.00'],
    ],
  })
})

test('the course of AUM: one line in 万; the table begins with the latest day', () => {
  const trend = [
    { on: '2026-11-21', fen: 10 * wan },
    { on: '2026-11-22', fen: 12 * wan },
  ]
  expect(trendOption(trend, 'AUM').series).toMatchObject([{ type: 'line', data: [10, 12] }])
  expect(trendTable(trend, { day: '日期', aum: 'AUM' }).rows).toEqual([
    ['2026-11-22', '12.00'],
    ['2026-11-21', '10.00'],
  ])
})
