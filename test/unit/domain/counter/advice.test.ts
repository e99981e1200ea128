import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { adviceFor, type CounterFacts, stopReminders } from '#domain/counter/advice.ts'
import { mostActions } from '#domain/counter/limits.ts'
import { spokenKey, spokenKeys } from '#domain/counter/spoken.ts'

/** A customer for whom there is nothing to do. */
const calm: CounterFacts = {
  on: '2026-11-22',
  age: 46,
  deceased: false,
  frozen: false,
  doNotContact: false,
  consentValid: true,
  largeOutflow: false,
  maturesOn: null,
  idleCash: false,
  riskValidTo: '2027-05-01',
  idExpiry: '2030-01-01',
  hasMobile: true,
  mobileVerified: true,
  missing: [],
  waiting: [],
  referralOpen: false,
  hasRecipient: true,
}
const advice = (over: Partial<CounterFacts>) => adviceFor({ ...calm, ...over })
const kinds = (over: Partial<CounterFacts>) => advice(over).actions.map(({ kind }) => kind)

/** Everything there is to do at once. */
const busy: Partial<CounterFacts> = {
  maturesOn: '2026-11-23',
  idleCash: true,
  riskValidTo: '2026-11-01',
  mobileVerified: false,
  missing: ['employer'],
}

test('nothing to do: no action, and the two reminders that all is well', () => {
  expect(advice({})).toEqual({
    actions: [],
    reminders: ['clear', 'consent'],
    mayTalkProducts: true,
  })
})

describe('actions are ranked', () => {
  test('a product that ends tomorrow, the phone, a missing field; one referral at most', () => {
    expect(advice(busy).actions).toEqual([
      { kind: 'refer', reason: 'maturity', days: 1 },
      { kind: 'mobile', known: true },
      { kind: 'field', field: 'employer' },
    ])
  })

  test('an expired document stands first, one that is not recorded later', () => {
    expect(kinds({ ...busy, idExpiry: '2026-11-21' })).toEqual(['document', 'refer', 'mobile'])
    expect(kinds({ ...busy, idExpiry: null })).toEqual(['refer', 'mobile', 'document'])
    expect(kinds({ idExpiry: '2026-11-22' })).toEqual([])
  })

  test.each([
    ['2026-11-22', 0],
    ['2026-11-29', 7],
    ['2026-11-30', null],
    ['2026-11-21', null],
  ])('a product that ends on %s', (maturesOn, days) => {
    const expected = days === null ? [] : [{ kind: 'refer', reason: 'maturity', days }]
    expect(advice({ maturesOn }).actions).toEqual(expected)
  })

  test('a risk test that has run out comes before idle money; one never taken is no reason', () => {
    const reasons = (over: Partial<CounterFacts>) =>
      advice(over).actions.map((action) => (action.kind === 'refer' ? action.reason : ''))
    expect(reasons({ riskValidTo: '2026-11-21', idleCash: true })).toEqual(['risk_test'])
    expect(reasons({ riskValidTo: null, idleCash: true })).toEqual(['idle_cash'])
  })

  test('what waits already is not asked for again', () => {
    const waiting = ['mobile', 'employer', 'id_expiry'] as const
    expect(kinds({ ...busy, idExpiry: null, waiting })).toEqual(['refer'])
    expect(advice({ ...busy, referralOpen: true })).toMatchObject({
      actions: [{ kind: 'mobile' }, { kind: 'field' }],
      reminders: ['clear', 'consent', 'referred'],
    })
    expect(kinds({ ...busy, hasRecipient: false })).toEqual(['mobile', 'field'])
  })

  test('a phone that is missing is asked for', () => {
    expect(advice({ hasMobile: false, mobileVerified: false }).actions).toEqual([
      { kind: 'mobile', known: false },
    ])
  })
})

describe('nothing is sold', () => {
  test.each([
    ['who wants no contact', { doNotContact: true }, ['clear', 'doNotContact']],
    ['without consent', { consentValid: false }, ['clear', 'noConsent']],
    [
      'to an old customer after a large outflow',
      { age: 65, largeOutflow: true },
      ['elderOutflow', 'consent'],
    ],
  ] as const)('%s', (_who, over, reminders) => {
    const given = advice({ ...busy, ...over })
    expect(given.actions.map(({ kind }) => kind)).toEqual(['mobile', 'field'])
    expect(given.reminders.toSorted()).toEqual([...reminders].toSorted())
    expect(given.mayTalkProducts).toBe(false)
  })

  test('to a minor, of whom nothing is asked either', () => {
    expect(advice({ ...busy, age: 17 })).toMatchObject({ actions: [], mayTalkProducts: false })
    expect(advice({ ...busy, age: 17 }).reminders).toContain('minor')
    expect(kinds({ ...busy, age: 18 })).toContain('refer')
  })

  test('for a dead customer or a frozen account: what to do, and no action at all', () => {
    expect(advice({ ...busy, deceased: true, frozen: true })).toEqual({
      actions: [],
      reminders: ['deceased'],
      mayTalkProducts: false,
    })
    expect(advice({ ...busy, frozen: true })).toMatchObject({ actions: [], mayTalkProducts: false })
    expect(advice({ ...busy, frozen: true }).reminders[0]).toBe('frozen')
  })
})

test('an old customer gets more time; of a younger one’s outflow the counter learns nothing', () => {
  expect(advice({ ...busy, age: 65 }).reminders).toContain('elder')
  expect(kinds({ ...busy, age: 65 })).toContain('refer')
  expect(advice({ ...busy, age: 64, largeOutflow: true }).reminders).toEqual(['clear', 'consent'])
})

const facts: fc.Arbitrary<CounterFacts> = fc.record({
  on: fc.constant('2026-11-22'),
  age: fc.option(fc.integer({ min: 0, max: 110 })),
  deceased: fc.boolean(),
  frozen: fc.boolean(),
  doNotContact: fc.boolean(),
  consentValid: fc.boolean(),
  largeOutflow: fc.boolean(),
  maturesOn: fc.option(fc.constantFrom('2026-11-20', '2026-11-22', '2026-11-25', '2027-01-01')),
  idleCash: fc.boolean(),
  riskValidTo: fc.option(fc.constantFrom('2026-01-01', '2027-01-01')),
  idExpiry: fc.option(fc.constantFrom('2026-01-01', '2030-01-01')),
  hasMobile: fc.boolean(),
  mobileVerified: fc.boolean(),
  missing: fc.subarray(['employer', 'address', 'occupation', 'industry', 'sex'] as const),
  waiting: fc.subarray(['employer', 'mobile', 'id_expiry'] as const),
  referralOpen: fc.boolean(),
  hasRecipient: fc.boolean(),
})

test('whoever comes: few actions, each with something to say, and none that sells where none may', () => {
  fc.assert(
    fc.property(facts, (some) => {
      const { actions, reminders, mayTalkProducts } = adviceFor(some)
      expect(actions.length).toBeLessThanOrEqual(mostActions)
      expect(actions.filter(({ kind }) => kind === 'refer').length).toBeLessThanOrEqual(1)
      for (const action of actions) expect(spokenKeys).toContain(spokenKey(action))
      expect(new Set(reminders).size).toBe(reminders.length)
      expect(reminders.length).toBeGreaterThan(0)
      const stopped = reminders.some((reminder) => stopReminders.includes(reminder))
      expect(mayTalkProducts).toBe(!stopped)
      if (!mayTalkProducts) expect(actions.some(({ kind }) => kind === 'refer')).toBe(false)
    }),
  )
})
