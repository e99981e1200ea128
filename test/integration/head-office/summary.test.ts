import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  averageBetween,
  balanceOn,
  type BalancePoint,
  monthAverages,
  withRunningSums,
} from '#domain/accounts/average-balance.ts'
import { completenessBp } from '#domain/customers/completeness.ts'
import type { Customer } from '#domain/customers/records.ts'
import { assetClasses } from '#domain/products/records.ts'
import { addDays, instantOfDay, monthStart, quarterStart } from '#domain/time/day.ts'
import { refreshSummaries } from '#test/support/refresh-summaries.ts'
import {
  aCustomer,
  branchA,
  branchB,
  fillOrganisation,
  idOf,
  loadRecords,
  people,
} from '#test/support/branch-data.ts'
import { openPool } from '#test/support/pool.ts'
import { withDatabase } from '#test/support/postgres.ts'

const database = withDatabase()
let pool: pg.Pool

/** A small seeded generator (mulberry32): failures repeat. */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}
const random = seeded(20261120)
const below = (n: number) => Math.floor(random() * n)
const oneOf = <T>(values: readonly [T, ...T[]]): T => values[below(values.length)] ?? values[0]
const maybe = <T>(value: T): T | null => (random() < 0.3 ? null : value)

/** 2028 is a leap year: February, month ends and quarter ends are all met. */
const businessDays = ['2028-02-29', '2028-03-01', '2028-03-31', '2028-04-01', '2027-12-31']
const [firstDay] = businessDays

interface Position {
  id: string
  customerId: string
  assetClass: string
  points: BalancePoint[]
}

function randomPoints(): BalancePoint[] {
  let day = addDays('2025-06-01', below(900))
  const changes: { changed_on: string; balance_fen: number }[] = []
  for (let count = below(40); count > 0; count -= 1) {
    const balance_fen = random() < 0.15 ? 0 : below(3_000_000_000) - (random() < 0.05 ? 1e9 : 0)
    changes.push({ changed_on: day, balance_fen })
    day = addDays(day, 1 + below(60))
  }
  return withRunningSums(changes)
}

const customers: Customer[] = []
const positions: Position[] = []
const accounts: object[] = []
const holdings: object[] = []
const blanks = ['', ' ', '\u3000', '其他', ' 不详 ', '无', '-', '教师'] as const

function addCustomer(index: number): void {
  const customer = aCustomer(`汇总${index}`, {
    name_origin: oneOf(['source', 'made_up']),
    sex: oneOf(['F', 'M', null]),
    nationality: maybe(oneOf(blanks)),
    occupation: maybe(oneOf(blanks)),
    address: maybe(oneOf(blanks)),
    mobile: maybe('19900000001'),
    id_expiry: maybe(addDays(firstDay ?? '', below(200) - 100)),
    industry: maybe(oneOf(blanks)),
  })
  customers.push(customer)
  for (let count = below(5); count > 0; count -= 1) {
    const id = idOf('position', `${index}/${count}`)
    const isAccount = random() < 0.6
    const assetClass = isAccount ? 'deposit' : oneOf(['wealth', 'fund', 'bond'])
    const foreign = isAccount && random() < 0.1
    positions.push({
      id,
      customerId: foreign ? '' : customer.id,
      assetClass,
      points: randomPoints(),
    })
    const matures_on = maybe(addDays(firstDay ?? '', below(60) - 20))
    if (isAccount) accounts.push(account(id, customer.id, foreign ? 'USD' : 'CNY', matures_on))
    else holdings.push(holding(id, customer.id, assetClass, matures_on))
  }
}

const account = (id: string, customerId: string, currency: string, maturesOn: string | null) => ({
  branch_id: branchA,
  id,
  customer_id: customerId,
  account_no: id.slice(0, 12),
  kind: maturesOn === null ? 'current' : 'term',
  currency,
  opened_on: '2020-01-01',
  closed_on: null,
  status: 'normal',
  category: 1,
  product_id: null,
  rate_bp: null,
  matures_on: maturesOn,
  statement: null,
})

const holding = (id: string, customerId: string, code: string, maturesOn: string | null) => ({
  branch_id: branchA,
  id,
  customer_id: customerId,
  product_id: idOf('product', code),
  units: 10_000,
  cost_fen: 1,
  value_fen: 1,
  valued_on: '2028-01-01',
  bought_on: '2025-01-01',
  matures_on: maturesOn,
  auto_renew: false,
})

const product = (code: string) => ({
  id: idOf('product', code),
  code,
  name: code,
  asset_class: code,
  issuer: 'own',
  risk_level: 2,
  term_days: null,
  min_amount_fen: 100,
  rate_bp: null,
  currency: 'CNY',
  status: 'on_sale',
  sale_from: null,
  sale_to: null,
})

interface SummaryRow {
  customer_id: string
  aum: number
  month: number
  quarter: number
  earlier: number
  asset_classes: string
  month_averages: string
  maturity_on: string | null
  maturity_fen: number | null
  completeness_bp: number
  ver: number
}

async function summaries(): Promise<Map<string, SummaryRow>> {
  const { rows } = await pool.query<SummaryRow>(
    `select customer_id::text, aum_fen::float8 as aum, aum_month_average_fen::float8 as month,
       aum_quarter_average_fen::float8 as quarter, aum_30_days_ago_fen::float8 as earlier,
       asset_classes, month_averages, to_char(next_maturity_on, 'YYYY-MM-DD') as maturity_on,
       next_maturity_fen::float8 as maturity_fen, completeness_bp, ver::int
     from customer_summary where branch_id = $1`,
    [branchA],
  )
  return new Map(rows.map((row) => [row.customer_id, row]))
}

beforeAll(async () => {
  pool = openPool(database.url)
  await fillOrganisation(pool)
  for (let index = 0; index < 120; index += 1) addCustomer(index)
  await loadRecords(pool, {
    product: ['wealth', 'fund', 'bond'].map(product),
    customer: [...customers, aCustomer('乙', { branch_id: branchB })],
    account: accounts,
    holding: holdings,
    balance_change: positions.flatMap(({ id, points }) =>
      points.map((point) => ({ branch_id: branchA, position_id: id, ...point })),
    ),
  })
})
afterAll(() => pool.end())

/** `-0` and `0` are the same amount. */
const same = (value: number) => value + 0

describe('summaries computed in SQL', () => {
  test.each(businessDays)('agree with the domain’s formulas on %s', async (today) => {
    await refreshSummaries(pool, { businessDate: today, branchIds: [branchA] })
    const rows = await summaries()
    expect(rows.size).toBe(customers.length)
    for (const customer of customers) {
      const row = rows.get(customer.id)
      const own = positions.filter(({ customerId }) => customerId === customer.id)
      const points = own.map((position) => position.points)
      const sum = (day: string) => points.reduce((total, each) => total + balanceOn(each, day), 0)
      expect(row).toMatchObject({
        aum: sum(today),
        month: same(averageBetween(points, monthStart(today), today)),
        quarter: same(averageBetween(points, quarterStart(today), today)),
        earlier: sum(addDays(today, -30)),
        completeness_bp: completenessBp(
          customer,
          { riskTestValid: false, contactConsent: false, mobileVerified: false, hasFamily: false },
          today,
        ),
      })
      const held = assetClasses.filter(
        (name) =>
          own
            .filter(({ assetClass }) => assetClass === name)
            .reduce((total, position) => total + balanceOn(position.points, today), 0) > 0,
      )
      expect(row?.asset_classes).toBe(held.join(','))
      const first = points
        .flatMap((each) => each[0]?.changed_on ?? [])
        .filter((day) => day <= today)
        .sort()[0]
      const months = monthAverages(points, today, 24)
        .filter(({ month }) => first !== undefined && month >= first.slice(0, 7))
        .map(({ month, average_fen }) => [month, same(average_fen)])
      expect(JSON.parse(row?.month_averages ?? '')).toEqual(months)
    }
  })

  test('run again change nothing; after one change only that row moves', async () => {
    const today = businessDays[0] ?? ''
    await refreshSummaries(pool, { businessDate: today, branchIds: [branchA] })
    const before = await summaries()
    expect(await refreshSummaries(pool, { businessDate: today })).toMatchObject({ updated: 0 })
    expect(await summaries()).toEqual(before)

    const [customer] = customers
    const id = idOf('position', 'new')
    await loadRecords(pool, {
      account: [account(id, customer?.id ?? '', 'CNY', null)],
      balance_change: [
        {
          branch_id: branchA,
          position_id: id,
          changed_on: today,
          balance_fen: 777,
          running_sum: 0,
        },
      ],
    })
    expect(await refreshSummaries(pool, { businessDate: today })).toMatchObject({
      inserted: 0,
      updated: 1,
    })
    const after = await summaries()
    for (const [customerId, row] of after) {
      const old = before.get(customerId)
      if (customerId !== customer?.id) expect(row).toEqual(old)
      else expect(row.aum).toBe((old?.aum ?? 0) + 777)
    }
  })

  test('the next maturity is the earliest one ahead, with all that matures that day', async () => {
    const today = '2028-02-29'
    const customer = aCustomer('到期')
    const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((name) => idOf('maturing', name))
    const at = (id: string | undefined, fen: number) => ({
      branch_id: branchA,
      position_id: id ?? '',
      changed_on: '2028-01-01',
      balance_fen: fen,
      running_sum: 0,
    })
    await loadRecords(pool, {
      customer: [customer],
      account: [
        account(a ?? '', customer.id, 'CNY', '2028-03-05'),
        account(b ?? '', customer.id, 'CNY', '2028-02-28'),
        account(d ?? '', customer.id, 'CNY', '2028-03-01'),
      ],
      holding: [holding(c ?? '', customer.id, 'wealth', '2028-03-05')],
      balance_change: [at(a, 500), at(b, 100), at(c, 250), at(d, 0)],
    })
    await refreshSummaries(pool, { businessDate: today, branchIds: [branchA] })
    expect((await summaries()).get(customer.id)).toMatchObject({
      maturity_on: '2028-03-05',
      maturity_fen: 750,
      aum: 850,
    })
  })

  test('loans stand beside AUM; contacts, risk tests, consents and family count', async () => {
    const today = '2028-02-29'
    const customer = aCustomer('事实', { industry: '教育' })
    const base = { branch_id: branchA, customer_id: customer.id }
    const loan = (name: string, status: string, balance_fen: number | null) => ({
      ...base,
      id: idOf('loan', name),
      account_id: null,
      contract_no: name,
      granted_on: '2027-01-01',
      principal_fen: 1_000,
      balance_fen,
      term_months: 12,
      payment_fen: 100,
      status,
      next_due_on: null,
      next_due_fen: null,
    })
    const contact = (name: string, at: number, outcome: string) => ({
      ...base,
      id: idOf('contact', name),
      staff_id: people.li.id,
      at,
      channel: 'phone',
      outcome,
      summary: '',
      next_on: null,
      duration_minutes: null,
      origin: 'demo',
    })
    const risk = (name: string, assessed_on: string, level: number, valid_to: string) => ({
      ...base,
      id: idOf('risk', name),
      assessed_on,
      level,
      score: null,
      channel: 'counter',
      valid_to,
    })
    await loadRecords(pool, {
      customer: [customer],
      loan: [loan('L1', 'performing', 400), loan('L2', 'overdue', null), loan('L3', 'repaid', 9)],
      contact: [
        contact('early', instantOfDay('2028-02-10'), 'again'),
        contact('late evening', instantOfDay('2028-02-12') - 1, 'done'),
        contact('nobody', instantOfDay('2028-02-20'), 'no_answer'),
      ],
      risk_assessment: [
        risk('old', '2026-01-01', 2, '2027-01-01'),
        risk('new', '2027-06-01', 3, '2028-06-01'),
        risk('future', '2028-03-01', 5, '2029-03-01'),
      ],
      consent: [
        {
          ...base,
          id: idOf('consent', 'call'),
          purpose: 'marketing_call',
          channel: 'counter',
          given_on: '2027-01-01',
          withdrawn_on: null,
          text_version: '1',
          way: null,
          given_at: null,
          given_by: null,
          withdrawn_channel: null,
          withdrawn_at: null,
          withdrawn_by: null,
        },
      ],
      relation: [
        {
          branch_id: branchA,
          id: idOf('relation', 'spouse'),
          from_customer_id: customer.id,
          to_customer_id: null,
          to_name: '配偶',
          kind: 'spouse',
          source: 'customer',
          valid_from: '2020-01-01',
          valid_to: null,
        },
      ],
    })
    await refreshSummaries(pool, { businessDate: today, branchIds: [branchA] })
    const { rows } = await pool.query(
      `select loan_fen::int as loan, aum_fen::int as aum, risk_level as risk, completeness_bp as bp,
         to_char(last_contact_on, 'YYYY-MM-DD') as last,
         to_char(risk_valid_to, 'YYYY-MM-DD') as until
       from customer_summary where customer_id = $1`,
      [customer.id],
    )
    const facts = {
      riskTestValid: true,
      contactConsent: true,
      mobileVerified: true,
      hasFamily: true,
    }
    expect(rows).toEqual([
      {
        loan: 1_400,
        aum: 0,
        risk: 3,
        bp: completenessBp(customer, facts, today),
        last: '2028-02-11',
        until: '2028-06-01',
      },
    ])
    expect(rows[0]).toMatchObject({ bp: 10_000 })
  })
})
