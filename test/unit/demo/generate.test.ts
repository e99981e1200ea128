import { beforeAll, describe, expect, test } from 'vitest'
import { tables } from '#contract/sync/rows/tables.ts'
import { ageOn, type Day, instantOfDay } from '#domain/time/day.ts'
import { taskEvidence } from '#domain/workbench/evidence.ts'
import { collectDemo, generateDemo } from '#head-office/demo/generate.ts'
import { countRows, type DemoRows } from '#head-office/demo/rows.ts'
import { defaultSize, type DemoSize } from '#head-office/demo/size.ts'
import { sha256 } from '#platform/crypto/hash.ts'

const today = '2026-11-22'
const small: DemoSize = { ...defaultSize, customers: 240 }
const other: DemoSize = { ...small, branches: 3, days: 60 }

function hashOf(day: Day, size: DemoSize): string {
  return sha256(JSON.stringify([...generateDemo(day, size)])).toString('hex')
}

let data: DemoRows
beforeAll(() => {
  data = collectDemo(today, small)
})

test('the same day, size and seed give the same bank; another of any of them another one', () => {
  const first = hashOf(today, small)
  expect(hashOf(today, small)).toBe(first)
  const others = [
    hashOf('2026-11-23', small),
    hashOf(today, { ...small, seed: 7 }),
    hashOf(today, { ...small, customers: 241 }),
    hashOf(today, { ...small, days: 101 }),
    hashOf(today, other),
  ]
  expect(new Set([first, ...others]).size).toBe(6)
})

test.each([
  ['2026-01-01', small],
  ['2026-02-28', other],
  ['2028-02-29', { ...small, seed: 3 }],
  ['2026-12-31', { ...other, seed: 4 }],
  ['2027-03-01', { ...small, customers: 20, branches: 1 }],
])('every record of a bank at %s fits its schema, and its key is unique', (day, size) => {
  const bank = collectDemo(day, size)
  for (const { name, schema, key } of tables) {
    const records: object[] = (bank as Partial<DemoRows>)[name as keyof DemoRows] ?? []
    const keys = records.map((record) =>
      key.map((column) => (record as Record<string, unknown>)[column]).join(' '),
    )
    expect(new Set(keys).size).toBe(records.length)
    for (const record of records) expect(schema.safeParse(record).error).toBeUndefined()
  }
})

test.each([20, 100, 241, 350])('a bank of %d customers has exactly so many', (customers) => {
  const bank = collectDemo(today, { ...small, branches: customers < 60 ? 1 : 2, customers })
  expect(bank.customer).toHaveLength(customers)
})

test('a larger bank comes in batches of the same size', () => {
  const batches = [...generateDemo(today, { ...defaultSize, customers: 1500 })].map(countRows)
  expect(batches.length).toBeGreaterThan(4)
  expect(Math.max(...batches)).toBeLessThan(60_000)
})

test('nobody banks here before birth, or is older than people get', () => {
  for (const { birth_date, customer_since } of data.customer) {
    expect(birth_date && birth_date < customer_since).toBe(true)
    expect(birth_date && birth_date > '1930-01-01').toBe(true)
  }
})

test('nothing lies after the business date, except what is due', () => {
  const end = instantOfDay(today) + 86_400_000
  expect(data.bank_transaction.every(({ posted_on }) => posted_on <= today)).toBe(true)
  expect(data.balance_change.every(({ changed_on }) => changed_on <= today)).toBe(true)
  expect(data.contact.every(({ at }) => at < end)).toBe(true)
  expect(data.task.every(({ completed_at }) => (completed_at ?? 0) < end)).toBe(true)
  expect(data.risk_assessment.every(({ assessed_on }) => assessed_on <= today)).toBe(true)
  expect(data.loan.every(({ granted_on }) => granted_on <= today)).toBe(true)
})

describe('tasks', () => {
  test('carry the evidence of their kind', () => {
    for (const { kind, evidence } of data.task) {
      const parsed = taskEvidence[kind].safeParse(JSON.parse(evidence))
      expect(parsed.error).toBeUndefined()
    }
  })

  test('that are closed say by whom, when and how, after they were raised', () => {
    const done = data.task.filter(({ state }) => state === 'done')
    expect(done.length).toBeGreaterThan(5)
    for (const task of done) {
      expect(task.completed_by).toBe(task.staff_id)
      expect(task.completed_at).toBeGreaterThan(task.created_at)
      expect(task.outcome).not.toBeNull()
    }
  })

  test('of a maturity quote money that ended or will end on that day', () => {
    const ends = new Set([
      ...data.account.map(({ customer_id, matures_on }) => `${customer_id} ${matures_on}`),
      ...data.holding.map(({ customer_id, matures_on }) => `${customer_id} ${matures_on}`),
    ])
    const maturities = data.task.filter(({ kind }) => kind === 'maturity')
    expect(maturities.length).toBeGreaterThan(5)
    for (const { customer_id, evidence } of maturities) {
      const { maturesOn } = taskEvidence.maturity.parse(JSON.parse(evidence))
      expect(ends).toContain(`${customer_id} ${maturesOn}`)
    }
  })
})

test('contacts of a customer come one after the other and promise the next day that follows', () => {
  const byCustomer = Map.groupBy(data.contact, ({ customer_id }) => customer_id)
  for (const contacts of byCustomer.values()) {
    for (const { next_on, at } of contacts) {
      if (next_on !== null) expect(instantOfDay(next_on) + 86_400_000).toBeGreaterThan(at)
    }
  }
  const varied = new Set(data.contact.map(({ summary }) => summary))
  expect(varied.size).toBeGreaterThan(40)
  expect([...varied].filter((text) => /[{}]/.test(text))).toEqual([])
})

test('family ties stand in both directions', () => {
  const back = { spouse: 'spouse', parent: 'child', child: 'parent', sibling: 'sibling' } as const
  const ties = new Set(
    data.relation.map((one) => `${one.from_customer_id} ${one.kind} ${one.to_customer_id}`),
  )
  const inside = data.relation.filter(({ to_customer_id }) => to_customer_id !== null)
  expect(inside.length).toBeGreaterThan(10)
  for (const { from_customer_id, to_customer_id, kind } of inside) {
    const reverse = back[kind as keyof typeof back]
    expect(ties.has(`${to_customer_id} ${reverse} ${from_customer_id}`)).toBe(true)
  }
})

test('children under 14 have a parent who may use their account, and none of their own', () => {
  const parents = new Map(
    data.relation
      .filter(({ kind }) => kind === 'parent')
      .map(({ from_customer_id, to_customer_id }) => [from_customer_id, to_customer_id]),
  )
  const children = data.customer.filter(({ birth_date }) => ageOn(birth_date ?? today, today) < 14)
  expect(children.length).toBeGreaterThan(1)
  for (const { id } of children) {
    const accounts = data.account.filter(({ customer_id }) => customer_id === id)
    for (const account of accounts) {
      const parties = data.account_party.filter(({ account_id }) => account_id === account.id)
      expect(parties.map(({ role }) => role).sort()).toEqual(['authorised', 'owner'])
    }
    expect(parents.get(id)).toBeDefined()
    expect(data.holding.some(({ customer_id }) => customer_id === id)).toBe(false)
  }
})

test('couples hold some deposits together, each counted with its first owner', () => {
  const joint = data.account_party.filter(({ role }) => role === 'joint_owner')
  expect(joint.length).toBeGreaterThan(0)
  const spouses = new Set(
    data.relation
      .filter(({ kind }) => kind === 'spouse')
      .map(({ from_customer_id, to_customer_id }) => `${from_customer_id} ${to_customer_id}`),
  )
  for (const { account_id, customer_id } of joint) {
    const account = data.account.find(({ id }) => id === account_id)
    expect(spouses).toContain(`${account?.customer_id} ${customer_id}`)
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
