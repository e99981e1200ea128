import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { withRunningSums } from '#domain/accounts/average-balance.ts'
import { operations } from '#domain/accounts/operations.ts'
import { purposes } from '#domain/accounts/purposes.ts'
import { fundFlow } from '#domain/flow/fund-flow.ts'
import { leakageOf } from '#domain/flow/leakage.ts'
import type { Movement } from '#domain/flow/movement.ts'
import { partiesOf } from '#domain/flow/parties.ts'
import { rangeOf, rangeProblem } from '#domain/flow/period.ts'
import { recoverableOf } from '#domain/flow/recoverable.ts'
import { addDays } from '#domain/time/day.ts'
import { elsewhere, ground, movement, on, wan } from './movements.ts'

const span = { from: '2026-08-25', to: on, on, currency: 'CNY' }
const flowOf = (movements: readonly Movement[]) => fundFlow(movements, ground, span)

/** Both legs of money that goes from one own account to the other. */
const internalPair = (amountFen: number, own: Partial<Movement> = {}): Movement[] => [
  movement({ amountFen, ...own }),
  movement({ amountFen, direction: 'in', accountId: 'savings', ...own }),
]

const balancesOf = (fen: number) => ({
  positions: [withRunningSums([{ changed_on: '2026-01-01', balance_fen: fen }])],
  knownTo: on,
  firstOf: new Map([
    ['current', '2026-01-01'],
    ['savings', '2026-01-01'],
  ]),
})

/** Rule 4.6: raw in 22 万, raw out 30 万, each with the same 10 万 between own accounts. */
const example = [
  movement({ direction: 'in', amountFen: 12 * wan, purpose: 'salary', postedOn: '2026-10-05' }),
  ...internalPair(10 * wan, { postedOn: '2026-10-06' }),
  movement({ ...elsewhere, amountFen: 9 * wan, postedOn: '2026-10-08' }),
  movement({ amountFen: 6 * wan, purpose: 'securities', postedOn: '2026-11-01' }),
  movement({ amountFen: 5 * wan, purpose: 'shopping', operation: 'card_payment' }),
]

describe('the worked example of rule 4.6', () => {
  const flow = flowOf(example)

  test('in 12, out 20, net −8 万', () => {
    expect([flow.inFen, flow.outFen, flow.netFen]).toEqual([12 * wan, 20 * wan, -8 * wan])
    expect(flow.removed.map(({ verdict }) => verdict.rule)).toEqual(['paired', 'paired'])
    expect(
      flow.classes.map(({ flowClass, direction, fen }) => [direction, flowClass, fen]),
    ).toEqual([
      ['in', 'payroll', 12 * wan],
      ['out', 'own_elsewhere', 9 * wan],
      ['out', 'securities', 6 * wan],
      ['out', 'consumption', 5 * wan],
    ])
    expect(flow.months).toEqual(['2026-08', '2026-09', '2026-10', '2026-11'])
    expect(flow.classes[1]?.monthsFen).toEqual([0, 0, 9 * wan, 0])
  })

  test('leakage 15 ÷ 30 = 50 %', () => {
    expect(leakageOf(flow, span, balancesOf(30 * wan))).toEqual({
      ownElsewhereFen: 9 * wan,
      securitiesFen: 6 * wan,
      leakedFen: 15 * wan,
      days: 90,
      sumFenDays: 30 * wan * 90,
      meanAumFen: 30 * wan,
      rateBp: 5000,
      silence: null,
    })
  })
})

describe('data that cannot be judged', () => {
  test('no rate without AUM, below zero, or with balances that miss', () => {
    const flow = flowOf(example)
    const stated = (balances: ReturnType<typeof balancesOf>) => {
      const { rateBp, silence } = leakageOf(flow, span, balances)
      return [rateBp, silence]
    }
    const whole = balancesOf(30 * wan)
    const from = (day: string) => new Map([...whole.firstOf, ['current', day]])
    expect(stated(balancesOf(0))).toEqual([null, 'noAum'])
    expect(stated(balancesOf(-wan))).toEqual([null, 'noAum'])
    expect(stated({ ...whole, knownTo: addDays(on, -3) })).toEqual([5000, null])
    expect(stated({ ...whole, knownTo: addDays(on, -4) })).toEqual([null, 'incomplete'])
    expect(stated({ ...whole, knownTo: null as never })).toEqual([null, 'incomplete'])
    expect(stated({ ...whole, firstOf: from('2026-10-08') })).toEqual([5000, null])
    expect(stated({ ...whole, firstOf: from('2026-10-09') })).toEqual([null, 'incomplete'])
    expect(stated({ ...whole, firstOf: new Map() })).toEqual([null, 'incomplete'])
  })

  test('nothing leaves: the rate is 0 where there is AUM, not where there is none', () => {
    const nothing = flowOf([])
    expect(leakageOf(nothing, span, balancesOf(wan)).rateBp).toBe(0)
    expect(leakageOf(nothing, span, balancesOf(0))).toMatchObject({
      rateBp: null,
      silence: 'noAum',
    })
  })

  test('dated in the future and without a rate: set aside, and not in any sum', () => {
    const later = movement({ postedOn: addDays(on, 1), amountFen: wan })
    const dollars = movement({ currency: 'USD', amountFen: wan })
    const before = movement({ postedOn: addDays(span.from, -1), amountFen: wan })
    const flow = flowOf([later, dollars, before, movement({ amountFen: 7 })])
    expect([flow.inFen, flow.outFen]).toEqual([0, 7])
    expect(flow.aside).toEqual({ future: [later], currency: [dollars] })
  })
})

describe('money that stays with the customer', () => {
  test('the other leg tells of a blank one; the same account, sum or day alone do not', () => {
    const named = movement({ amountFen: 500, counterpartyAccount: '9900000000000032' })
    const blank = movement({ amountFen: 500, direction: 'in', accountId: 'savings' })
    expect(flowOf([named, blank]).counted).toEqual([])
    for (const own of [
      { accountId: 'current' },
      { amountFen: 501 },
      { postedOn: addDays(on, -1) },
      { counterparty: '王诺' },
      { purpose: 'salary' },
    ]) {
      expect(flowOf([named, { ...blank, ...own }]).counted).toHaveLength(1)
    }
  })

  test('a leg that names the other account has it before one that would do with any', () => {
    const any = movement({ amountFen: 500, accountId: 'third', purpose: 'term_deposit' })
    const named = movement({ amountFen: 500, counterpartyAccount: '9900000000000032' })
    const into = (accountId: string) => movement({ amountFen: 500, direction: 'in', accountId })
    expect(flowOf([any, named, into('savings'), into('current')]).counted).toEqual([])
  })

  test('a product bought does not swallow money that happens to be as much', () => {
    const bought = movement({ amountFen: 500, operation: 'purchase' })
    const blank = movement({ amountFen: 500, direction: 'in', accountId: 'savings' })
    expect(flowOf([bought, blank]).inFen).toBe(500)
  })
})

describe('what may come back', () => {
  const day = (count: number) => addDays(on, -count)
  const out = (amountFen: number, ago: number) =>
    movement({ ...elsewhere, amountFen, postedOn: day(ago) })
  const back = (amountFen: number, ago: number) =>
    movement({ ...elsewhere, amountFen, direction: 'in', postedOn: day(ago) })
  const left = (movements: readonly Movement[]) =>
    recoverableOf(flowOf(movements).counted, on).map(({ leftFen, days }) => [leftFen, days])

  test('a return takes up the earliest outflow first, and none that came later', () => {
    expect(left([out(1000, 40), out(600, 20), back(1200, 10)])).toEqual([[400, 20]])
    expect(left([back(1200, 50), out(1000, 40), out(600, 20)])).toEqual([
      [600, 20],
      [1000, 40],
    ])
    expect(left([out(1000, 40), back(1000, 30), out(600, 20)])).toEqual([[600, 20]])
    expect(left([out(1000, 40), back(5000, 30)])).toEqual([])
  })
})

describe('periods', () => {
  test('end on the business date and count it', () => {
    expect(rangeOf('days30', on)).toEqual({ from: '2026-10-24', to: on })
    expect(rangeOf('days90', on)).toEqual({ from: '2026-08-25', to: on })
    expect(rangeOf('year', on)).toEqual({ from: '2025-11-23', to: on })
    expect(rangeOf({ from: '2026-11-01', to: '2026-12-31' }, on).to).toBe(on)
  })

  test('an own range says why it cannot be', () => {
    expect(rangeProblem({ from: on, to: on }, on)).toBeNull()
    expect(rangeProblem({ from: on, to: addDays(on, -1) }, on)).toBe('reversed')
    expect(rangeProblem({ from: on, to: addDays(on, 1) }, on)).toBe('future')
    expect(rangeProblem({ from: addDays(on, -730), to: on }, on)).toBeNull()
    expect(rangeProblem({ from: addDays(on, -731), to: on }, on)).toBe('tooLong')
  })
})

const anyMovement = fc
  .record({
    accountId: fc.constantFrom('current', 'savings', 'third'),
    currency: fc.constantFrom('CNY', 'CNY', 'CNY', 'USD'),
    ago: fc.integer({ min: -3, max: 100 }),
    direction: fc.constantFrom('in' as const, 'out' as const),
    amountFen: fc.oneof(
      fc.constantFrom(100, 200, 1_000_000),
      fc.integer({ min: 1, max: 10 ** 12 }),
    ),
    operation: fc.constantFrom(...operations),
    purpose: fc.constantFrom(null, null, '工资', '说不清', ...purposes),
    counterparty: fc.constantFrom(null, null, '周敏华', '孙立国', '王诺', '远望商贸有限公司'),
    counterpartyBank: fc.constantFrom(null, null, '知客银行', '甲州银行', '丙湖证券'),
    counterpartyAccount: fc.constantFrom(null, null, '9900000000000032', '9800000000003308'),
  })
  .map(({ ago, ...own }) => movement({ ...own, postedOn: addDays(on, -ago) }))
const movements = fc.array(anyMovement, { maxLength: 60 })

/** Many movements of the same few sums and days, so that legs have several to go with. */
const crowded = fc.array(
  fc
    .record({
      accountId: fc.constantFrom('current', 'savings', 'third'),
      ago: fc.integer({ min: 0, max: 1 }),
      direction: fc.constantFrom('in' as const, 'out' as const),
      amountFen: fc.constantFrom(100, 200),
      purpose: fc.constantFrom(null, null, 'term_deposit', 'salary'),
      counterparty: fc.constantFrom(null, null, '周敏华'),
      counterpartyAccount: fc.constantFrom(null, null, '9900000000000032'),
    })
    .map(({ ago, ...own }) => movement({ ...own, postedOn: addDays(on, -ago) })),
  { maxLength: 14 },
)

const sum = (values: readonly number[]) => values.reduce((all, value) => all + value, 0)

/** Everything a flow says, without the rows. */
const told = (list: readonly Movement[]) => {
  const flow = flowOf(list)
  const { inFen, outFen, netFen, months, classes, counted } = flow
  return {
    ...{ inFen, outFen, netFen, months, classes },
    parties: partiesOf(counted),
    left: recoverableOf(counted, on),
    leakage: leakageOf(flow, span, balancesOf(30 * wan)),
  }
}

describe('whatever the movements are', () => {
  test('classes, months and parties add up to the 分, and every row is in one place', () => {
    fc.assert(
      fc.property(movements, (list) => {
        const flow = flowOf(list)
        for (const [direction, total] of [
          ['in', flow.inFen],
          ['out', flow.outFen],
        ] as const) {
          const classes = flow.classes.filter((each) => each.direction === direction)
          expect(sum(classes.map(({ fen }) => fen))).toBe(total)
        }
        for (const each of flow.classes) expect(sum(each.monthsFen)).toBe(each.fen)
        expect(sum(flow.classes.map(({ count }) => count))).toBe(flow.counted.length)
        expect(flow.netFen).toBe(flow.inFen - flow.outFen)
        const parties = partiesOf(flow.counted)
        expect(sum(parties.map(({ inFen }) => inFen))).toBe(flow.inFen)
        expect(sum(parties.map(({ outFen }) => outFen))).toBe(flow.outFen)
        const { future, currency } = flow.aside
        const within = list.filter(({ postedOn }) => postedOn >= span.from)
        expect(flow.counted.length + flow.removed.length + future.length + currency.length).toBe(
          within.length,
        )
      }),
    )
  })

  test('the order of the rows does not matter', () => {
    fc.assert(
      fc.property(
        movements.chain((list) =>
          fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
        ),
        ([list, shuffled]) => {
          expect(told(shuffled)).toEqual(told(list))
        },
      ),
    )
  })

  test('taking away a pair that moved inside changes nothing, nor does adding one', () => {
    fc.assert(
      fc.property(crowded, fc.constantFrom(100, 200, 777), (list, amountFen) => {
        const open = flowOf(list)
        const [out, into] = internalPair(amountFen)
        const pair = [
          { ...(out ?? movement()), counterpartyAccount: '9900000000000032' },
          { ...(into ?? movement()), counterpartyAccount: '9900000000000031' },
        ]
        expect(told([...list, ...pair])).toEqual(told(list))
        const inside = new Set(open.removed.map(({ movement: { txnNo } }) => txnNo))
        expect(told(list.filter(({ txnNo }) => !inside.has(txnNo)))).toEqual(told(list))
      }),
      { numRuns: 300 },
    )
  })

  test('no more may come back than left, and returns are all used up before', () => {
    fc.assert(
      fc.property(movements, (list) => {
        const { counted } = flowOf(list)
        const leaking = counted.filter(({ verdict }) =>
          ['own_elsewhere', 'securities'].includes(verdict.flowClass),
        )
        const of = (direction: 'in' | 'out') =>
          sum(
            leaking
              .filter(({ movement: each }) => each.direction === direction)
              .map(({ movement: each }) => each.amountFen),
          )
        const left = recoverableOf(counted, on)
        const leftFen = sum(left.map((each) => each.leftFen))
        expect(leftFen).toBeLessThanOrEqual(of('out'))
        expect(leftFen).toBeGreaterThanOrEqual(of('out') - of('in'))
        for (const each of left) {
          expect(each.leftFen).toBeGreaterThan(0)
          expect(each.leftFen).toBeLessThanOrEqual(each.counted.movement.amountFen)
        }
      }),
    )
  })
})
