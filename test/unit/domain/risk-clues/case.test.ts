import { expect, test } from 'vitest'
import {
  riskCaseStates,
  riskCaseTextLength,
  seenAgain,
  stepRefusal,
} from '#domain/risk-clues/case.ts'
import { mergeLegs, type TransferLeg } from '#domain/risk-clues/legs.ts'

test('a case goes 新 → 已核查 → 已处置 or 误报 → 关闭, and no other way', () => {
  const allowed = riskCaseStates.flatMap((state) =>
    riskCaseStates
      .filter(
        (to) =>
          stepRefusal(
            { state, amountFen: 100, recoveredFen: 0 },
            { to, seen: 'x', done: 'y', recoveredFen: 1 },
          ) === null,
      )
      .map((to) => `${state} ${to}`),
  )
  expect(allowed).toEqual([
    'new checked',
    'checked handled',
    'checked false_alarm',
    'handled handled',
    'handled closed',
    'false_alarm closed',
  ])
})

test('a step needs its report, and no more comes back than the case is about', () => {
  const from = { state: 'checked', amountFen: 100, recoveredFen: 10 } as const
  const handled = (recoveredFen?: number, done = '止付') =>
    stepRefusal(from, {
      to: 'handled',
      done,
      ...(recoveredFen === undefined ? {} : { recoveredFen }),
    })
  expect(handled(10)).toBeNull()
  expect(handled(100)).toBeNull()
  expect(handled(9)).toBe('recovered_too_much')
  expect(handled(101)).toBe('recovered_too_much')
  expect(handled()).toBe('report_missing')
  expect(handled(10.5)).toBe('report_missing')
  expect(handled(10, ' ')).toBe('report_missing')
  expect(handled(10, 'x'.repeat(riskCaseTextLength + 1))).toBe('report_missing')
  expect(stepRefusal(from, { to: 'false_alarm' })).toBe('report_missing')
  expect(stepRefusal({ ...from, state: 'new' }, { to: 'checked' })).toBe('report_missing')
})

test('a settled finding is raised again only where money moved since, a false alarm after a month', () => {
  const known = { falseAlarm: false, toDay: 50 }
  expect(seenAgain({ ...known, state: 'new' }, 50)).toBe('update')
  expect(seenAgain({ ...known, state: 'checked' }, 60)).toBe('update')
  expect(seenAgain({ ...known, state: 'closed' }, 50)).toBe('nothing')
  expect(seenAgain({ ...known, state: 'handled' }, 51)).toBe('new_episode')
  expect(seenAgain({ state: 'closed', falseAlarm: true, toDay: 50 }, 80)).toBe('nothing')
  expect(seenAgain({ state: 'closed', falseAlarm: true, toDay: 50 }, 81)).toBe('new_episode')
})

test('a transfer booked on both accounts counts once, one booked on either counts', () => {
  const leg = (ref: string, side: 'in' | 'out', over: Partial<TransferLeg> = {}): TransferLeg => ({
    ref,
    side,
    twice: true,
    payer: 'a',
    receiver: 'b',
    amountFen: 500,
    day: 1,
    ...over,
  })
  const refs = (legs: readonly TransferLeg[]) => mergeLegs(legs).map(({ ref }) => ref)
  expect(refs([leg('i1', 'in'), leg('o1', 'out')])).toEqual(['o1'])
  expect(refs([leg('o1', 'out'), leg('o2', 'out'), leg('i1', 'in')])).toEqual(['o1', 'o2'])
  expect(refs([leg('o1', 'out'), leg('i2', 'in'), leg('i1', 'in')])).toEqual(['o1', 'i2'])
  expect(refs([leg('i1', 'in', { day: 2 }), leg('o1', 'out')])).toEqual(['o1', 'i1'])
  expect(refs([leg('i1', 'in', { twice: false }), leg('i2', 'in', { twice: false })])).toEqual([
    'i1',
    'i2',
  ])
})
