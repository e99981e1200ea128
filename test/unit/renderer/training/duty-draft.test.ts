import { expect, test } from 'vitest'
import {
  type DutyDraft,
  dutyDraftFrom,
  dutyProblems,
  dutySpanFrom,
  emptyDuty,
} from '#renderer/features/training/board/duty-draft.ts'

const draft = (over: Partial<DutyDraft> = {}): DutyDraft => ({
  kind: 'leave',
  from: '2026-11-09',
  until: '2026-11-20',
  share: '',
  reason: '年休假',
  ...over,
})
const wrong = (over: Partial<DutyDraft> = {}) =>
  Object.entries(dutyProblems(draft(over))).flatMap(([field, bad]) => (bad ? field : []))

test('says field by field what is missing or wrong', () => {
  expect(wrong()).toEqual([])
  expect(Object.values(dutyProblems(emptyDuty()))).toEqual([true, true, true, false, true])
  expect(wrong({ until: '2026-11-08' })).toEqual(['until'])
  expect(wrong({ until: '2028-11-08' })).toEqual(['until'])
  expect(wrong({ kind: 'part_time' })).toEqual(['share'])
  expect(wrong({ kind: 'part_time', share: '10' })).toEqual(['share'])
  expect(wrong({ kind: 'left', until: null })).toEqual([])
  expect(wrong({ reason: '  ' })).toEqual(['reason'])
})

test('is sent as its kind asks for', () => {
  const days = { fromDay: '2026-11-09', untilDay: '2026-11-20' }
  expect(dutySpanFrom(draft())).toEqual({ kind: 'leave', ...days, tenths: 0 })
  // What was typed for another kind is not sent along.
  expect(dutySpanFrom(draft({ share: '5' }))).toEqual({ kind: 'leave', ...days, tenths: 0 })
  expect(dutySpanFrom(draft({ kind: 'left' }))).toMatchObject({ untilDay: null })
  expect(dutySpanFrom(draft({ kind: 'part_time', share: ' 5 ' }))).toMatchObject({ tenths: 5 })
  expect(dutySpanFrom(draft({ kind: null }))).toBeNull()
})

test('comes back as it was kept, and nothing else does', () => {
  const kept = draft({ kind: 'part_time', share: '5' })
  expect(dutyDraftFrom(JSON.parse(JSON.stringify(kept)))).toEqual(kept)
  expect(dutyDraftFrom({ ...kept, kind: 'holiday' })?.kind).toBeNull()
  expect(dutyDraftFrom({ part: 'effective', reason: '' })).toBeNull()
})
