import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type CustomerCarer,
  endByTask,
  isOpenReferral,
  joins,
  mayFollow,
  recipientOf,
  referralFailures,
  referralStates,
  taskOutcomeOf,
} from '#domain/counter/referral.ts'
import {
  actsOf,
  joinActs,
  laterState,
  visitActs,
  type VisitState,
  visitStates,
} from '#domain/counter/visit.ts'
import { instantOfDay } from '#domain/time/day.ts'
import { taskOutcomes } from '#domain/workbench/task.ts'

const carer = (staffId: string, role: CustomerCarer['role'], active = true): CustomerCarer => ({
  staffId,
  role,
  active,
})

describe('a referral goes', () => {
  const three = [carer('p', 'primary'), carer('c', 'co'), carer('a', 'acting')]

  test('to the acting manager, the manager, the co-manager, the branch head, in this order', () => {
    expect(recipientOf(three, ['h'], 't')).toEqual({ staffId: 'a', route: 'acting' })
    expect(recipientOf(three.slice(0, 2), ['h'], 't')).toEqual({ staffId: 'p', route: 'primary' })
    expect(recipientOf([carer('p', 'primary', false), carer('c', 'co')], ['h'], 't')).toEqual({
      staffId: 'c',
      route: 'co',
    })
    expect(recipientOf([carer('p', 'primary', false)], ['h'], 't')).toEqual({
      staffId: 'h',
      route: 'head',
    })
    expect(recipientOf([], [], 't')).toBeNull()
  })

  test('never back to who refers, and to the same person however the rows come', () => {
    const carers = fc.array(
      fc.record({
        staffId: fc.constantFrom('a', 'b', 'c', 't'),
        role: fc.constantFrom('primary', 'co', 'acting'),
        active: fc.boolean(),
      }),
      { maxLength: 6 },
    )
    fc.assert(
      fc.property(carers, fc.subarray(['h', 't']), (list, heads) => {
        const to = recipientOf(list, heads, 't')
        expect(to?.staffId).not.toBe('t')
        expect(recipientOf([...list].reverse(), [...heads].reverse(), 't')).toEqual(to)
        if (to === null) expect(heads).not.toContain('h')
      }),
    )
  })
})

test('a second one joins what is open for 30 days', () => {
  const referred_at = instantOfDay('2026-10-23') + 3_600_000
  expect(joins({ state: 'contacted', referred_at }, '2026-11-22')).toBe(true)
  expect(joins({ state: 'contacted', referred_at }, '2026-11-23')).toBe(false)
  expect(joins({ state: 'failed', referred_at }, '2026-10-23')).toBe(false)
})

test('no way leads back, and every open state can end', () => {
  for (const state of referralStates) {
    expect(mayFollow(state, state)).toBe(false)
    expect(mayFollow(state, 'referred')).toBe(false)
    const open = isOpenReferral({ state })
    expect(open).toBe(state !== 'succeeded' && state !== 'failed')
    for (const end of ['succeeded', 'failed'] as const) expect(mayFollow(state, end)).toBe(open)
  }
})

test('a task closed in the list and a referral ended say the same', () => {
  for (const outcome of taskOutcomes) {
    const { state, failure } = endByTask(outcome)
    expect(taskOutcomeOf(state, failure)).toBe(outcome)
  }
  for (const failure of referralFailures) expect(taskOutcomeOf('failed', failure)).not.toBe('done')
})

test('reports of a visit add up alike in any order', () => {
  const report = fc.record({
    acts: fc.subarray([...visitActs]),
    state: fc.constantFrom(...visitStates),
  })
  fc.assert(
    fc.property(fc.array(report, { minLength: 1, maxLength: 5 }), (reports) => {
      const sum = (list: typeof reports) =>
        list.reduce<{ acts: string; state: VisitState }>(
          (so, one) => ({
            acts: joinActs(actsOf(so.acts), one.acts),
            state: laterState(so.state, one.state),
          }),
          { acts: '', state: visitStates[0] },
        )
      expect(sum([...reports].reverse())).toEqual(sum(reports))
      expect(sum([...reports, ...reports])).toEqual(sum(reports))
    }),
  )
})
