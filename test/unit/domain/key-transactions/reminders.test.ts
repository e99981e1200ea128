import { expect, test } from 'vitest'
import { inOrder } from '#domain/key-transactions/reminders.ts'
import { momentOf } from '#domain/time/working-day.ts'

const nowMs = momentOf('2026-11-23', 10 * 60)

test('what is overdue comes first, the longest first; a day is due at its end', () => {
  const items = [
    { id: 'later', dueAtMs: null, dueOn: '2026-11-30' },
    { id: 'soon', dueAtMs: nowMs + 60_000, dueOn: null },
    { id: 'today', dueAtMs: null, dueOn: '2026-11-23' },
    { id: 'late', dueAtMs: nowMs - 60_000, dueOn: null },
    { id: 'yesterday', dueAtMs: null, dueOn: '2026-11-22' },
  ]
  const ordered = inOrder(items, nowMs)
  expect(ordered.map(({ id }) => id)).toEqual(['yesterday', 'late', 'soon', 'today', 'later'])
  expect(ordered.map(({ overdue }) => overdue)).toEqual([true, true, false, false, false])
  expect(ordered.map(({ wholeDay }) => wholeDay)).toEqual([true, false, false, true, true])
  expect(inOrder(items.toReversed(), nowMs)).toEqual(ordered)
})
