import fc from 'fast-check'
import { expect, test } from 'vitest'
import { averageHolding, crossHoldingOf, holdThreeBp } from '#domain/customers/cross-holding.ts'
import { heldClasses } from '#domain/customers/product-classes.ts'

test('the worked example of rule 4.7: 400 ÷ 200 = 2.0, 30 % hold three and more', () => {
  const held = crossHoldingOf([80, 60, 40, 20])
  expect(held).toEqual({ active: 200, classes: 400, holdThree: 60, counts: [80, 60, 40, 20] })
  expect(averageHolding(held)).toBe(200)
  expect(holdThreeBp(held)).toBe(3000)
})

test('of nobody there is no share', () => {
  const nobody = crossHoldingOf([0, 0])
  expect(nobody).toEqual({ active: 0, classes: 0, holdThree: 0, counts: [] })
  expect(averageHolding(nobody)).toBeNull()
  expect(holdThreeBp(nobody)).toBeNull()
})

test('a loan counts as a class, what is not held does not', () => {
  expect(heldClasses('fund,deposit', 5)).toEqual(['deposit', 'fund', 'loan'])
  expect(heldClasses('', 0)).toEqual([])
})

test('parts add up to the whole without a rest', () => {
  const counts = fc.array(fc.nat(500), { maxLength: 9 })
  fc.assert(
    fc.property(fc.array(counts, { maxLength: 12 }), (managers) => {
      const parts = managers.map(crossHoldingOf)
      const together = crossHoldingOf(
        Array.from({ length: 9 }, (_, at) =>
          managers.reduce((sum, manager) => sum + (manager[at] ?? 0), 0),
        ),
      )
      for (const of of ['active', 'classes', 'holdThree'] as const) {
        expect(parts.reduce((sum, part) => sum + part[of], 0)).toBe(together[of])
      }
    }),
  )
})
