import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { DerivedType } from '#domain/customers/customer-types.ts'
import { evidence } from '#domain/customers/type-evidence.ts'
import { countedTypes, type GivenVerdict, standingTypes } from '#domain/customers/type-verdict.ts'

const payroll: DerivedType = {
  type: 'payroll',
  evidence: [evidence('wages', { word: '某某小学', count: 8, of: 9 })],
}
const farmer: DerivedType = { type: 'farmer', evidence: [evidence('subsidy')] }

let serial = 0
function said(own: Partial<GivenVerdict>): GivenVerdict {
  serial += 1
  return {
    id: `v${String(serial).padStart(4, '0')}`,
    type: 'payroll',
    verdict: 'denied',
    seen: '["wages:某某小学"]',
    given_at: serial,
    ...own,
  }
}
const counted = (derived: DerivedType[], ...verdicts: GivenVerdict[]) =>
  countedTypes(standingTypes(derived, verdicts))

describe('what people say of types', () => {
  test('a denial stands while nothing new speaks for the type', () => {
    expect(counted([payroll, farmer], said({}))).toBe('farmer')
    const more = { ...payroll, evidence: [evidence('wages', { word: '某某小学', count: 12 })] }
    expect(counted([more], said({}))).toBe('')
  })

  test('a new payer brings the type back, and it says that it was denied', () => {
    const other = { ...payroll, evidence: [evidence('wages', { word: '新公司', count: 3 })] }
    expect(standingTypes([other], [said({})])).toMatchObject([
      { type: 'payroll', denied: false, renewed: true, sureness: 'possible' },
    ])
    expect(counted([other], said({}))).toBe('payroll')
    expect(counted([other], said({}), said({ seen: '["wages:新公司"]' }))).toBe('')
  })

  test('a confirmation makes sure as long as anything speaks for the type', () => {
    const confirmed = said({ verdict: 'confirmed' })
    expect(standingTypes([payroll], [confirmed])).toMatchObject([{ sureness: 'confirmed' }])
    expect(standingTypes([], [confirmed])).toEqual([])
  })

  test('what was confirmed without evidence stands until it is taken back', () => {
    const stated = said({ type: 'migrant', verdict: 'confirmed', seen: '[]' })
    expect(counted([payroll], stated)).toBe('payroll,migrant')
    expect(counted([payroll], stated, said({ type: 'migrant', verdict: 'withdrawn' }))).toBe(
      'payroll',
    )
  })

  test('the latest counts, whatever the order of rows', () => {
    const verdicts = [
      said({}),
      said({ verdict: 'withdrawn' }),
      said({ type: 'farmer', seen: '["subsidy"]' }),
      said({ verdict: 'confirmed' }),
      said({ verdict: 'denied' }),
    ]
    expect(counted([payroll, farmer], ...verdicts)).toBe('')
    fc.assert(
      fc.property(fc.shuffledSubarray(verdicts), (some) => {
        const sorted = [...some].sort((a, b) => a.given_at - b.given_at)
        expect(standingTypes([payroll, farmer], some)).toEqual(
          standingTypes([payroll, farmer], sorted),
        )
      }),
    )
  })
})
