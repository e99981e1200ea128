import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parameters } from '#domain/administration/parameters.ts'
import {
  type Churn,
  churnBand,
  type ChurnFacts,
  churnOf,
  type ChurnReason,
  churnReasons,
  type ChurnRules,
  contactReasons,
  defaultChurnBands,
  defaultChurnLimits,
  defaultChurnPoints,
} from '#domain/customers/churn.ts'
import { contactCycleDays } from '#domain/customers/contact-cycle.ts'
import { tiers } from '#domain/customers/tiers.ts'
import { addDays } from '#domain/time/day.ts'

const wan = 1_000_000
const on = '2026-11-20'
const rules: ChurnRules = {
  points: defaultChurnPoints,
  limits: defaultChurnLimits,
  bands: defaultChurnBands,
  contactCycle: contactCycleDays,
}
/** Somebody of whom nothing is to be feared. */
const calm: ChurnFacts = {
  mean7Fen: 30 * wan,
  mean90Fen: 30 * wan,
  outElsewhereFen: 0,
  outSecuritiesFen: 0,
  payroll: null,
  payrollUnknown: false,
  maturesOn: null,
  tier: 'gold',
  customerSince: '2015-01-01',
  lastContactOn: '2026-11-01',
  leftInPeace: false,
  moves30: 10,
  movesBefore: 20,
  openComplaints: 0,
  lost: 0,
}
const churn = (over: Partial<ChurnFacts>): Churn => churnOf({ ...calm, ...over }, on, rules)
const given = (over: Partial<ChurnFacts>) =>
  Object.fromEntries(churn(over).reasons.map(({ reason, points }) => [reason, points]))

describe('churn points (rule 4.4)', () => {
  test('the worked example: 30 万 → 18 万, 9 万 out, overdue = 60, red', () => {
    const result = churn({
      mean7Fen: 18 * wan,
      outElsewhereFen: 5 * wan,
      outSecuritiesFen: 4 * wan,
      lastContactOn: addDays(on, -181),
    })
    expect(result.reasons).toEqual([
      { reason: 'drop', points: 30 },
      { reason: 'outflow', points: 20 },
      { reason: 'overdue', points: 10 },
    ])
    expect(result).toMatchObject({ points: 60, sum: 60, band: 'red', unjudged: [] })
  })

  test('nothing to fear gives nothing', () => {
    expect(churn({})).toMatchObject({ points: 0, band: 'calm', reasons: [] })
  })

  test.for<[string, Partial<ChurnFacts>, Partial<Record<ChurnReason, number>>]>([
    ['a fall of just under 30 %', { mean7Fen: 21 * wan + 1 }, {}],
    ['a fall of 30 %', { mean7Fen: 21 * wan }, { drop: 30 }],
    ['a fall of just under 50 %', { mean7Fen: 15 * wan + 1 }, { drop: 30 }],
    ['a fall of 50 %', { mean7Fen: 15 * wan }, { drop: 45 }],
    ['no AUM to fall from', { mean7Fen: 0, mean90Fen: 0 }, {}],
    ['an overdrawn mean', { mean7Fen: -5, mean90Fen: -3 }, {}],
    ['just under a fifth out', { outElsewhereFen: 6 * wan - 1 }, {}],
    ['a fifth out', { outElsewhereFen: 3 * wan, outSecuritiesFen: 3 * wan }, { outflow: 20 }],
    ['wages 62 days ago', { payroll: { lastOn: addDays(on, -62), months: 4 } }, {}],
    ['wages 63 days ago', { payroll: { lastOn: addDays(on, -63), months: 4 } }, { payroll: 15 }],
    ['wages that came twice only', { payroll: { lastOn: addDays(on, -90), months: 2 } }, {}],
    [
      'a maturity nobody spoke about',
      { maturesOn: addDays(on, 30), lastContactOn: addDays(on, -1) },
      { maturity: 10 },
    ],
    [
      'one that somebody spoke about since it came near',
      { maturesOn: addDays(on, 29), lastContactOn: addDays(on, -1) },
      {},
    ],
    [
      'one in more than 30 days',
      { maturesOn: addDays(on, 31), lastContactOn: null },
      { overdue: 10 },
    ],
    ['two cycles to the day', { lastContactOn: addDays(on, -180) }, {}],
    ['two cycles and a day', { lastContactOn: addDays(on, -181) }, { overdue: 10 }],
    ['left in peace', { lastContactOn: null, leftInPeace: true }, {}],
    ['half the movements', { moves30: 5 }, { activity: 10 }],
    ['a little more than half', { moves30: 6 }, {}],
    ['few movements ever', { moves30: 0, movesBefore: 5 }, {}],
    ['an open complaint', { openComplaints: 2 }, { complaint: 10 }],
    ['a product class lost', { lost: 1 }, { lost: 5 }],
  ])('%s', ([, over, reasons]) => {
    expect(given(over)).toEqual(reasons)
  })

  test('a new customer is overdue only two cycles after coming', () => {
    expect(given({ lastContactOn: null, customerSince: addDays(on, -180) })).toEqual({})
    expect(given({ lastContactOn: null, customerSince: addDays(on, -181) })).toEqual({
      overdue: 10,
    })
  })

  test('what the data does not say gives no points and is named', () => {
    const { points, unjudged } = churn({
      mean90Fen: null,
      moves30: null,
      openComplaints: null,
    })
    expect(points).toBe(0)
    expect(unjudged).toEqual(['drop', 'outflow', 'activity', 'complaint'])
  })

  test('wages that nobody can know of are not said to have stopped', () => {
    const unknown = churn({ payrollUnknown: true })
    expect(unknown).toMatchObject({ points: 0, unjudged: ['payroll'] })
    const fresh = churn({ payrollUnknown: true, payroll: { lastOn: addDays(on, -20), months: 1 } })
    expect(fresh.unjudged).toEqual([])
  })

  test('points end at 100; bands begin at 20, 40 and 60', () => {
    const worst = churn({
      mean7Fen: 0,
      outElsewhereFen: 30 * wan,
      payroll: { lastOn: addDays(on, -90), months: 4 },
      maturesOn: addDays(on, 3),
      lastContactOn: null,
      moves30: 0,
      openComplaints: 1,
      lost: 2,
    })
    expect(worst).toMatchObject({ sum: 125, points: 100, band: 'red' })
    const bands = [0, 19, 20, 39, 40, 59, 60, 100].map((each) => churnBand(each, rules.bands))
    expect(bands).toEqual(['calm', 'calm', 'yellow', 'yellow', 'orange', 'orange', 'red', 'red'])
  })

  const amount = fc.integer({ min: -(10 ** 8), max: 10 ** 11 })
  const maybe = <Value>(values: fc.Arbitrary<Value>) => fc.option(values, { nil: null })
  const past = fc.integer({ min: 0, max: 800 }).map((days) => addDays(on, -days))
  const anyFacts: fc.Arbitrary<ChurnFacts> = fc.record({
    mean7Fen: maybe(amount),
    mean90Fen: maybe(amount),
    outElsewhereFen: maybe(fc.integer({ min: 0, max: 10 ** 11 })),
    outSecuritiesFen: maybe(fc.integer({ min: 0, max: 10 ** 11 })),
    payroll: maybe(fc.record({ lastOn: past, months: fc.integer({ min: 1, max: 5 }) })),
    payrollUnknown: fc.boolean(),
    maturesOn: maybe(fc.integer({ min: -5, max: 60 }).map((days) => addDays(on, days))),
    tier: fc.constantFrom(...tiers),
    customerSince: past,
    lastContactOn: maybe(past),
    leftInPeace: fc.boolean(),
    moves30: maybe(fc.nat(200)),
    movesBefore: maybe(fc.nat(600)),
    openComplaints: maybe(fc.nat(3)),
    lost: fc.nat(4),
  })

  test('are the capped sum of the reasons shown, and the band is that of the points', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const { points, sum, reasons, band, unjudged } = churnOf(facts, on, rules)
        expect(sum).toBe(reasons.reduce((all, each) => all + each.points, 0))
        expect(points).toBe(Math.min(100, sum))
        expect(band).toBe(churnBand(points, rules.bands))
        expect(reasons.filter(({ reason }) => unjudged.includes(reason))).toEqual([])
        const order = reasons.map(({ reason }) => churnReasons.indexOf(reason))
        expect(order).toEqual([...order].sort((a, b) => a - b))
      }),
    )
  })

  test('a contact today takes away what a contact can, and nothing else', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const before = churnOf(facts, on, rules)
        const after = churnOf({ ...facts, lastContactOn: on }, on, rules)
        expect(after.reasons).toEqual(
          before.reasons.filter(({ reason }) => !contactReasons.includes(reason)),
        )
      }),
    )
  })

  test('never fall where more goes out or less is left', () => {
    fc.assert(
      fc.property(anyFacts, fc.integer({ min: 0, max: 10 ** 10 }), (facts, more) => {
        const sum = churnOf(facts, on, rules).sum
        const out = facts.outElsewhereFen === null ? null : facts.outElsewhereFen + more
        const left = facts.mean7Fen === null ? null : facts.mean7Fen - more
        expect(churnOf({ ...facts, outElsewhereFen: out }, on, rules).sum).toBeGreaterThanOrEqual(
          sum,
        )
        expect(churnOf({ ...facts, mean7Fen: left }, on, rules).sum).toBeGreaterThanOrEqual(sum)
      }),
    )
  })

  test('parameters that contradict themselves are refused', () => {
    const bands = parameters['churn.bands'].schema
    expect(bands.safeParse({ yellow: 20, orange: 40, red: 60 }).success).toBe(true)
    expect(bands.safeParse({ yellow: 40, orange: 40, red: 60 }).success).toBe(false)
    const limits = parameters['churn.limits'].schema
    expect(limits.safeParse({ ...defaultChurnLimits, steepDropBp: 2000 }).success).toBe(false)
    const points = parameters['churn.points'].schema
    expect(points.safeParse({ ...defaultChurnPoints, steepDrop: 20 }).success).toBe(false)
  })
})
