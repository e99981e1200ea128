import type pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { withRunningSums } from '#domain/accounts/average-balance.ts'
import type { Transaction } from '#domain/accounts/records.ts'
import { parameters } from '#domain/administration/parameters.ts'
import { contactReasons } from '#domain/customers/churn.ts'
import { evaluate, type EvaluationRules, type Standing } from '#domain/customers/evaluation.ts'
import { type EvaluationFacts, readFacts } from '#domain/customers/evaluation-facts.ts'
import type { Customer, CustomerValue } from '#domain/customers/records.ts'
import { classify } from '#domain/flow/classify.ts'
import { bankNameOf, type FlowGround } from '#domain/flow/movement.ts'
import { addDays, type Day } from '#domain/time/day.ts'
import { branchSteps } from '#head-office/business-day/branch-steps.ts'
import { openBranch } from '#head-office/business-day/open-branch.ts'
import { chance } from '#platform/chance/chance.ts'
import {
  aCustomer,
  branchA,
  fillOrganisation,
  idOf,
  loadRecords,
  testDay as on,
} from '#test/support/branch-data.ts'
import { openPool } from '#test/support/pool.ts'
import { withDatabase } from '#test/support/postgres.ts'

const database = withDatabase()
let pool: pg.Pool
const wan = 1_000_000
const ago = (days: number): Day => addDays(on, -days)

type Balances = readonly (readonly [Day, number])[]
type Moved = Partial<Transaction> & { daysAgo: number; fen: number; out?: boolean }

const account = (name: string, over: object = {}) => ({
  branch_id: branchA,
  id: idOf('account', name),
  customer_id: idOf('customer', name),
  account_no: `62${idOf('account', name).replaceAll('-', '').slice(0, 16)}`,
  kind: 'current',
  currency: 'CNY',
  opened_on: '2020-01-01',
  closed_on: null,
  status: 'normal',
  category: 1,
  product_id: null,
  rate_bp: null,
  matures_on: null,
  statement: null,
  ...over,
})

const balances = (name: string, path: Balances) =>
  withRunningSums(path.map(([changed_on, fen]) => ({ changed_on, balance_fen: fen }))).map(
    (point) => ({ branch_id: branchA, position_id: idOf('account', name), ...point }),
  )

let serial = 0
const moved = (name: string, { daysAgo, fen, out = true, ...over }: Moved) => ({
  branch_id: branchA,
  txn_no: `T${(serial += 1)}`,
  account_id: idOf('account', name),
  posted_on: ago(daysAgo),
  posted_at: null,
  direction: out ? 'out' : 'in',
  amount_fen: fen,
  balance_fen: null,
  operation: out ? 'transfer_out' : 'transfer_in',
  purpose: null,
  channel: null,
  counterparty_name: null,
  counterparty_bank: null,
  counterparty_account: null,
  ...over,
})

/** A customer with one account; its balances follow its movements where none are given. */
async function put(
  name: string,
  { path, moves = [], over = {} }: { path?: Balances; moves?: Moved[]; over?: Partial<Customer> },
): Promise<void> {
  await loadRecords(pool, {
    customer: [aCustomer(name, over)],
    account: [account(name)],
    balance_change: balances(name, path ?? [['2024-01-01', 10 * wan]]),
    bank_transaction: moves.map((each) => moved(name, each)),
  })
}

/** A branch's movements reach back a year: somebody paid a fee then. */
const long: Moved = { daysAgo: 364, fen: 0, operation: 'fee' }

async function night(date: Day = on): Promise<void> {
  const steps = branchSteps.filter(({ subject }) => subject !== 'tasks')
  await openBranch(pool, { branchId: branchA, date, again: true, firstTiers: false, steps })
}

interface Found extends Pick<CustomerValue, 'value_score' | 'steady_points' | 'types'> {
  facts: EvaluationFacts
}

async function found(name: string): Promise<Found> {
  const { rows } = await pool.query<CustomerValue>(
    'select * from customer_value where branch_id = $1 and customer_id = $2',
    [branchA, idOf('customer', name)],
  )
  const [row] = rows
  if (!row) throw new Error(`${name} is not evaluated`)
  return { ...row, facts: readFacts(row.facts) }
}

const rules: EvaluationRules = {
  weights: parameters['value.weights'].fallback,
  scales: parameters['value.scales'].fallback,
  margins: parameters['value.margins'].fallback,
  churn: {
    points: parameters['churn.points'].fallback,
    limits: parameters['churn.limits'].fallback,
    bands: parameters['churn.bands'].fallback,
    contactCycle: parameters['contact.cycle_days'].fallback,
  },
}
const standing: Standing = {
  tier: 'standard',
  customerSince: on,
  lastContactOn: null,
  leftInPeace: false,
}

/** Holds what the night's SQL found to what the domain says of the same facts. */
function holdToDomain({ facts, value_score, steady_points }: Found): void {
  const { value, churn, contributionFen } = evaluate(facts, standing, on, rules)
  expect(value.score).toBe(value_score)
  const steady = churn.reasons.filter(({ reason }) => !contactReasons.includes(reason))
  expect(steady.reduce((sum, { points }) => sum + points, 0)).toBe(steady_points)
  expect(contributionFen).toBeGreaterThanOrEqual(0)
}

beforeAll(async () => {
  pool = openPool(database.url)
  await fillOrganisation(pool)
})
afterAll(() => pool.end())

beforeEach(async () => {
  for (const table of [
    'customer_value',
    'tier_change',
    'reckoning',
    'bank_transaction',
    'balance_change',
    'account_party',
    'account',
    'relation',
    'consent',
    'customer_summary',
    'customer',
  ]) {
    await pool.query(`delete from ${table} where branch_id = $1`, [branchA])
  }
})

describe('a night’s evaluation', () => {
  test('finds the worked example of rule 4.4, and keeps what it was found from', async () => {
    // 30 万 until 9 万 left for an own account elsewhere; over 90 days the mean is a little lower.
    await put('leaves', {
      path: [
        ['2024-01-01', 30 * wan],
        [ago(10), 18 * wan],
      ],
      moves: [
        long,
        {
          daysAgo: 10,
          fen: 9 * wan,
          counterparty_name: 'leaves',
          counterparty_bank: '邻县农商银行',
        },
        { daysAgo: 10, fen: 3 * wan, operation: 'card_payment', counterparty_name: '家电超市' },
      ],
    })
    await put('stays', {})
    await night()
    const leaves = await found('leaves')
    expect(leaves.facts).toMatchObject({
      mean7: 18 * wan,
      mean90: Math.round((30 * wan * 79 + 18 * wan * 11) / 90),
      meanBefore: 30 * wan,
      aumPercentile: 100,
      balances: { deposit: 18 * wan },
      moves: [2, 0],
      out: [9 * wan, 0],
      doubts: [],
    })
    // The fall of the mean, and the money out.
    expect(leaves.steady_points).toBe(50)
    const stays = await found('stays')
    expect(stays.facts).toMatchObject({ aumPercentile: 0, mean7: 10 * wan, out: [0, 0] })
    expect(stays.steady_points).toBe(0)
    for (const each of [leaves, stays]) holdToDomain(each)
  })

  test('run again comes out as it stands', async () => {
    await put('again', { moves: [long] })
    await night()
    const rev = async (): Promise<unknown> => {
      const kept = 'select ver, rev, facts from customer_value where branch_id = $1'
      return (await pool.query(kept, [branchA])).rows
    }
    const before = await rev()
    await night()
    expect(await rev()).toEqual(before)
  })

  test('evaluates neither the dead nor what it cannot compare', async () => {
    await put('dead', { over: { deceased_on: ago(40) } })
    await put('only', {})
    await night()
    expect(await found('dead')).toMatchObject({ value_score: null, steady_points: null, types: '' })
    const only = await found('only')
    // Nobody else is alive here: no place among others. Nothing is booked: no movements to count.
    expect(only.facts).toMatchObject({ aumPercentile: null, moves: null })
    const { value } = evaluate(only.facts, standing, on, rules)
    expect(value.missing).toEqual(['aum', 'contribution', 'activity'])
    holdToDomain(only)
  })

  test('sees wages that stopped, where movements reach back far enough', async () => {
    const wages = [70, 100, 131, 162].map((daysAgo) => ({
      daysAgo,
      fen: 400_000,
      out: false,
      purpose: '代发工资',
    }))
    await put('paid', { moves: wages })
    await night()
    const paid = await found('paid')
    expect(paid.facts).toMatchObject({ payroll: [ago(70), 4], payrollUnknown: false })
    expect(paid.steady_points).toBe(15)
    holdToDomain(paid)
    await pool.query('delete from bank_transaction where posted_on < $1', [ago(110)])
    await night()
    const short = await found('paid')
    expect(short.facts).toMatchObject({ payroll: [ago(70), 2], payrollUnknown: true })
    expect(short.steady_points).toBe(0)
    expect(evaluate(short.facts, standing, on, rules).churn.unjudged).toContain('payroll')
    holdToDomain(short)
  })
})

describe('what cannot be judged', () => {
  const gap: Moved[] = [long, { daysAgo: 20, fen: wan }, { daysAgo: 12, fen: wan }]

  test('a gap of more than three days in the balances is flagged, AUM is not judged, the tier stays', async () => {
    await put('gap', { moves: gap, over: { tier: 'gold' } })
    await put('whole', {
      path: [
        ['2024-01-01', 10 * wan],
        [ago(20), 9 * wan],
        [ago(9), 8 * wan],
      ],
      moves: gap,
      over: { tier: 'gold' },
    })
    await night()
    const flagged = await found('gap')
    expect(flagged.facts.doubts).toEqual([['gap', 1, ago(20)]])
    expect(flagged.facts).toMatchObject({
      mean7: null,
      mean90: null,
      aumPercentile: null,
      out: null,
    })
    const { value, churn } = evaluate(flagged.facts, standing, on, rules)
    expect(value.missing).toEqual(['aum', 'contribution', 'growth'])
    expect(churn.unjudged).toEqual(['drop', 'outflow', 'complaint'])
    expect(flagged.value_score).not.toBeNull()
    // A balance three days late bridges the gap.
    const whole = await found('whole')
    expect(whole.facts.doubts).toEqual([])
    for (const each of [flagged, whole]) holdToDomain(each)
    await pool.query('delete from reckoning where branch_id = $1', [branchA])
    const steps = branchSteps.filter(({ subject }) => subject !== 'tasks')
    const date = '2026-11-30'
    await openBranch(pool, { branchId: branchA, date, again: true, firstTiers: true, steps })
    const { rows } = await pool.query<{ name: string; tier: string }>(
      'select name, tier from customer where branch_id = $1 order by name',
      [branchA],
    )
    // 10 万 is no gold: the one whose balances are known falls, the other is left alone.
    expect(rows).toEqual([
      { name: 'gap', tier: 'gold' },
      { name: 'whole', tier: 'potential' },
    ])
  })

  test('a currency without rate is left out, debt counts as it is, both are flagged', async () => {
    await put('odd', { path: [['2024-01-01', -5000]] })
    await loadRecords(pool, {
      account: [
        account('odd usd', { customer_id: idOf('customer', 'odd'), currency: 'USD' }),
        account('odd eur', { customer_id: idOf('customer', 'odd'), currency: 'EUR' }),
      ],
      balance_change: balances('odd usd', [['2024-01-01', 99 * wan]]),
    })
    await put('other', {})
    await night()
    const odd = await found('odd')
    expect(odd.facts.doubts).toEqual([
      ['currency', 2, 'EUR,USD'],
      ['negative', 1, null],
    ])
    expect(odd.facts).toMatchObject({ mean90: -5000, balances: { deposit: -5000 } })
    expect(odd.value_score).not.toBeNull()
    holdToDomain(odd)
  })

  test('an account of two owners counts for the first and is flagged for both', async () => {
    await put('first', {})
    await put('second', { path: [['2024-01-01', wan]] })
    await loadRecords(pool, {
      account_party: [
        {
          branch_id: branchA,
          account_id: idOf('account', 'first'),
          customer_id: idOf('customer', 'first'),
          role: 'owner',
        },
        {
          branch_id: branchA,
          account_id: idOf('account', 'first'),
          customer_id: idOf('customer', 'second'),
          role: 'joint_owner',
        },
      ],
    })
    await night()
    for (const [name, fen] of [
      ['first', 10 * wan],
      ['second', wan],
    ] as const) {
      const { facts } = await found(name)
      expect(facts.doubts).toEqual([['joint', 1, null]])
      expect(facts.balances).toEqual({ deposit: fen })
    }
  })

  test('what is dated in the future is set aside and flagged', async () => {
    await put('ahead', {
      path: [
        ['2024-01-01', 10 * wan],
        [addDays(on, 5), 0],
      ],
      moves: [long, { daysAgo: -5, fen: 10 * wan }],
    })
    await night()
    const { facts } = await found('ahead')
    expect(facts.doubts).toEqual([['future', 1, null]])
    expect(facts).toMatchObject({ mean7: 10 * wan, moves: [0, 0], out: [0, 0] })
  })
})

test('types say from where and when; movements make one only with consent', async () => {
  const wages = [10, 40, 70].map((daysAgo) => ({
    daysAgo,
    fen: 400_000,
    out: false,
    purpose: 'salary',
  }))
  await put('told', { moves: wages, over: { birth_date: '1960-02-29' } })
  await put('quiet', { moves: wages, over: { occupation: '农民工', birth_date: '1961-11-21' } })
  await put('child', { over: { birth_date: '2015-06-01', occupation: '学生' } })
  await loadRecords(pool, {
    consent: [
      {
        branch_id: branchA,
        id: idOf('consent', 'told'),
        customer_id: idOf('customer', 'told'),
        purpose: 'profiling',
        channel: 'counter',
        given_on: '2020-01-01',
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
        id: idOf('relation', 'child'),
        from_customer_id: idOf('customer', 'quiet'),
        to_customer_id: idOf('customer', 'child'),
        to_name: 'child',
        kind: 'child',
        source: 'customer',
        valid_from: '2015-06-02',
        valid_to: null,
      },
    ],
  })
  await night()
  expect((await found('told')).facts.types).toEqual([
    {
      type: 'payroll',
      evidence: [{ kind: 'wages', on: ago(10), word: null, count: 3, of: 3 }],
    },
    {
      type: 'elder',
      evidence: [{ kind: 'birth', on: '2020-03-01', word: null, count: 60, of: null }],
    },
  ])
  const quiet = await found('quiet')
  expect(quiet.types).toBe('elder,parent,migrant')
  expect(
    quiet.facts.types.map(({ type, evidence }) => [type, evidence.map(({ kind }) => kind)]),
  ).toEqual([
    ['elder', ['birth']],
    ['parent', ['child']],
    ['migrant', ['occupation']],
  ])
})

describe('the rules in SQL', () => {
  test('come to what the domain says of a random book', async () => {
    const random = chance(20261127)
    const names = Array.from({ length: 60 }, (_, n) => `random ${n}`)
    for (const name of names) {
      const days = [600, 200, 130, 75, 28, 6].map((least) => least + random.int(0, 20))
      await put(name, {
        path: days.map((each) => [ago(each), random.int(-2, 40) * random.int(1, wan)] as const),
        moves: [
          long,
          ...Array.from({ length: random.int(0, 40) }, () => ({
            daysAgo: random.int(0, 3),
            fen: 1,
            out: random.hit(0.5),
          })),
          ...Array.from({ length: random.int(0, 40) }, () => ({
            daysAgo: random.int(30, 89),
            fen: 0,
          })),
          {
            daysAgo: 2,
            fen: random.int(1, 6) * wan,
            counterparty_bank: '外行',
            purpose: 'securities',
          },
          { daysAgo: 70, fen: 0, out: false, purpose: 'salary' },
          { daysAgo: random.int(64, 100), fen: 0, out: false, purpose: 'salary' },
          { daysAgo: random.int(100, 140), fen: 0, out: false, purpose: 'salary' },
        ],
        over: { customer_since: ago(random.int(0, 6000)) },
      })
    }
    await night()
    const all = await Promise.all(names.map(found))
    all.forEach(holdToDomain)
    const steady = new Set(all.map(({ steady_points }) => steady_points))
    expect(steady.size).toBeGreaterThan(5)
    expect(new Set(all.map(({ value_score }) => value_score)).size).toBeGreaterThan(30)
  })

  test('tell money that leaves as fund flow does', async () => {
    const random = chance(7)
    const pick = <const Item>(...items: Item[]): Item => random.pick(items)
    const names = Array.from({ length: 80 }, (_, n) => `客户 ${n}`)
    const ground = (name: string): FlowGround => ({
      customerName: name,
      ownAccounts: new Map([[account(name).account_no, 'x']]),
      ownBank: bankNameOf('测试银行总行'),
      relativeNames: new Set(),
      relativeAccounts: new Set(),
    })
    const expected = new Map<string, [number, number]>()
    for (const name of names) {
      const moves = Array.from({ length: 12 }, () => {
        const each = {
          daysAgo: random.int(0, 34),
          fen: random.int(1, 1000),
          operation: pick('transfer_out', 'purchase', 'card_payment', 'fee', 'other'),
          purpose: pick(
            null,
            'transfer',
            'own_transfer',
            'securities',
            '银证转账',
            '工资',
            '理财',
            '还',
          ),
          counterparty_name: pick(null, name, ` ${name.replace(' ', '　')}`, '某证券公司', '王某'),
          counterparty_bank: pick(null, '测试银行东门支行', '外地银行', '基金存管银行'),
          counterparty_account: pick(null, account(name).account_no, '1'),
        }
        const { flowClass } = classify(
          {
            txnNo: '',
            accountId: '',
            currency: 'CNY',
            postedOn: on,
            postedAtMs: null,
            direction: 'out',
            amountFen: each.fen,
            operation: each.operation,
            channel: null,
            purpose: each.purpose,
            counterparty: each.counterparty_name,
            counterpartyBank: each.counterparty_bank,
            counterpartyAccount: each.counterparty_account,
          },
          ground(name),
        )
        const sum = expected.get(name) ?? [0, 0]
        if (each.daysAgo < 30 && flowClass === 'own_elsewhere') sum[0] += each.fen
        if (each.daysAgo < 30 && flowClass === 'securities') sum[1] += each.fen
        expected.set(name, sum)
        return each
      })
      // The balances of every day, so that none of them is a gap.
      const path = Array.from({ length: 40 }, (_, day) => [ago(39 - day), 100 * wan] as const)
      await put(name, { path, moves })
    }
    await night()
    for (const name of names)
      expect([name, (await found(name)).facts.out]).toEqual([name, expected.get(name)])
    expect([...expected.values()].filter(([a, b]) => a > 0 && b > 0).length).toBeGreaterThan(20)
  })
})
