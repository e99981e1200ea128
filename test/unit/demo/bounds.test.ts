import { expect, test } from 'vitest'
import type { Day } from '#domain/time/day.ts'
import { bounds, measure } from '#head-office/demo/bounds.ts'
import { collectDemo } from '#head-office/demo/generate.ts'
import { defaultSize, type DemoSize } from '#head-office/demo/size.ts'

const today = '2026-11-22'

test.each<[string, Partial<DemoSize>, Day]>([
  ['as people see it', {}, today],
  ['of another seed', { seed: 7, customers: 1500 }, today],
  ['of a third seed, one outlet', { seed: 99, branches: 1, customers: 1000 }, today],
  ['of six outlets', { seed: 1, branches: 6, customers: 1200 }, today],
  ['that is small', { seed: 424_242, customers: 460 }, today],
  ['after the festival', { seed: 12, customers: 900 }, '2026-03-10'],
  ['in summer', { seed: 13, customers: 900 }, '2027-07-31'],
])(
  'a bank %s lies within all its bounds',
  (_, part, day) => {
    const size = { ...defaultSize, ...part }
    const measured = measure(collectDemo(day, size), day)
    expect([...measured.keys()].sort()).toEqual(bounds.map(({ what }) => what).sort())
    const outside = bounds
      .filter(({ from }) => size.customers >= from)
      .map((one) => ({ ...one, is: measured.get(one.what) ?? NaN }))
      .filter(({ least, most, is }) => !(is >= least && is <= most))
    expect(outside).toEqual([])
  },
  120_000,
)

test('bounds would notice: a bank without elders, mobiles or tiers is outside of them', () => {
  const bank = collectDemo(today, { ...defaultSize, customers: 460 })
  const spoilt = bank.customer
    .filter(({ birth_date }) => (birth_date ?? '') > '1967-01-01')
    .map((one) => ({ ...one, mobile: null, tier: 'standard' as const }))
  const measured = measure({ ...bank, customer: spoilt }, today)
  const outside = bounds
    .filter(({ what, least, most, from }) => {
      const is = measured.get(what) ?? NaN
      return from <= 460 && !(is >= least && is <= most)
    })
    .map(({ what }) => what)
  expect(outside).toEqual(
    expect.arrayContaining(['tier standard', 'age 60 and above', 'no mobile']),
  )
})
