import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  customerTypes,
  defaultTypeRules,
  elderOn,
  type TypeFacts,
  typesOf,
  underivableTypes,
} from '#domain/customers/customer-types.ts'
import { ageOn } from '#domain/time/day.ts'

const on = '2026-11-20'
const nobody: TypeFacts = {
  birthDate: '1985-04-02',
  deceased: false,
  occupation: '教师',
  industry: '教育',
  minorChildSince: null,
  profiling: true,
  payroll: null,
  receipts: null,
  subsidyOn: null,
}
const types = (over: Partial<TypeFacts>) => typesOf({ ...nobody, ...over }, on, defaultTypeRules)

describe('types beside tiers', () => {
  test('say from where and when', () => {
    expect(types({ payroll: { lastOn: '2026-11-10', months: 3 } })).toEqual([
      { type: 'payroll', source: 'movements', on: '2026-11-10' },
    ])
    expect(
      types({ receipts: { lastOn: '2026-11-19', count: 40 }, occupation: '个体经营者' }),
    ).toEqual([{ type: 'merchant', source: 'movements', on: '2026-11-19' }])
    expect(types({ occupation: '个体经营者' })).toEqual([
      { type: 'merchant', source: 'profile', on: null },
    ])
    expect(types({ minorChildSince: '2020-02-01' })).toEqual([
      { type: 'parent', source: 'relations', on: '2020-02-01' },
    ])
    expect(types({ birthDate: '1961-11-20' })).toEqual([
      { type: 'elder', source: 'profile', on: '2026-11-20' },
    ])
  })

  test('a worker who left the fields is no farmer', () => {
    expect(types({ occupation: '农民工' }).map(({ type }) => type)).toEqual(['migrant'])
    expect(types({ occupation: '农民' }).map(({ type }) => type)).toEqual(['farmer'])
    expect(types({ industry: '农林牧渔业' }).map(({ type }) => type)).toEqual(['farmer'])
  })

  test('without consent to profiling movements make no type', () => {
    const moving = {
      payroll: { lastOn: '2026-11-10', months: 4 },
      receipts: { lastOn: '2026-11-19', count: 40 },
      subsidyOn: '2026-05-20',
    }
    expect(types(moving).map(({ type }) => type)).toEqual(['payroll', 'merchant', 'farmer'])
    expect(types({ ...moving, profiling: false })).toEqual([])
  })

  test('of the dead there are none, and nobody becomes what cannot be derived', () => {
    expect(types({ birthDate: '1940-01-01', deceased: true })).toEqual([])
    expect(customerTypes).toEqual(expect.arrayContaining([...underivableTypes]))
    const words = fc.option(fc.constantFrom('农民', '外出务工人员', '个体经营者'), { nil: null })
    fc.assert(
      fc.property(words, fc.boolean(), (occupation, profiling) => {
        const found = types({ occupation, profiling }).map(({ type }) => type)
        expect(found.filter((type) => underivableTypes.includes(type))).toEqual([])
        expect(new Set(found).size).toBe(found.length)
      }),
    )
  })

  test('an elder is one from the birthday on, also who was born on 29 February', () => {
    for (const birth of ['1960-02-29', '1961-11-20', '1959-12-31']) {
      const day = elderOn(birth)
      expect(ageOn(birth, day)).toBe(65)
    }
    expect(elderOn('1960-02-29')).toBe('2025-03-01')
  })
})
