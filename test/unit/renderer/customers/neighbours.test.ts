import { expect, test } from 'vitest'
import { placeOf } from '../../../../renderer/features/customers/record/neighbours.ts'

const rows = [{ id: 'a' }, { id: 'b' }, undefined, { id: 'd' }]

test('a record is found where it was', () => {
  expect(placeOf(rows, 'b', 1)).toEqual({ index: 1, total: 4 })
})

test('and found again after the list moved', () => {
  expect(placeOf(rows, 'd', 1)).toEqual({ index: 3, total: 4 })
})

test('a record that is not fetched or not in the list has no place', () => {
  expect(placeOf(rows, 'z', 2)).toBeNull()
  expect(placeOf([], 'a', 0)).toBeNull()
})
