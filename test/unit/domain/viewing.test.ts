import { describe, expect, test } from 'vitest'
import {
  defaultViewingRule,
  endOfDays,
  saysSomething,
  viewingState,
} from '#domain/customers/viewing.ts'

/** 2026-11-20 23:30 shown time. */
const evening = Date.UTC(2026, 10, 20, 15, 30)
const midnight = Date.UTC(2026, 10, 20, 16)
const asked = { asked_at: evening, decision: null, until_at: null, ended_at: null }
const state = (own: object, nowMs = evening) =>
  viewingState({ ...asked, ...own }, nowMs, defaultViewingRule)

describe('where a request stands', () => {
  test('days are calendar days of the bank, the first one counted', () => {
    expect(endOfDays(evening, 1)).toBe(midnight)
    expect(endOfDays(midnight, 1)).toBe(midnight + 86_400_000)
    expect(endOfDays(evening, 3)).toBe(midnight + 2 * 86_400_000)
  })

  test('it waits until its last day is over', () => {
    const lapses = endOfDays(evening, defaultViewingRule.waitDays)
    expect(state({}, lapses - 1)).toBe('waiting')
    expect(state({}, lapses)).toBe('lapsed')
  })

  test('granted it opens with a moment from head office alone, and closes at it', () => {
    expect(state({ decision: 'granted' })).toBe('granted')
    expect(state({ decision: 'granted', until_at: midnight })).toBe('open')
    expect(state({ decision: 'granted', until_at: midnight }, midnight)).toBe('expired')
  })

  test('refused or ended stays so', () => {
    expect(state({ decision: 'refused' }, midnight)).toBe('refused')
    expect(state({ decision: 'granted', until_at: midnight, ended_at: evening })).toBe('ended')
    expect(state({ ended_at: evening })).toBe('ended')
  })
})

test('two characters say something, blanks do not', () => {
  expect(saysSomething(' 来访 ')).toBe(true)
  expect(saysSomething(' 。')).toBe(false)
  expect(saysSomething('字'.repeat(201))).toBe(false)
})
