import { expect, test } from 'vitest'
import { sparkPath } from '#renderer/components/spark-path.ts'

test('a line goes from edge to edge, the largest value at the top', () => {
  const path = sparkPath([0, 5, 10], 64, 20)
  expect(path).toEqual({ line: 'M3 17L32 10L61 3', end: { x: 61, y: 3 } })
})

test('a flat series lies in the middle', () => {
  expect(sparkPath([7, 7], 64, 20)?.line).toBe('M3 10L61 10')
})

test('one value draws nothing', () => {
  expect(sparkPath([1], 64, 20)).toBeNull()
})
