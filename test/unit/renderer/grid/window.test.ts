import { describe, expect, test } from 'vitest'
import { mayBeCut } from '#renderer/components/grid/column.ts'
import { makeFlight, restMs } from '#renderer/components/grid/flight.ts'
import { mostPx } from '#renderer/components/grid/text-width.ts'
import { windowOf } from '#renderer/components/grid/use-window.ts'

describe('the rows that are drawn', () => {
  const seen = { top: 320, room: 640, row: 32 }
  const drawn = (upwards: boolean) => windowOf(seen.top, seen.room, seen.row, 10_000, upwards)

  test('cover the view either way, with more of what one scrolls towards', () => {
    for (const upwards of [false, true]) {
      const { first, pool } = drawn(upwards)
      expect(first).toBeLessThanOrEqual(seen.top / seen.row)
      expect((first + pool) * seen.row).toBeGreaterThanOrEqual(seen.top + seen.room)
    }
    expect(drawn(true).first).toBeLessThan(drawn(false).first)
    expect(drawn(true).pool).toBe(drawn(false).pool)
  })

  test('stay within the list', () => {
    expect(windowOf(0, 640, 32, 10_000, true).first).toBe(0)
    expect(windowOf(0, 640, 32, 3)).toEqual({ first: 0, pool: 3 })
    const { first, pool } = windowOf(10_000 * 32, 640, 32, 10_000)
    expect(first + pool).toBe(10_000)
    expect(windowOf(0, 640, 32, 0)).toEqual({ first: 0, pool: 0 })
  })
})

describe('a flight', () => {
  test('is fast twice running; a leap, a slow wheel and a second key press are none', () => {
    const flying = makeFlight()
    expect(flying(22 * 32, 32, 0)).toBe(false)
    expect(flying(22 * 32, 32, restMs)).toBe(false)
    expect(flying(20, 32, restMs + 16)).toBe(false)
    expect(flying(96, 32, restMs + 32)).toBe(false)
    expect(flying(-96, 32, restMs + 48)).toBe(true)
    expect(flying(32, 32, restMs + 64)).toBe(false)
  })
})

describe('a plain text', () => {
  const column = { width: 80 }

  test('gets a place that clips only where it may not fit', () => {
    expect(mayBeCut(column, '14 天')).toBe(false)
    expect(mayBeCut(column, '理财到期跟进')).toBe(true)
    expect(mayBeCut({ ...column, fits: true }, '理财到期跟进')).toBe(false)
  })

  test('is reckoned a pair of characters wide where one stands outside the first plane', () => {
    expect(mostPx('𠮷')).toBeGreaterThanOrEqual(mostPx('吉'))
    expect(mostPx('')).toBe(0)
  })
})
