import { describe, expect, test } from 'vitest'
import { forecastOf } from '#domain/assessment/forecast.ts'

describe('the forecast of a month', () => {
  test('goes on with the mean of the last working days, within four of five cases', () => {
    // Ten days with one and ten without: mean 0.5, variance 5/19; six days left.
    const counts = Array.from({ length: 20 }, (_, nth) => nth % 2)
    const spread = 1.2816 * Math.sqrt(6 * (5 / 19))
    expect(forecastOf(9, counts, 6, 2)).toEqual({
      likely: 12,
      low: Math.round(12 - spread),
      high: Math.round(12 + spread),
      days: 20,
    })
  })

  test('looks at the newest twenty days alone', () => {
    const counts = [...Array.from({ length: 40 }, () => 2), ...Array.from({ length: 20 }, () => 0)]
    expect(forecastOf(5, counts, 4, 2)).toEqual({ likely: 5, low: 5, high: 5, days: 20 })
  })

  test('says nothing of too few days, and what is there where no day is left', () => {
    expect(forecastOf(1, [1, 0, 1, 1], 10, 2)).toBeNull()
    expect(forecastOf(7, [], 0, 2)).toEqual({ likely: 7, low: 7, high: 7, days: 0 })
  })

  test('never lies below what is there nor above what may still count', () => {
    const found = forecastOf(3, [0, 2, 0, 2, 0, 2], 1, 2)
    expect(found?.low).toBeGreaterThanOrEqual(3)
    expect(found?.high).toBeLessThanOrEqual(5)
  })
})
