import { describe, expect, test } from 'vitest'
import {
  directionOf,
  formatCount,
  formatPercent,
  scaleFen,
  scaleFenWestern,
} from '#renderer/format/amount.ts'
import { formatBytes } from '#renderer/format/bytes.ts'

describe('an amount', () => {
  test('is in 万 below 1 亿 and in 亿 from there on', () => {
    expect(scaleFen(9_999_999_999)).toEqual({ value: '10,000.00', scale: 'wan' })
    expect(scaleFen(10_000_000_000)).toEqual({ value: '1.00', scale: 'yi' })
    expect(scaleFen(34_200_000_000)).toEqual({ value: '3.42', scale: 'yi' })
  })

  test('is in thousands, millions and billions in English', () => {
    expect(scaleFenWestern(268_420_000)).toEqual({ value: '2.68', scale: 'm' })
    expect(scaleFenWestern(-86_000_000)).toEqual({ value: '−860.00', scale: 'k' })
    expect(scaleFenWestern(342_000_000_000)).toEqual({ value: '3.42', scale: 'bn' })
    expect(scaleFenWestern(0)).toEqual({ value: '0.00', scale: 'k' })
  })

  test('carries a true minus', () => {
    expect(scaleFen(-1_250_000).value).toBe('−1.25')
    expect(scaleFen(-34_200_000_000)).toEqual({ value: '−3.42', scale: 'yi' })
  })

  test('has a direction only where two decimals of 万 show one', () => {
    expect(directionOf(4_999)).toBe('flat')
    expect(directionOf(5_000)).toBe('up')
    expect(directionOf(-5_000)).toBe('down')
    expect(directionOf(0)).toBe('flat')
  })
})

test('basis points become per cent', () => {
  expect(formatPercent(8200)).toBe('82')
  expect(formatPercent(-215, 2)).toBe('−2.15')
})

test('counts have thousands separators', () => {
  expect(formatCount(1_286)).toBe('1,286')
})

test('sizes are in MB with a decimal while small', () => {
  expect(formatBytes(412 * 1024 * 1024)).toBe('412 MB')
  expect(formatBytes(430_000)).toBe('0.4 MB')
  expect(formatBytes(2.5 * 1024 ** 3)).toBe('2.50 GB')
})
