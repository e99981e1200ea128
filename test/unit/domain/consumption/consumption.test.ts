import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { categoryOf } from '#domain/consumption/categories.ts'
import { whySilent } from '#domain/consumption/consent.ts'
import { homePlaceOf, placeOf } from '#domain/consumption/places.ts'
import { consumptionOf, firstDayOfTwelve } from '#domain/consumption/profile.ts'
import { fundFlow } from '#domain/flow/fund-flow.ts'
import type { Movement } from '#domain/flow/movement.ts'
import { addDays } from '#domain/time/day.ts'
import { ground, movement, on } from '../flow/movements.ts'

const home = homePlaceOf('湖北省云江市杉河县城关镇云杉路 8 号')
const span = { from: firstDayOfTwelve(on), to: on }
const profileOf = (movements: readonly Movement[], range = span) =>
  consumptionOf(fundFlow(movements, ground, { ...range, on, currency: 'CNY' }).counted, home, range)

const paid = (own: Partial<Movement> = {}) =>
  movement({ operation: 'card_payment', purpose: 'shopping', counterparty: '佳选超市', ...own })
const times = (count: number, make: (nth: number) => Movement) =>
  Array.from({ length: count }, (_, nth) => make(nth))

describe('categories', () => {
  test.each([
    ['佳选超市', 'shopping', 'daily'],
    ['映山手机卖场', 'shopping', 'household'],
    ['新衣坊', 'shopping', 'clothing'],
    ['石桥头加油站', 'shopping', 'transport'],
    ['大光明影城', 'shopping', 'leisure'],
    ['云杉供水公司', 'utilities', 'home'],
    ['话费充值', 'utilities', 'telecom'],
    [null, 'dining', 'dining'],
    ['小树苗幼儿园', 'education', 'education'],
    ['甲乙丙', null, 'other'],
  ])('%s (%s): %s', (name, purpose, category) => {
    expect(categoryOf(name, purpose)).toBe(category)
  })

  test.each([
    ['同春药房', 'medical'],
    ['同春药房', 'shopping'],
    [null, 'medical'],
    ['城关天主教堂', 'shopping'],
    ['中共某某党委', null],
    ['夜色成人用品商店', 'shopping'],
    ['福利彩票投注站', 'shopping'],
    ['青松殡仪超市', 'shopping'],
  ])('what nobody is to be told of is other: %s (%s)', (name, purpose) => {
    expect(categoryOf(name, purpose)).toBe('other')
  })
})

describe('places', () => {
  const at = (counterparty: string | null, channel: Movement['channel'] = 'pos') =>
    placeOf({ counterparty, channel }, home)

  test('only a name that begins with a place, or is online, says where', () => {
    expect(at('杉河县人民商场')).toBe('local')
    expect(at('湖北省云江市银河百货')).toBe('local')
    expect(at('江洲市站前商场')).toBe('elsewhere')
    expect(at('山南省特产店')).toBe('elsewhere')
    expect(at('湖北省特产店')).toBe('unsaid')
    expect(at('好物线上商城')).toBe('online')
    expect(at('佳选超市', 'online')).toBe('online')
    for (const name of ['佳选超市', '云杉农贸市场', '第三社区便利店', '夜市烧烤', null]) {
      expect(at(name)).toBe('unsaid')
    }
  })

  test('without an address that says a city or county nothing is here or elsewhere', () => {
    expect(homePlaceOf('同上')).toBeNull()
    expect(homePlaceOf(null)).toBeNull()
    expect(placeOf({ counterparty: '江洲市站前商场', channel: 'pos' }, null)).toBe('unsaid')
  })
})

describe('consent', () => {
  const adult = { birth_date: '1980-03-28', deceased_on: null }
  const given = { purpose: 'profiling' as const, given_on: '2024-01-01', withdrawn_on: null }

  test('only consent to profiling in force opens transactions', () => {
    expect(whySilent(adult, [given], on)).toBeNull()
    expect(whySilent(adult, [], on)).toBe('noConsent')
    expect(whySilent(adult, [{ ...given, purpose: 'marketing_call' }], on)).toBe('noConsent')
    expect(whySilent(adult, [{ ...given, given_on: addDays(on, 1) }], on)).toBe('noConsent')
  })

  test('from the day of the withdrawal on nothing is told, until a new consent', () => {
    const gone = { ...given, withdrawn_on: on }
    expect(whySilent(adult, [gone], on)).toBe('withdrawn')
    expect(whySilent(adult, [gone], addDays(on, -1))).toBeNull()
    expect(whySilent(adult, [gone, { ...given, given_on: on }], on)).toBeNull()
  })

  test('never of the dead or of minors', () => {
    expect(whySilent({ ...adult, deceased_on: on }, [given], on)).toBe('deceased')
    expect(whySilent({ ...adult, birth_date: '2010-01-01' }, [given], on)).toBe('minor')
  })
})

describe('the profile', () => {
  const months = ['2026-05', '2026-06', '2026-07', '2026-08', '2026-09', '2026-10']

  test('the last whole month against the mean of those before; the current month is not whole', () => {
    const profile = profileOf(
      [
        ...months.map((month, nth) =>
          paid({ postedOn: `${month}-10`, amountFen: nth === 5 ? 30_000 : 20_000 }),
        ),
        paid({ postedOn: on, amountFen: 99 }),
      ],
      { from: '2026-05-01', to: on },
    )
    expect(profile?.last).toEqual({
      month: '2026-10',
      fen: 30_000,
      months: 5,
      averageFen: 20_000,
      changeBp: 5000,
    })
    expect(profile?.months.at(-1)).toEqual({ month: '2026-11', whole: false, fen: 99 })
  })

  test('a category and a place with fewer than three payments go to the rest', () => {
    const movements = [
      ...times(5, () => paid()),
      ...times(2, () => paid({ counterparty: '大光明影城' })),
      ...times(2, () => paid({ counterparty: '江洲市站前商场' })),
    ]
    const profile = profileOf(movements)
    expect(profile?.categories.map(({ category, count }) => [category, count])).toEqual([
      ['daily', 7],
      ['other', 2],
    ])
    expect(profile?.places.map(({ place, count }) => [place, count])).toEqual([['unsaid', 9]])
    expect(profile?.toldFen).toBe(700)
  })

  test('what is no spending: transfers, cash, products; money back is told and not taken off', () => {
    const profile = profileOf([
      ...times(5, () => paid({ amountFen: 200 })),
      movement({ operation: 'cash_withdrawal', amountFen: 7 }),
      movement({ counterparty: '赵启明', amountFen: 11 }),
      movement({ purpose: 'product_purchase', operation: 'purchase', amountFen: 13 }),
      movement({ purpose: 'insurance', amountFen: 17 }),
      paid({ direction: 'in', amountFen: 19 }),
    ])
    expect(profile).toMatchObject({
      fen: 1000,
      outFen: 1000 + 7 + 11 + 17,
      unseen: { cashFen: 7, elsewhereFen: 0, peopleFen: 11 },
      refunds: { count: 1, fen: 19 },
    })
  })

  test('too few payments are no profile', () => {
    expect(profileOf(times(4, () => paid()))).toBeNull()
    expect(profileOf(times(5, () => paid()))).not.toBeNull()
  })
})

const anyPayment = fc.record({
  ago: fc.integer({ min: 0, max: 350 }),
  amountFen: fc.integer({ min: 1, max: 1_000_000_000 }),
  purpose: fc.constantFrom('shopping', 'dining', 'medical', 'utilities', 'education', null),
  counterparty: fc.constantFrom(
    '佳选超市',
    '老灶台饭庄',
    '同春药房',
    '江洲市站前商场',
    '杉河县人民商场',
    '闪付通',
    null,
  ),
  channel: fc.constantFrom('pos' as const, 'online' as const, null),
})

describe('properties', () => {
  const movementsOf = (drawn: { ago: number }[]) =>
    drawn.map(({ ago, ...own }) => paid({ ...own, postedOn: addDays(on, -ago) }))
  const sum = (parts: readonly number[]) => parts.reduce((all, part) => all + part, 0)

  test('all sums are exact, and shares add up to 100 %', () => {
    fc.assert(
      fc.property(fc.array(anyPayment, { minLength: 5, maxLength: 60 }), (drawn) => {
        const profile = profileOf(movementsOf(drawn))
        if (profile === null) throw new Error('a profile')
        const { fen, categories, places, months } = profile
        expect(fen).toBe(sum(drawn.map(({ amountFen }) => amountFen)))
        expect(sum(categories.map((part) => part.fen))).toBe(fen)
        expect(sum(places.map((part) => part.fen))).toBe(fen)
        expect(sum(months.map((month) => month.fen))).toBe(fen)
        expect(sum(categories.map((part) => part.shareBp))).toBe(10_000)
        expect(sum(places.map((part) => part.shareBp))).toBe(10_000)
        for (const part of categories) expect(sum(part.monthsFen)).toBe(part.fen)
        for (const part of categories) {
          if (part.category !== 'other') expect(part.count).toBeGreaterThanOrEqual(3)
        }
      }),
    )
  })

  test('the order of rows changes nothing', () => {
    fc.assert(
      fc.property(fc.array(anyPayment, { minLength: 5, maxLength: 40 }), (drawn) => {
        const movements = movementsOf(drawn)
        expect(profileOf([...movements].reverse())).toEqual(profileOf(movements))
      }),
    )
  })
})
