import { describe, expect, test } from 'vitest'
import { addDays } from '#domain/time/day.ts'
import { handOverDays, handOverFrom } from '#renderer/features/workbench/team/hand-over-draft.ts'

const today = '2026-11-24'
const kept = { toStaffId: 'b', until: '2026-11-27', reason: 'training', chosen: ['c1', 'c2'] }

describe('a kept hand-over', () => {
  test('is found as it was left', () => {
    expect(handOverFrom(JSON.parse(JSON.stringify(kept)), today)).toEqual(kept)
  })

  test('loses a day that is no longer offered, and only that', () => {
    const later = addDays('2026-11-27', 1)
    expect(handOverFrom(kept, later)).toEqual({ ...kept, until: null })
  })

  test('keeps to the usual rows where none were chosen', () => {
    expect(handOverFrom({ ...kept, chosen: null }, today)?.chosen).toBeNull()
  })

  test('of another shape is none, or has only what fits', () => {
    expect(handOverFrom('x', today)).toBeNull()
    expect(handOverFrom({ reason: 'whim', toStaffId: 7, chosen: [1, 'c'] }, today)).toEqual({
      toStaffId: null,
      until: null,
      reason: null,
      chosen: ['c'],
    })
  })
})

test('somebody takes over from tomorrow on at the earliest', () => {
  expect(handOverDays(today).every((day) => day > today)).toBe(true)
})
