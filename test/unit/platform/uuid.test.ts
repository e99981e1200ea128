import { expect, test } from 'vitest'
import { nameBasedId, uuidV7 } from '#platform/ids/uuid.ts'

test('ids of one millisecond rise in the order they were made', () => {
  const made = Array.from({ length: 2_000 }, () => uuidV7(1_764_000_000_000))
  expect([...made].sort()).toEqual(made)
  expect(new Set(made).size).toBe(made.length)
  expect(uuidV7(1_764_000_000_001) > (made.at(-1) ?? '')).toBe(true)
})

test('version and variant stand where RFC 9562 puts them', () => {
  expect(uuidV7(Date.now())).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-/)
  const named = nameBasedId('bank', 'client', '1')
  expect(named).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-/)
  expect(nameBasedId('bank', 'client', '1')).toBe(named)
})

test('a source of random bytes makes ids repeatable', () => {
  const bytes = (length: number) => new Uint8Array(length).fill(7)
  expect(uuidV7(5, bytes)).toBe(uuidV7(5, bytes))
})
