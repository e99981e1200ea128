import type pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  averageBetween,
  type BalancePoint,
  withRunningSums,
} from '#domain/accounts/average-balance.ts'
import type { TierChange } from '#domain/customers/records.ts'
import { defaultTierFloors } from '#domain/customers/tier.ts'
import type { TierPeriod } from '#domain/customers/tier-period.ts'
import {
  defaultTierStrategy,
  type TierStanding,
  type TierStrategy,
} from '#domain/customers/tier-strategy.ts'
import { addDays, addMonths, type Day } from '#domain/time/day.ts'
import { branchSteps } from '#head-office/business-day/branch-steps.ts'
import { openBranch } from '#head-office/business-day/open-branch.ts'
import {
  aCustomer,
  branchA,
  fillOrganisation,
  idOf,
  loadRecords,
} from '#test/support/branch-data.ts'
import { livedTier } from '#test/support/lived-tier.ts'
import { openPool } from '#test/support/pool.ts'
import { withDatabase } from '#test/support/postgres.ts'

const database = withDatabase()
let pool: pg.Pool
const wan = 1_000_000

/** A customer's account: balances from days on, in 万. */
type Path = readonly (readonly [Day, number])[]

const points = (path: Path): BalancePoint[] =>
  withRunningSums(path.map(([changed_on, balance]) => ({ changed_on, balance_fen: balance * wan })))

/** One balance a month, from January 2026 on. */
const monthly = (balances: readonly number[]): Path =>
  balances.map((balance, month) => [addMonths('2026-01-01', month), balance])

const paths = new Map<string, Path>()

async function putAll(
  all: readonly (readonly [name: string, path: Path])[],
  standing: Partial<TierStanding> = {},
): Promise<void> {
  for (const [name, path] of all) paths.set(name, path)
  const { tier = 'standard', state = 'normal' } = standing
  await loadRecords(pool, {
    customer: all.map(([name]) =>
      aCustomer(name, { id: idOf('customer', name), tier, tier_state: state }),
    ),
    account: all.map(([name]) => ({
      branch_id: branchA,
      id: idOf('account', name),
      customer_id: idOf('customer', name),
      account_no: `62${idOf('account', name).replaceAll('-', '').slice(0, 16)}`,
      kind: 'current',
      currency: 'CNY',
      opened_on: '2024-01-01',
      closed_on: null,
      status: 'normal',
      category: 1,
      product_id: null,
      rate_bp: null,
      matures_on: null,
      statement: null,
    })),
    balance_change: all.flatMap(([name, path]) =>
      points(path).map((point) => ({
        branch_id: branchA,
        position_id: idOf('account', name),
        ...point,
      })),
    ),
  })
}

const put = (name: string, path: Path, standing?: Partial<TierStanding>): Promise<void> =>
  putAll([[name, path]], standing)

async function open(date: Day, options: { first?: boolean; again?: boolean } = {}): Promise<void> {
  const steps = branchSteps.filter(({ subject }) => subject !== 'tasks')
  const { first = false, again = first } = options
  await openBranch(pool, { branchId: branchA, date, again, firstTiers: first, steps })
}

async function tierOfCustomer(name: string): Promise<string> {
  const { rows } = await pool.query<{ tier: string; tier_state: string }>(
    'select tier, tier_state from customer where branch_id = $1 and id = $2',
    [branchA, idOf('customer', name)],
  )
  return `${rows[0]?.tier} ${rows[0]?.tier_state}`
}

async function changesOf(name: string): Promise<TierChange[]> {
  const { rows } = await pool.query<TierChange>(
    `select to_char(effective_on, 'YYYY-MM-DD') as effective_on, period, tier_before, state_before,
       tier, tier_state, outcome, average_fen::float8 as average_fen, floor_fen::float8 as floor_fen,
       averages
     from tier_change where branch_id = $1 and customer_id = $2 order by effective_on`,
    [branchA, idOf('customer', name)],
  )
  return rows
}

beforeAll(async () => {
  pool = openPool(database.url)
  await fillOrganisation(pool)
})
afterAll(() => pool.end())

beforeEach(async () => {
  paths.clear()
  await pool.query('delete from parameter where version > 0')
  for (const table of ['tier_change', 'reckoning', 'balance_change', 'account', 'customer_summary'])
    await pool.query(`delete from ${table} where branch_id = $1`, [branchA])
})

describe('tiers at the end of a month', () => {
  const gold: Partial<TierStanding> = { tier: 'gold' }
  const held = [25, 18, 15, 12, 16, 14, 11]

  test('fall only through the watch, and every decision can be opened', async () => {
    await put('falls', monthly([...held, 11]), gold)
    const after: string[] = []
    for (const end of [
      '2026-01-31',
      '2026-02-28',
      '2026-03-31',
      '2026-04-30',
      '2026-05-31',
      '2026-06-30',
      '2026-07-31',
    ]) {
      await open(end)
      after.push(await tierOfCustomer('falls'))
    }
    expect(after).toEqual([
      'gold normal',
      'gold normal',
      'gold normal',
      'gold watch',
      'gold watch',
      'gold watch',
      'potential normal',
    ])
    const [watched, lowered, ...others] = await changesOf('falls')
    expect(others).toEqual([])
    expect(watched).toMatchObject({
      effective_on: '2026-05-01',
      tier_before: 'gold',
      tier: 'gold',
      tier_state: 'watch',
      outcome: 'watched',
      average_fen: 12 * wan,
      floor_fen: 20 * wan,
    })
    expect(lowered).toMatchObject({
      effective_on: '2026-08-01',
      state_before: 'watch',
      tier: 'potential',
      outcome: 'lowered',
    })
    expect(JSON.parse(lowered?.averages ?? '[]')).toEqual([
      ['2026-01', 25 * wan],
      ['2026-02', 18 * wan],
      ['2026-03', 15 * wan],
      ['2026-04', 12 * wan],
      ['2026-05', 16 * wan],
      ['2026-06', 14 * wan],
      ['2026-07', 11 * wan],
    ])
  })

  test('decide once: nothing happens between, and days without a head office are caught up', async () => {
    await put('rises', monthly([25, 60, 60]), gold)
    await open('2026-02-10')
    await open('2026-02-27')
    expect(await changesOf('rises')).toEqual([])
    await open('2026-03-03')
    expect(await tierOfCustomer('rises')).toBe('platinum normal')
    await open('2026-03-04')
    expect(
      (await changesOf('rises')).map(({ effective_on, outcome }) => [effective_on, outcome]),
    ).toEqual([['2026-03-01', 'raised']])
  })

  test('made again after late balances, a decision is corrected, not added to', async () => {
    await put('late', monthly([25, 60]), gold)
    await open('2026-02-28')
    expect(await tierOfCustomer('late')).toBe('platinum normal')
    const accountId = idOf('account', 'late')
    await loadRecords(pool, {
      balance_change: points(monthly([25, 30])).map((point) => ({
        branch_id: branchA,
        position_id: accountId,
        ...point,
      })),
    })
    await open('2026-02-28', { again: true })
    expect(await tierOfCustomer('late')).toBe('gold normal')
    expect(await changesOf('late')).toMatchObject([
      { effective_on: '2026-03-01', outcome: 'kept', tier: 'gold' },
    ])
    await open('2026-02-28', { again: true })
    expect(await changesOf('late')).toHaveLength(1)
  })
})

test('the floors are those in force on the period’s last day', async () => {
  const floors = {
    potential: 1,
    gold: 2 * wan,
    platinum: 20 * wan,
    diamond: 400 * wan,
    private: 600 * wan,
  }
  const version = (n: number, effective_from: Day, value: object) => ({
    id: idOf('parameter', `floors ${n}`),
    key: 'tier.floors',
    version: n,
    effective_from,
    value: JSON.stringify(value),
  })
  await loadRecords(pool, {
    parameter: [version(1, '2026-01-31', floors), version(2, '2026-02-01', defaultTierFloors)],
  })
  await put('floors', monthly([25, 25]))
  await open('2026-02-03', { first: false })
  expect(await tierOfCustomer('floors')).toBe('standard normal')
  await pool.query(`delete from reckoning where branch_id = $1`, [branchA])
  await open('2026-01-31')
  expect(await tierOfCustomer('floors')).toBe('platinum normal')
  await open('2026-02-28')
  expect(await tierOfCustomer('floors')).toBe('platinum normal')
})

test('a bank that does not wait for the month’s end lifts on the day a tier is reached', async () => {
  const id = idOf('parameter', 'at once')
  const value = JSON.stringify({ ...defaultTierStrategy, up: 'at_once' })
  await loadRecords(pool, {
    parameter: [{ id, key: 'tier.strategy', version: 1, effective_from: '2020-01-01', value }],
  })
  const path: Path = [
    ['2026-02-01', 10],
    ['2026-02-11', 60],
  ]
  await put('at once', path, { tier: 'potential' })
  await open('2026-02-10')
  expect(await tierOfCustomer('at once')).toBe('potential normal')
  await open('2026-02-20')
  expect(await tierOfCustomer('at once')).toBe('gold normal')
  await open('2026-02-28')
  expect(await changesOf('at once')).toMatchObject([
    { effective_on: '2026-02-21', outcome: 'raised', tier: 'gold', average_fen: 35 * wan },
  ])
})

describe('the rule in SQL', () => {
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

  const strategies: [string, TierPeriod, TierStrategy][] = [
    ['of the product', 'month', defaultTierStrategy],
    [
      'without a watch, by the last month',
      'month',
      { up: 'period_end', belowPeriods: 3, watchPeriods: 0, downTo: 'last' },
    ],
    [
      'of one month and one more',
      'month',
      { up: 'period_end', belowPeriods: 1, watchPeriods: 1, downTo: 'last' },
    ],
    [
      'by quarters',
      'quarter',
      { up: 'period_end', belowPeriods: 1, watchPeriods: 2, downTo: 'best' },
    ],
  ]

  test.for(strategies)('comes to what the domain says: %s', async ([name, period, strategy]) => {
    const random = seeded(20261126)
    const until = '2028-03-01'
    const version = { id: idOf('parameter', name), version: 1, effective_from: '2020-01-01' }
    await loadRecords(pool, {
      parameter: [
        { ...version, key: 'tier.strategy', value: JSON.stringify(strategy) },
        {
          ...version,
          id: idOf('parameter', `${name} period`),
          key: 'tier.period',
          value: JSON.stringify(period),
        },
      ],
    })
    // A third of them lose money month by month: those are who a watch is for.
    const drift = (nth: number, at: number) =>
      nth % 3 === 0 ? Math.max(0.1, 2 - Math.max(0, at - 15) / 20 - nth / 60) : 1
    await putAll(
      Array.from({ length: 40 }, (_, nth) => {
        const level = [4, 12, 30, 90, 300, 700][Math.floor(nth / 3) % 6] ?? 4
        const path = Array.from({ length: 45 }, (__, at): [Day, number] => [
          addDays('2025-01-25', at * 25 + Math.floor(random() * 25)),
          Math.round(level * drift(nth, at) * (0.6 + 0.8 * random())),
        ])
        return [`${name} ${nth}`, path] as const
      }),
    )
    await open(until, { first: true })
    for (const [who, path] of paths) {
      const { tier, state } = livedTier([points(path)], until, period, strategy)
      const wanted = `${tier} ${state}`
      expect(await tierOfCustomer(who), who).toBe(wanted)
    }
    const months = period === 'month' ? 1 : 3
    for (const [who, path] of paths) {
      for (const { averages } of await changesOf(who)) {
        const told = JSON.parse(averages) as [month: string, fen: number][]
        const real = told.map(([month]) => {
          const from = `${month}-01`
          return [month, averageBetween([points(path)], from, addDays(addMonths(from, months), -1))]
        })
        expect(told, who).toEqual(real)
      }
    }
    const { rowCount: lost } = await pool.query(
      `select from tier_change where outcome in ('watched', 'lowered')`,
    )
    expect(lost).toBeGreaterThan(0)
  })
})
