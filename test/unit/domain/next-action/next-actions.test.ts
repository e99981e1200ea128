import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { nextActionsOf } from '#domain/next-action/next-actions.ts'
import { actionScore } from '#domain/next-action/score.ts'
import { addDays } from '#domain/time/day.ts'
import { aNeed, aProduct, aReason, aRefusal, someFacts, today } from './some-facts.ts'

describe('the score', () => {
  test('the worked example: .7, .9, 0, .5 gives 28 + 27 + 0 + 5 = 60', () => {
    expect(actionScore({ value: 0.7, urgency: 0.9, compliance: 0, intent: 0.5 }, 0)).toBe(60)
  })

  const share = fc.double({ min: 0, max: 1, noNaN: true })
  const parts = fc.record({ value: share, urgency: share, compliance: share, intent: share })

  test('lies between 0 and 100, and is nothing where a gate is closed', () => {
    fc.assert(
      fc.property(parts, fc.integer({ min: 1, max: 9 }), (shares, closed) => {
        const score = actionScore(shares, 0)
        expect(score).toBeGreaterThanOrEqual(0)
        expect(score).toBeLessThanOrEqual(100)
        expect(actionScore(shares, closed)).toBe(0)
      }),
    )
  })

  test('never falls where one part rises', () => {
    const name = fc.constantFrom('value', 'urgency', 'compliance', 'intent')
    fc.assert(
      fc.property(parts, name, share, (shares, part, other) => {
        const higher = { ...shares, [part]: Math.max(shares[part], other) }
        expect(actionScore(higher, 0)).toBeGreaterThanOrEqual(actionScore(shares, 0))
      }),
    )
  })

  test('is built from the amount, the days left, papers and the last outcome', () => {
    const { ranked } = nextActionsOf(
      someFacts({
        lastOutcome: 'again',
        reasons: [aReason({ kind: 'maturity', amountFen: 14_000_000, dueOn: addDays(today, 3) })],
      }),
    )
    // 14 of 20 万, 3 of 30 days gone, no paper, 再联系: the worked example in whole.
    expect(ranked).toMatchObject([{ kind: 'maturity', score: 60 }])
    expect(ranked[0]?.parts.map(({ points }) => points)).toEqual([28, 27, 0, 5])
    expect(ranked[0]?.reasons.map(({ ground }) => ground)).toEqual([
      { part: 'value', amountFen: 14_000_000, floorFen: 20_000_000 },
      { part: 'urgency', dueOn: addDays(today, 3), days: 3 },
      { part: 'intent', from: 'outcome', outcome: 'again' },
    ])
  })

  test('an expired paper is a duty, one that runs out later is not yet', () => {
    const paper = (expiresOn: string) =>
      nextActionsOf(
        someFacts({
          reasons: [aReason({ kind: 'id_expiry', amountFen: null, dueOn: today, expiresOn })],
        }),
      ).ranked[0]?.score
    expect(paper(addDays(today, -1))).toBe(53)
    expect(paper(today)).toBe(33)
  })
})

describe('the order', () => {
  const reasons = fc.uniqueArray(
    fc.record({
      taskId: fc.stringMatching(/^[a-f]{3}$/),
      kind: fc.constantFrom('idle_cash' as const, 'maturity' as const, 'birthday' as const),
      dueOn: fc.integer({ min: -20, max: 60 }).map((days) => addDays(today, days)),
      amountFen: fc.option(fc.integer({ min: 0, max: 50_000_000 })),
      expiresOn: fc.constant(null),
    }),
    { selector: ({ taskId }) => taskId, maxLength: 8 },
  )

  test('does not depend on the order of the facts, and loses nothing', () => {
    fc.assert(
      fc.property(reasons, fc.boolean(), (given, consent) => {
        const facts = someFacts({ reasons: given, consent })
        const one = nextActionsOf(facts)
        const other = nextActionsOf({ ...facts, reasons: [...given].reverse() })
        expect(other).toEqual(one)
        expect(one.ranked.length + one.blocked.length).toBe(given.length)
        expect(one.blocked.every(({ score, gates }) => score === 0 && gates.length > 0)).toBe(true)
        const scores = one.ranked.map(({ score }) => score)
        expect(scores).toEqual([...scores].sort((a, b) => b - a))
      }),
    )
  })

  test('an elder whose money leaves is asked about it first, and sold nothing', () => {
    const { ranked, blocked } = nextActionsOf(
      someFacts({
        suitability: { ...someFacts().suitability, age: 72 },
        elderOutflow: true,
        fraudCard: { cardId: 'card', on: addDays(today, 1), amountFen: 20_000_000 },
        shelf: [aProduct('w', { assetClass: 'wealth' })],
        reasons: [aReason(), aReason({ taskId: 'm', kind: 'maturity', dueOn: today })],
      }),
    )
    expect(ranked.map(({ kind, product }) => [kind, product])).toEqual([
      ['anti_fraud', null],
      ['maturity', null],
    ])
    expect(ranked[0]?.parts.map(({ points }) => points)).toEqual([40, 30, 20, 3])
    expect(blocked.map(({ kind, gates }) => [kind, gates.map(({ gate }) => gate)])).toEqual([
      ['idle_cash', ['elderOutflow']],
    ])
  })
})

describe('gates', () => {
  const blockedBy = (over: Parameters<typeof someFacts>[0]) => {
    const { ranked, blocked } = nextActionsOf(someFacts({ reasons: [aReason()], ...over }))
    expect(ranked.filter(({ kind }) => kind === 'idle_cash')).toEqual([])
    return blocked.find(({ kind }) => kind === 'idle_cash')?.gates
  }
  const person = (over: object) => ({ suitability: { ...someFacts().suitability, ...over } })

  test('an open one lets through', () => {
    expect(nextActionsOf(someFacts({ reasons: [aReason()] })).blocked).toEqual([])
  })

  test.each([
    ['deceased', person({ deceased: true })],
    ['frozen', { frozen: true }],
    ['doNotContact', person({ doNotContact: true })],
    ['minor', person({ age: 17 })],
    ['elderOutflow', { elderOutflow: true }],
    ['openComplaint', { needs: [aNeed({ kind: 'service' })] }],
    ['noConsent', { consent: false }],
    ['contactCap', { lastCallOn: addDays(today, -6) }],
    ['refused', { refusals: [aRefusal()] }],
  ] as const)('%s holds back what sells, and says so', (gate, over) => {
    expect(blockedBy(over)?.map((each) => each.gate)).toEqual([gate])
  })

  test('a call seven days ago, and a message less than the cap, are no reason', () => {
    const free = { lastCallOn: addDays(today, -7), messages: [today] }
    expect(nextActionsOf(someFacts({ reasons: [aReason()], ...free })).blocked).toEqual([])
  })

  test('messages are capped in a week and in a month, and the first free day is told', () => {
    const two = [addDays(today, -6), today]
    expect(blockedBy({ messages: two })).toMatchObject([
      { contact: { what: 'message', count: 2, days: 7, freeOn: addDays(today, 1) } },
    ])
    const four = [-29, -20, -10, -8].map((days) => addDays(today, days))
    expect(blockedBy({ messages: four })).toMatchObject([
      { contact: { what: 'message', count: 4, days: 30, freeOn: addDays(today, 1) } },
    ])
  })

  test('what is due, promised or asked for passes where selling does not', () => {
    const { ranked, blocked } = nextActionsOf(
      someFacts({
        consent: false,
        lastCallOn: today,
        needs: [aNeed()],
        reasons: [aReason({ kind: 'follow_up' }), aReason({ taskId: 'm', kind: 'maturity' })],
      }),
    )
    expect(ranked.map(({ kind }) => kind).sort()).toEqual(['follow_up', 'maturity', 'need'])
    expect(blocked).toEqual([])
  })

  test('suitability: the safest product of the class and why it may not be offered', () => {
    const shelf = [
      aProduct('bold', { riskLevel: 5, rateBp: 500 }),
      aProduct('mild', { riskLevel: 4, rateBp: 100 }),
    ]
    const gap = { held: ['deposit' as const], shelf }
    expect(nextActionsOf(someFacts(gap)).blocked).toMatchObject([
      { product: { id: 'mild' }, gates: [{ gate: 'suitability', unsuitable: 'tooRisky' }] },
    ])
    const expired = person({ riskLevel: 5, riskValidTo: addDays(today, -1) })
    expect(nextActionsOf(someFacts({ ...gap, ...expired })).blocked).toMatchObject([
      { gates: [{ unsuitable: 'expired' }] },
    ])
    const missing = person({ riskLevel: null, riskValidTo: null })
    expect(nextActionsOf(someFacts({ ...gap, ...missing })).blocked).toMatchObject([
      { gates: [{ unsuitable: 'noAssessment' }] },
    ])
    expect(nextActionsOf(someFacts({ ...gap, ...person({ riskLevel: 5 }) })).ranked).toMatchObject([
      { product: { id: 'bold' }, gates: [] },
    ])
  })

  test('a deposit needs no assessment', () => {
    const { ranked } = nextActionsOf(
      someFacts({
        ...person({ riskLevel: null }),
        reasons: [aReason()],
        shelf: [
          aProduct('d', { assetClass: 'deposit', riskLevel: 1 }),
          aProduct('w', { assetClass: 'wealth', riskLevel: 1 }),
        ],
      }),
    )
    expect(ranked).toMatchObject([{ product: { id: 'd' } }])
  })
})
