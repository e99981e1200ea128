import { expect, test } from 'vitest'
import { tables } from '#contract/sync/rows/tables.ts'
import { addDays } from '#domain/time/day.ts'
import type { DemoData } from '#head-office/demo/generate.ts'
import { generateDemo } from '#head-office/demo/generate.ts'

const size = { mainCustomers: 150, secondCustomers: 40 }
const data = generateDemo('2026-11-22', size)

test('the same day gives the same bank, another day another one', () => {
  expect(generateDemo('2026-11-22', size)).toEqual(data)
  expect(generateDemo('2026-11-23', size)).not.toEqual(data)
})

test.each(['2026-01-01', '2026-02-28', '2028-02-29', '2026-12-31', '2027-03-01'])(
  'every record of a bank at %s fits its schema, and its key is unique',
  (businessDate) => {
    const bank = generateDemo(businessDate, { mainCustomers: 40, secondCustomers: 10 })
    for (const { name, schema, key } of tables) {
      const records: object[] = (bank as Partial<DemoData>)[name as keyof DemoData] ?? []
      const keys = records.map((record) =>
        key.map((column) => (record as Record<string, unknown>)[column]).join(' '),
      )
      expect(new Set(keys).size).toBe(records.length)
      for (const record of records) expect(schema.safeParse(record).error).toBeUndefined()
    }
  },
)

test('nobody is younger than the bank knows them, or older than people get', () => {
  for (const { birth_date, customer_since } of data.customer) {
    expect(birth_date && birth_date < addDays(customer_since, -365 * 10)).toBe(true)
    expect(birth_date && birth_date > '1930-01-01').toBe(true)
  }
})

test('family ties stand in both directions', () => {
  const back = { spouse: 'spouse', parent: 'child', child: 'parent' } as const
  const ties = new Set(
    data.relation.map((one) => `${one.from_customer_id} ${one.kind} ${one.to_customer_id}`),
  )
  const inside = data.relation.filter(({ to_customer_id }) => to_customer_id !== null)
  expect(inside.length).toBeGreaterThan(10)
  for (const { from_customer_id, to_customer_id, kind } of inside) {
    const other = back[kind as keyof typeof back]
    expect(ties.has(`${to_customer_id} ${other} ${from_customer_id}`)).toBe(true)
  }
})

test('nobody holds a product above the risk level they were assessed for', () => {
  const risk = new Map(data.product.map(({ id, risk_level }) => [id, risk_level]))
  const level = new Map(data.risk_assessment.map((one) => [one.customer_id, one.level]))
  for (const { customer_id, product_id } of data.holding) {
    const needed = risk.get(product_id) ?? 0
    if (needed > 1) expect(level.get(customer_id) ?? 5).toBeGreaterThanOrEqual(needed)
  }
})
