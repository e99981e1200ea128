import { expect, test } from 'vitest'
import { type TableName, tables } from '#contract/sync/rows/tables.ts'
import { ruleDraftSchema } from '#domain/groups/read-rule.ts'
import { tiers } from '#domain/customers/tiers.ts'
import { practiceBank } from '#main/service/practice/bank/bank.ts'
import type { PracticeGround } from '#main/service/practice/bank/ground.ts'

const ground: PracticeGround = {
  branchId: '00000000-0000-7000-8000-000000000001',
  branchName: '虚构网点',
  staffId: '00000000-0000-7000-8000-000000000011',
  staffNo: '8110103',
  staffName: '某人',
  post: '客户经理',
  roles: ['customer_manager'],
  on: '2026-11-26',
  nowMs: Date.UTC(2026, 10, 27, 2),
}

const bank = practiceBank(ground)
const byTable: Partial<Record<TableName, readonly object[]>> = { ...bank }

test('every row is one of its table, and no key comes twice', () => {
  for (const table of tables) {
    const rows = (byTable[table.name] ?? []) as readonly Record<string, unknown>[]
    for (const row of rows) {
      expect(() => table.schema.parse(row), `${table.name} ${JSON.stringify(row)}`).not.toThrow()
    }
    const keys = rows.map((row) => table.key.map((column) => String(row[column])).join('|'))
    expect(new Set(keys).size, table.name).toBe(keys.length)
  }
})

test('there are customers of every tier, and every table of the work is filled', () => {
  const customers = bank.customer
  expect(customers.length).toBeGreaterThanOrEqual(30)
  expect(customers.length).toBeLessThanOrEqual(60)
  expect(new Set(customers.map(({ tier }) => tier))).toEqual(new Set(tiers))
  for (const name of ['task', 'key_transaction', 'contact', 'holding', 'relation'] as const) {
    expect(bank[name].length, name).toBeGreaterThan(0)
  }
})

test('the rules of the work list find what the stories are there for', () => {
  const kinds = new Set(bank.task.map(({ kind }) => kind))
  for (const kind of [
    'maturity',
    'birthday',
    'inflow',
    'outflow',
    'tier_cliff',
    'id_expiry',
    'risk_expiry',
    'idle_cash',
    'after_sale',
    'contact_overdue',
    'data_quality',
    'follow_up',
    'payment_due',
  ] as const) {
    expect(kinds, kind).toContain(kind)
  }
})

test('most customers are those of the person who practises, and a few are nobody’s', () => {
  const allocations = bank.customer_manager ?? []
  const own = allocations.filter(({ staff_id }) => staff_id === ground.staffId)
  expect(own.length).toBeGreaterThan(20)
  expect(allocations.length - own.length).toBeGreaterThan(5)
  expect(bank.customer.length - allocations.length).toBeGreaterThan(1)
})

test('without a book of the own the customers have other managers', () => {
  const teller = practiceBank({ ...ground, roles: ['teller'] })
  const managers = new Set(teller.customer_manager.map(({ staff_id }) => staff_id))
  expect(managers).not.toContain(ground.staffId)
  expect(managers.size).toBe(2)
})

test('the same ground gives the same branch; another day moves its dates alone', () => {
  expect(practiceBank(ground)).toEqual(bank)
  const later = practiceBank({ ...ground, on: '2027-02-28' })
  expect(later.customer.map(({ name }) => name)).toEqual(bank.customer.map(({ name }) => name))
  expect(later.reckoning.every(({ as_of }) => as_of === '2027-02-28')).toBe(true)
})

test('no balance falls below zero and the figures add up', () => {
  for (const { balance_fen } of bank.balance_change) {
    expect(balance_fen).toBeGreaterThanOrEqual(0)
  }
  for (const { customer_id, aum_fen } of bank.customer_summary) {
    const accounts = bank.account.filter((one) => one.customer_id === customer_id)
    const holdings = bank.holding.filter((one) => one.customer_id === customer_id)
    const positions = [...accounts, ...holdings].map(({ id }) => id)
    const last = positions.map(
      (id) =>
        bank.balance_change
          .filter(({ position_id }) => position_id === id)
          .sort((a, b) => (a.changed_on < b.changed_on ? -1 : 1))
          .at(-1)?.balance_fen ?? 0,
    )
    expect(last.reduce((sum, fen) => sum + fen, 0)).toBe(aum_fen)
  }
})

test('numbers belong to nobody, and the group rule is one the product reads', () => {
  for (const { id_no, mobile } of bank.customer) {
    expect(id_no).toMatch(/^990199\d{11}[\dX]$/)
    expect(mobile).toMatch(/^154\d{8}$/)
  }
  const rules = bank.customer_group.flatMap(({ rule }) => (rule === null ? [] : [rule]))
  expect(rules.map((rule) => ruleDraftSchema.safeParse(JSON.parse(rule)).success)).toEqual([true])
})
