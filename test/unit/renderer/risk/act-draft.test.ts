import { describe, expect, test } from 'vitest'
import { actDraftFrom, actProblems, emptyAct } from '#renderer/features/risk/act-draft.ts'

describe('a kept act', () => {
  test('is found as it was left, and loses a measure that is none', () => {
    const kept = { text: '四人同乡', measure: 'phone_check', sum: '12,000.5' }
    expect(actDraftFrom(JSON.parse(JSON.stringify(kept)))).toEqual(kept)
    expect(actDraftFrom({ ...kept, measure: 'prison' })).toEqual({ ...kept, measure: null })
  })

  test.each([[null], ['x'], [{ text: '字' }], [{ text: 1, sum: '' }]])(
    'of another shape is none: %j',
    (stored) => expect(actDraftFrom(stored)).toBeNull(),
  )
})

describe('what is still to be put right', () => {
  const filled = { ...emptyAct(), text: '已核实' }

  test('is a text for every act, and a measure for that one', () => {
    expect(actProblems('note', emptyAct(), 0)).toEqual({ text: true, measure: false, sum: null })
    expect(actProblems('note', { ...filled, text: ' x ' }, 0).text).toBe(true)
    expect(actProblems('measure', filled, 0)).toEqual({ text: false, measure: true, sum: null })
    expect(actProblems('measure', { ...filled, measure: 'freeze_request' }, 0).measure).toBe(false)
  })

  test.each([
    ['', 'missing'],
    ['0', 'missing'],
    ['-5', 'missing'],
    ['12.345', 'missing'],
    ['一百', 'missing'],
    ['100.01', 'tooMuch'],
    ['100.00', null],
    ['0.01', null],
  ])('is a sum that fits: %s of 100.00', (sum, wrong) => {
    expect(actProblems('recover', { ...filled, sum }, 10_000).sum).toBe(wrong)
    expect(actProblems('handle', { ...filled, sum }, 10_000).sum).toBeNull()
  })
})
