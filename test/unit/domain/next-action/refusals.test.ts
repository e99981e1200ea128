import { describe, expect, test } from 'vitest'
import { nextActionsOf } from '#domain/next-action/next-actions.ts'
import { defaultNextActionRule } from '#domain/next-action/rule.ts'
import { stands, usualEnd } from '#domain/next-action/refusals.ts'
import { addDays, instantOfDay } from '#domain/time/day.ts'
import { aNeed, aProduct, aReason, aRefusal, someFacts, today } from './some-facts.ts'

const shelf = [
  aProduct('first', { rateBp: 300 }),
  aProduct('second', { rateBp: 200 }),
  aProduct('other class', { assetClass: 'bond', rateBp: 100 }),
]
const gap = (refusals: ReturnType<typeof aRefusal>[]) =>
  nextActionsOf(someFacts({ held: ['deposit'], shelf, refusals }))
const productIds = (actions: readonly { product: { id: string } | null }[]) =>
  actions.map(({ product }) => product?.id).sort()
const ofFirst = { action: 'product_gap', product_id: 'first', asset_class: 'fund' } as const

describe('a refused product', () => {
  test('stays away until its last day, and the next of its class stands in', () => {
    expect(productIds(gap([]).ranked)).toEqual(['first', 'other class'])
    const { ranked, blocked, refused } = gap([aRefusal(ofFirst)])
    expect(productIds(ranked)).toEqual(['other class', 'second'])
    expect(blocked).toMatchObject([
      { product: { id: 'first' }, gates: [{ gate: 'refused', refusal: { reason: 'yield' } }] },
    ])
    expect(refused).toEqual([])
    const over = gap([aRefusal({ ...ofFirst, until: addDays(today, -1) })])
    expect(productIds(over.ranked)).toEqual(['first', 'other class'])
  })

  test('takes its class with it where the customer means all of it', () => {
    const { ranked, blocked } = gap([aRefusal({ ...ofFirst, reason: 'no_need' })])
    expect(productIds(ranked)).toEqual(['other class'])
    expect(productIds(blocked)).toEqual(['first', 'second'])
  })

  test('is named for no other reason either', () => {
    const facts = someFacts({
      reasons: [aReason({ amountFen: 20_000_000 })],
      shelf: [
        aProduct('better', { assetClass: 'wealth', rateBp: 300 }),
        aProduct('worse', { assetClass: 'wealth', rateBp: 200 }),
      ],
    })
    const named = (refusals: ReturnType<typeof aRefusal>[]) =>
      nextActionsOf({ ...facts, refusals }).ranked[0]?.product?.id
    expect(named([])).toBe('better')
    expect(named([aRefusal({ action: 'need', product_id: 'better', asset_class: 'wealth' })])).toBe(
      'worse',
    )
  })

  test('does not stand once it was taken back', () => {
    const back = aRefusal({ ...ofFirst, taken_back_at: 1, taken_back_by: 'staff' })
    expect(stands(back, today)).toBe(false)
    expect(productIds(gap([back]).ranked)).toEqual(['first', 'other class'])
    expect(gap([back]).refused).toEqual([])
  })
})

describe('a refused action', () => {
  test('is held back whatever raised it again, and a maturity by its occasion alone', () => {
    const reasons = [
      aReason({ taskId: 'new month' }),
      aReason({ taskId: 'one', kind: 'maturity' }),
      aReason({ taskId: 'two', kind: 'maturity' }),
    ]
    const refusals = [
      aRefusal({ id: 'idle', task_id: 'last month' }),
      aRefusal({ id: 'ends', action: 'maturity', task_id: 'one', reason: 'elsewhere' }),
    ]
    const { ranked, blocked } = nextActionsOf(someFacts({ reasons, refusals }))
    expect(ranked.map(({ taskId }) => taskId)).toEqual(['two'])
    expect(blocked.map(({ taskId }) => taskId).sort()).toEqual(['new month', 'one'])
  })

  test('is told also where it would not come up now', () => {
    const { blocked, refused } = nextActionsOf(someFacts({ refusals: [aRefusal()] }))
    expect(blocked).toEqual([])
    expect(refused).toMatchObject([{ action: 'idle_cash', until: '2027-01-31' }])
  })

  test('lowers intent after its end, by its reason, and is forgotten one day', () => {
    const points = (over: object) => {
      const ended = aRefusal({
        until: addDays(today, -1),
        at: instantOfDay(addDays(today, -31)),
        ...over,
      })
      const facts = someFacts({
        reasons: [aReason()],
        lastOutcome: 'interested',
        refusals: [ended],
      })
      return nextActionsOf(facts).ranked[0]?.parts[3]
    }
    expect(points({})).toMatchObject({ points: 2, ground: { from: 'refusal', reason: 'yield' } })
    expect(points({ reason: 'distrust' })?.points).toBe(0)
    expect(points({ reason: 'timing' })?.points).toBe(3)
    expect(points({ at: instantOfDay(addDays(today, -366)) })?.points).toBe(10)
    expect(points({ action: 'leakage' })?.points).toBe(10)
  })

  test('stands for as long as its reason says, where nobody says until when', () => {
    expect(usualEnd('timing', today, defaultNextActionRule)).toBe('2026-12-27')
    expect(usualEnd('distrust', today, defaultNextActionRule)).toBe('2027-11-27')
  })
})

describe('what is found beside the work list', () => {
  test('a need counts its full intent and names what may meet it', () => {
    const annuity = aProduct('annuity', { assetClass: 'insurance', riskLevel: 1 })
    const need = (over: object) =>
      nextActionsOf(someFacts({ shelf: [annuity], needs: [aNeed(over)] })).ranked
    expect(need({})).toMatchObject([
      { kind: 'need', sells: false, product: { id: 'annuity' }, dueOn: '2026-12-20' },
    ])
    expect(need({})[0]?.parts[3]).toMatchObject({ points: 10, ground: { need: 'retirement' } })
    expect(need({ by_day: today })[0]?.parts[1]?.points).toBe(30)
    expect(need({ kind: 'transfers' })[0]?.product).toBeNull()
    expect(need({ state: 'met' })).toEqual([])
  })

  test('money gone elsewhere, unless it is too little or on the work list already', () => {
    const leaked = (fen: number, kind: 'outflow' | 'birthday' = 'birthday') =>
      nextActionsOf(
        someFacts({ leaked: { fen, lastOn: today }, reasons: [aReason({ kind })] }),
      ).ranked.some((action) => action.kind === 'leakage')
    expect(leaked(1_000_000)).toBe(true)
    expect(leaked(999_999)).toBe(false)
    expect(leaked(9_000_000, 'outflow')).toBe(false)
  })

  test('a class that is not held, from 潜力 on and within a tenth of AUM', () => {
    const count = (over: object) =>
      nextActionsOf(someFacts({ held: ['deposit'], shelf, ...over })).ranked.length
    expect(count({})).toBe(2)
    expect(count({ tier: 'standard' })).toBe(0)
    expect(count({ aumFen: 900 })).toBe(0)
    expect(count({ held: ['deposit', 'fund', 'bond'] })).toBe(0)
  })
})
