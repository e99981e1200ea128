import { expect, test } from 'vitest'
import type { WorkRow } from '#contract/ipc/workbench-views.ts'
import { contactOutcomes } from '#domain/customers/contact-words.ts'
import { callFrom, contactOf, endingOf, noCall } from '#renderer/components/call-result.ts'
import {
  leftOf,
  noRound,
  planRound,
  roundFrom,
  waitingOf,
} from '#renderer/features/workbench/round/round-plan.ts'

const row = (customerId: string) => ({ customerId }) as unknown as WorkRow

test('a round calls whom the service named, in that order', () => {
  const round = planRound([row('c'), row('a')], '2026-11-26')
  expect(round).toEqual({ day: '2026-11-26', customerIds: ['c', 'a'], doneIds: [] })
  expect(waitingOf({ ...round, doneIds: ['c'] })).toEqual(['a'])
})

test('what is left keeps its order and passes over who left the list', () => {
  const round = { day: '2026-11-26', customerIds: ['a', 'b', 'c', 'd'], doneIds: ['b'] }
  expect(leftOf(round, [row('d'), row('a')]).map(({ customerId }) => customerId)).toEqual([
    'a',
    'd',
  ])
})

test('a stored round of another shape is none', () => {
  const round = { day: '2026-11-26', customerIds: ['a'], doneIds: [] }
  expect(roundFrom(JSON.parse(JSON.stringify(round)))).toEqual(round)
  for (const wrong of [null, 7, {}, { ...round, doneIds: [1] }, { ...round, day: null }]) {
    expect(roundFrom(wrong)).toBeNull()
  }
  expect(roundFrom(noRound())).toEqual(noRound())
})

test('nobody answering leaves the reasons for tomorrow, everything else closes them', () => {
  expect(contactOutcomes.map(endingOf)).toEqual([
    'done',
    'done',
    'done',
    'done',
    'customer_refused',
    'tomorrow',
  ])
})

test('a call is logged with its two fields', () => {
  const form = { outcome: 'again' as const, nextOn: '2026-11-29', summary: ' 再问利率 ' }
  expect(contactOf('c', form, 'again')).toEqual({
    customerId: 'c',
    channel: 'phone',
    outcome: 'again',
    summary: '再问利率',
    nextOn: '2026-11-29',
    durationMinutes: null,
  })
  expect(callFrom({ summary: 3 })).toBeNull()
  expect(callFrom({})).toEqual(noCall())
})
