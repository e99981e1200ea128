import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Movement } from '#domain/flow/movement.ts'
import { needsFraudCheck, judgeDay, sumsOf } from '#domain/key-transactions/judge-day.ts'
import {
  compare,
  defaultKeyFloors,
  defaultKeyRule,
  defaultKeyThresholds,
  keyRuleSchema,
} from '#domain/key-transactions/thresholds.ts'
import { sells, suggestionCodes, suggestionFor } from '#domain/key-transactions/suggestion.ts'
import { tiers } from '#domain/customers/tiers.ts'
import { customerDay, ground, moved, today, toOwn, wan } from './days.ts'

const firedOf = (movements: Movement[], own: Parameters<typeof customerDay>[0] = {}) =>
  judgeDay(customerDay({ movements, ...own }), defaultKeyThresholds).fired.map(
    ({ event, rule, amountFen }) => [event, rule, amountFen / wan],
  )

describe('the two comparisons (rule 1.4)', () => {
  test('18.00 万 of 58.16 万 is 30.9 % and counts by its share, whatever the amount says', () => {
    const measured = {
      amountFen: 18 * wan,
      aumBeforeFen: 58.16 * wan,
      dailyMeanFen: 1.62 * wan,
    }
    // The floor of 50 万 is that of 私行: 3 × 1.62 万 lies below it, and so does the sum.
    const compared = compare(measured, 'private', defaultKeyThresholds)
    expect(compared.amount).toEqual({
      floorFen: 50 * wan,
      dailyMeanFen: 1.62 * wan,
      meanTimes: 3,
      thresholdFen: 50 * wan,
      met: false,
    })
    expect(compared.share).toEqual({
      aumBeforeFen: 58.16 * wan,
      shareBp: 2000,
      leastFen: 3 * wan,
      met: true,
    })
    expect(((measured.amountFen / compared.share.aumBeforeFen) * 100).toFixed(1)).toBe('30.9')
    // Three times the mean is below the floor of 白金, 10 万, too: there the amount alone counts.
    const platinum = compare(measured, 'platinum', defaultKeyThresholds).amount
    expect(platinum).toMatchObject({ thresholdFen: 10 * wan, met: true })
  })

  test('a share is not rounded before it is judged', () => {
    const of = (amountFen: number) =>
      compare({ amountFen, aumBeforeFen: 50 * wan, dailyMeanFen: 0 }, 'private', {
        floors: defaultKeyFloors,
        rule: defaultKeyRule,
      }).share.met
    expect([of(10 * wan), of(10 * wan - 1)]).toEqual([true, false])
  })

  test('three times the daily mean lifts the threshold above the floor', () => {
    const measured = { amountFen: 12 * wan, aumBeforeFen: 900 * wan, dailyMeanFen: 4 * wan }
    expect(compare(measured, 'platinum', defaultKeyThresholds).amount).toMatchObject({
      thresholdFen: 12 * wan,
      met: true,
    })
    const less = { ...measured, amountFen: 12 * wan - 1 }
    expect(compare(less, 'platinum', defaultKeyThresholds).amount.met).toBe(false)
  })

  test('a rule whose bank closes before it opens is refused', () => {
    const wrong = { ...defaultKeyRule, opensAtMinute: 1020, closesAtMinute: 510 }
    expect(keyRuleSchema.safeParse(wrong).success).toBe(false)
    expect(keyRuleSchema.safeParse(defaultKeyRule).success).toBe(true)
  })
})

describe('events of a day', () => {
  test('money to an own account elsewhere, to securities, in cash, to somebody', () => {
    expect(firedOf([toOwn()])).toEqual([['own_transfer_out', 'KT-01', 18]])
    const toBroker = moved({ purpose: 'securities', counterparty: '某某证券' })
    expect(firedOf([toBroker])).toEqual([['securities_out', 'KT-01', 18]])
    const cash = moved({ operation: 'cash_withdrawal', counterparty: null, counterpartyBank: null })
    expect(firedOf([{ ...cash, purpose: null }])).toEqual([['cash_out', 'KT-01', 18]])
    expect(firedOf([moved()])).toEqual([['large_out', 'KT-01', 18]])
  })

  test('a deposit given up before its day, and not one that ended on it', () => {
    const early = moved({
      accountId: 'term',
      purpose: 'term_deposit',
      counterparty: null,
      counterpartyBank: null,
      counterpartyAccount: null,
    })
    expect(firedOf([early])).toEqual([['early_withdrawal', 'KT-01', 18]])
    const accounts = new Map(ground().accounts)
    accounts.set('term', { id: 'term', kind: 'term', closed_on: today, matures_on: today })
    expect(firedOf([early], { ground: ground({ accounts }) })).toEqual([])
  })

  test('a product given back, and not one that ended by itself', () => {
    const back = moved({
      direction: 'in',
      operation: 'redemption',
      purpose: 'product_redemption',
      counterparty: '稳健一号',
      counterpartyBank: '知客银行',
      counterpartyAccount: null,
    })
    expect(firedOf([back])).toEqual([['redemption', 'KT-01', 18]])
    const ended = ground({ endedProducts: new Set(['稳健一号']) })
    expect(firedOf([back], { ground: ended })).toEqual([])
  })

  test('the first wage, and wages that no longer come, count by themselves', () => {
    const wage = moved({
      direction: 'in',
      operation: 'transfer_in',
      purpose: 'salary',
      amountFen: 0.8 * wan,
      counterparty: '虚构机械厂',
    })
    expect(firedOf([wage])).toEqual([['payroll_start', 'KT-03', 0.8]])
    const paidBefore = ground({ lastSalaryOn: '2026-10-25' })
    expect(firedOf([wage], { ground: paidBefore })).toEqual([])
    // Records that do not reach back cannot tell a first wage from an old one.
    expect(firedOf([wage], { ground: ground({ salaryKnown: false }) })).toEqual([])
    const payrollStopped = { meanFen: 0.9 * wan, lastOn: '2026-10-08' }
    expect(firedOf([], { payrollStopped })).toEqual([['payroll_stop', 'KT-03', 0.9]])
  })

  test('a loan paid off, and an account that is closed', () => {
    const paid = moved({
      operation: 'loan_payment',
      purpose: 'loan_payment',
      amountFen: 2 * wan,
      counterparty: null,
      counterpartyBank: null,
    })
    expect(firedOf([paid], { ground: ground({ loanPaidOff: true }) })).toEqual([
      ['loan_payoff', 'KT-03', 2],
    ])
    expect(firedOf([paid])).toEqual([])
    const accounts = new Map(ground().accounts)
    accounts.set('current', { id: 'current', kind: 'current', closed_on: today, matures_on: null })
    const rest = moved({ amountFen: 0.3 * wan })
    expect(firedOf([rest], { ground: ground({ accounts }) })).toEqual([
      ['account_closing', 'KT-03', 0.3],
    ])
  })

  test('money that only moved inside the bank is none, nor is interest', () => {
    const inside = moved({ counterpartyAccount: '990002', counterpartyBank: '知客银行' })
    const interest = moved({ direction: 'in', operation: 'interest', purpose: 'interest' })
    const { fired, silent } = judgeDay(
      customerDay({ movements: [inside, interest] }),
      defaultKeyThresholds,
    )
    expect([...fired, ...silent]).toEqual([])
  })

  test('other days, other currencies and the dead are left out', () => {
    const others = [moved({ postedOn: '2026-11-24' }), moved({ currency: 'USD' })]
    expect(firedOf(others)).toEqual([])
    expect(firedOf([moved()], { deceased: true })).toEqual([])
  })
})

describe('sums of a day', () => {
  test('a sum sent in two halves is the same sum; crumbs are not added', () => {
    const half = { tier: 'private' as const }
    expect(firedOf([toOwn({ amountFen: 8 * wan })], half)).toEqual([])
    expect(
      firedOf(
        [
          toOwn({ amountFen: 8 * wan }),
          toOwn({ amountFen: 10 * wan }),
          toOwn({ amountFen: 0.99 * wan }),
        ],
        half,
      ),
    ).toEqual([['own_transfer_out', 'KT-02', 18]])
  })

  test('net and gross of what fired; a change of form counts for nothing', () => {
    const movements = [
      toOwn({ amountFen: 57 * wan }),
      moved({ direction: 'in', operation: 'transfer_in', amountFen: 38.4 * wan }),
      moved({
        direction: 'in',
        operation: 'redemption',
        purpose: 'product_redemption',
        counterpartyBank: '知客银行',
        amountFen: 26.4 * wan,
      }),
    ]
    const { fired } = judgeDay(customerDay({ movements }), defaultKeyThresholds)
    expect(sumsOf(fired)).toEqual({
      inFen: 38.4 * wan,
      outFen: 57 * wan,
      insideFen: 26.4 * wan,
      netFen: -18.6 * wan,
    })
  })

  test('why nobody was told: what did not fire keeps what it was compared with', () => {
    const quiet = customerDay({
      tier: 'diamond',
      aumBeforeFen: 268.42 * wan,
      movements: [moved({ direction: 'in', operation: 'transfer_in', amountFen: 19 * wan })],
    })
    const { fired, silent } = judgeDay(quiet, defaultKeyThresholds)
    expect(fired).toEqual([])
    expect(silent).toMatchObject([
      {
        event: 'large_in',
        rule: null,
        amountFen: 19 * wan,
        amount: { thresholdFen: 20 * wan, met: false },
        share: { aumBeforeFen: 268.42 * wan, met: false },
      },
    ])
  })
})

const anyMovement = fc.record({
  direction: fc.constantFrom('in' as const, 'out' as const),
  amountFen: fc.integer({ min: 1, max: 90 * wan }),
  operation: fc.constantFrom(
    'transfer_in' as const,
    'transfer_out' as const,
    'cash_withdrawal' as const,
    'redemption' as const,
    'loan_payment' as const,
  ),
  purpose: fc.constantFrom('salary', 'securities', 'own_transfer', 'term_deposit', null),
  accountId: fc.constantFrom('current', 'term'),
})

test('the order of movements changes nothing', () => {
  fc.assert(
    fc.property(
      fc.array(anyMovement, { maxLength: 8 }),
      fc.infiniteStream(fc.nat()),
      (own, keys) => {
        const movements = own.map((each) => moved(each))
        const shuffled = movements
          .map((movement) => ({ movement, key: keys.next().value as number }))
          .sort((a, b) => a.key - b.key)
          .map(({ movement }) => movement)
        const judged = (all: Movement[]) =>
          judgeDay(customerDay({ movements: all }), defaultKeyThresholds)
        expect(judged(shuffled)).toEqual(judged(movements))
      },
    ),
  )
})

test('a card of an elder whose money leaves never carries an offer', () => {
  expect(suggestionCodes.some(sells)).toBe(true)
  let checked = 0
  fc.assert(
    fc.property(
      fc.array(anyMovement, { minLength: 1, maxLength: 6 }),
      fc.constantFrom(...tiers),
      fc.integer({ min: 50, max: 99 }),
      fc.integer({ min: 0, max: 900 * wan }),
      (own, tier, age, aumBeforeFen) => {
        const birthDate = `${2026 - age}-01-15`
        const movements = own.map((each) => moved(each))
        const day = customerDay({ tier, birthDate, aumBeforeFen, movements })
        const { fired } = judgeDay(day, defaultKeyThresholds)
        const [lead] = fired
        if (!lead) return
        const antiFraud = needsFraudCheck(fired, day, defaultKeyRule.elderAge)
        const suggestion = suggestionFor(lead.event, antiFraud)
        const leaves = fired.some(({ event }) =>
          ['own_transfer_out', 'securities_out', 'cash_out', 'large_out'].includes(event),
        )
        if (age >= 65 && leaves) {
          checked += 1
          expect(suggestion.way).toBe('anti_fraud')
          expect(sells(suggestion.code)).toBe(false)
        }
        if (age < 65) expect(suggestion.way).toBe('service')
      },
    ),
  )
  expect(checked).toBeGreaterThan(10)
})
