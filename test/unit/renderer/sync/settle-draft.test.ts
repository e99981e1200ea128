import { describe, expect, test } from 'vitest'
import { settleDraftFrom, settleProblems } from '#renderer/features/sync/settle-draft.ts'

describe('a kept word of a supervisor', () => {
  test('is found as it was left', () => {
    const kept = { resolution: 'returned', reason: '请补名片' }
    expect(settleDraftFrom(JSON.parse(JSON.stringify(kept)))).toEqual(kept)
  })

  test('loses a choice that is none, and only that', () => {
    expect(settleDraftFrom({ resolution: 'approved', reason: '请补名片' })).toEqual({
      resolution: null,
      reason: '请补名片',
    })
  })

  test.each([[null], ['x'], [{ resolution: 'noted' }], [{ reason: 7 }]])(
    'of another shape is none: %j',
    (stored) => expect(settleDraftFrom(stored)).toBeNull(),
  )
})

test('a choice and two characters, blanks aside, are needed', () => {
  expect(settleProblems({ resolution: null, reason: '' })).toEqual({
    resolution: true,
    reason: true,
  })
  expect(settleProblems({ resolution: 'noted', reason: ' 好  ' }).reason).toBe(true)
  expect(settleProblems({ resolution: 'noted', reason: '已阅' })).toEqual({
    resolution: false,
    reason: false,
  })
})
