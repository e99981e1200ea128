import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  customerTypes,
  defaultTypeRules,
  elderOn,
  type TypeFacts,
  typesOf,
} from '#domain/customers/customer-types.ts'
import { evidence, evidenceKey, surenessOf } from '#domain/customers/type-evidence.ts'
import { ageOn } from '#domain/time/day.ts'

const on = '2026-11-20'
const nobody: TypeFacts = {
  birthDate: '1985-04-02',
  deceased: false,
  occupation: '教师',
  industry: '教育',
  address: '湖北省云江市杉河县城关镇云杉路 8 号',
  minorChildSince: null,
  profiling: true,
  payroll: null,
  wages: null,
  receipts: null,
  subsidyOn: null,
  harvest: null,
  fees: null,
  cameFrom: false,
}
const types = (over: Partial<TypeFacts>) => typesOf({ ...nobody, ...over }, on, defaultTypeRules)
const names = (over: Partial<TypeFacts>) => types(over).map(({ type }) => type)

const paid = {
  payroll: { lastOn: '2026-11-10', months: 4 },
  wages: { payer: '某某小学', months: 10, of: 11, away: false },
}
const village = '湖北省云江市杉河县茶垭镇柳林村 3 组'

describe('types beside tiers', () => {
  test('name everything that speaks for them', () => {
    expect(types(paid)).toEqual([
      {
        type: 'payroll',
        evidence: [{ kind: 'wages', on: '2026-11-10', word: '某某小学', count: 10, of: 11 }],
      },
    ])
    expect(
      types({ receipts: { lastOn: '2026-11-19', count: 40 }, occupation: '个体经营者' }),
    ).toEqual([
      {
        type: 'merchant',
        evidence: [
          evidence('receipts', { on: '2026-11-19', count: 40 }),
          evidence('occupation', { word: '个体经营者' }),
        ],
      },
    ])
    expect(types({ minorChildSince: '2020-02-01' })).toEqual([
      { type: 'parent', evidence: [evidence('child', { on: '2020-02-01' })] },
    ])
    expect(types({ birthDate: '1966-11-20' })).toEqual([
      { type: 'elder', evidence: [evidence('birth', { on: '2026-11-20', count: 60 })] },
    ])
    expect(names({ birthDate: '1966-11-21' })).toEqual([])
  })

  test('wages that are few or old make nobody 代发', () => {
    expect(names({ ...paid, payroll: { lastOn: '2026-11-10', months: 2 } })).toEqual([])
    expect(names({ ...paid, payroll: { lastOn: '2026-09-18', months: 4 } })).toEqual([])
  })

  test('a harvest needs the country, sales, and most of them in three months', () => {
    const harvest = { lastOn: '2026-10-20', sales: 5, percent: 90 }
    expect(names({ harvest, address: village })).toEqual(['farmer'])
    expect(names({ harvest })).toEqual([])
    expect(names({ harvest: { ...harvest, sales: 2 }, address: village })).toEqual([])
    expect(names({ harvest: { ...harvest, percent: 69 }, address: village })).toEqual([])
  })

  test('who came from elsewhere is a new citizen, children are not', () => {
    expect(names({ cameFrom: true })).toEqual(['new_citizen'])
    expect(names({ cameFrom: true, birthDate: '2012-01-01' })).toEqual([])
  })

  test('fees of schools make a parent, of the age of parents', () => {
    const fees = { lastOn: '2026-09-01', count: 2 }
    expect(names({ fees })).toEqual(['parent'])
    expect(names({ fees: { ...fees, count: 1 } })).toEqual([])
    expect(names({ fees, birthDate: '2004-01-01' })).toEqual([])
  })

  test('a worker who left the fields is no farmer', () => {
    expect(names({ occupation: '农民工' })).toEqual(['migrant'])
    expect(names({ occupation: '农民' })).toEqual(['farmer'])
    expect(names({ industry: '农林牧渔业' })).toEqual(['farmer'])
    expect(names({ ...paid, wages: { ...paid.wages, away: true }, address: village })).toEqual([
      'payroll',
      'migrant',
    ])
  })

  test('without consent to profiling neither movements nor the ID number make a type', () => {
    const moving = {
      ...paid,
      receipts: { lastOn: '2026-11-19', count: 40 },
      subsidyOn: '2026-05-20',
      fees: { lastOn: '2026-09-01', count: 3 },
      cameFrom: true,
    }
    expect(names(moving)).toEqual(['payroll', 'merchant', 'farmer', 'new_citizen', 'parent'])
    expect(names({ ...moving, profiling: false })).toEqual([])
  })

  test('of the dead there are none; each at most once, in the order of the list', () => {
    expect(names({ birthDate: '1940-01-01', deceased: true })).toEqual([])
    const words = fc.option(fc.constantFrom('农民', '外出务工人员', '个体经营者'), { nil: null })
    fc.assert(
      fc.property(words, fc.boolean(), fc.boolean(), (occupation, profiling, cameFrom) => {
        const found = names({ occupation, profiling, cameFrom, subsidyOn: '2026-05-20' })
        expect(found).toEqual(customerTypes.filter((type) => found.includes(type)))
      }),
    )
  })

  test('an elder is one from the birthday on, also who was born on 29 February', () => {
    for (const birth of ['1960-02-29', '1961-11-20', '1959-12-31']) {
      expect(ageOn(birth, elderOn(birth, 60))).toBe(60)
    }
    expect(elderOn('1960-02-29', 65)).toBe('2025-03-01')
  })
})

describe('how sure a type is', () => {
  test('a proof, one strong piece or two hints, one hint', () => {
    expect(surenessOf([evidence('child', { on })])).toBe('certain')
    expect(surenessOf([evidence('receipts', { count: 9 })])).toBe('likely')
    expect(surenessOf([evidence('wages', { count: 5 })])).toBe('possible')
    expect(surenessOf([evidence('wages', { count: 6 })])).toBe('likely')
    expect(surenessOf([evidence('occupation', { word: '农民' }), evidence('harvest')])).toBe(
      'likely',
    )
    expect(surenessOf([evidence('idArea')])).toBe('possible')
  })

  test('evidence is known again by payer, word, child and birthday, not by how much there is', () => {
    const wages = evidence('wages', { on, word: '某某小学', count: 3, of: 4 })
    expect(evidenceKey({ ...wages, count: 9, on: '2027-01-01' })).toBe(evidenceKey(wages))
    expect(evidenceKey({ ...wages, word: '另一所小学' })).not.toBe(evidenceKey(wages))
    expect(evidenceKey(evidence('child', { on: '2020-01-01' }))).not.toBe(
      evidenceKey(evidence('child', { on: '2022-01-01' })),
    )
    expect(evidenceKey(evidence('receipts', { on, count: 7 }))).toBe('receipts')
  })
})
