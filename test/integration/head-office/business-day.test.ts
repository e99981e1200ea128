import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type pg from 'pg'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import type { Account, BalanceChange } from '#domain/accounts/records.ts'
import { openDueDay } from '#head-office/business-day/due-day.ts'
import { openBusinessDay } from '#head-office/business-day/open-business-day.ts'
import { readDatabaseInfo } from '#head-office/database/info.ts'
import { createHeadOffice } from '#head-office/server/app.ts'
import { silentLogger } from '#platform/log/logger.ts'
import {
  aCustomer,
  branchA,
  branchB,
  fillOrganisation,
  idOf,
  loadRecords,
  testDay,
} from '#test/support/branch-data.ts'
import { openPool } from '#test/support/pool.ts'
import { withDatabase } from '#test/support/postgres.ts'

const database = withDatabase()
let pool: pg.Pool
let dataDir: string

/** In A one balance that moved in the middle of the month and one that never does; one in B. */
const people = [
  aCustomer('动账甲'),
  aCustomer('不动乙'),
  aCustomer('外行丙', { branch_id: branchB }),
]

function account(customer: (typeof people)[number]): Account {
  return {
    branch_id: customer.branch_id,
    id: idOf('account', customer.name),
    customer_id: customer.id,
    account_no: `62170000${customer.id.slice(-8)}`,
    kind: 'current',
    currency: 'CNY',
    opened_on: '2026-01-01',
    closed_on: null,
    status: 'normal',
    category: 1,
    product_id: null,
    rate_bp: null,
    matures_on: null,
    statement: null,
  }
}

const balance = (customer: (typeof people)[number], day: string, fen: number, sum = 0) =>
  ({
    branch_id: customer.branch_id,
    position_id: idOf('account', customer.name),
    changed_on: day,
    balance_fen: fen,
    running_sum: sum,
  }) satisfies BalanceChange

beforeAll(async () => {
  pool = openPool(database.url)
  dataDir = await mkdtemp(join(tmpdir(), 'business-day-'))
  await fillOrganisation(pool)
  const [moving, resting, other] = people as [
    (typeof people)[number],
    (typeof people)[number],
    (typeof people)[number],
  ]
  await loadRecords(pool, {
    customer: people,
    account: people.map(account),
    balance_change: [
      balance(moving, '2025-01-01', 100),
      balance(moving, '2026-11-10', 3_000, 67_800),
      balance(resting, '2025-01-01', 500),
      balance(other, '2025-01-01', 700),
    ],
  })
})
beforeEach(async () => {
  await pool.query(
    `update database_info set business_date = '2026-11-20', opened_day = null, calendar = 'fixed'`,
  )
  await openBusinessDay(pool, testDay, { loaded: true })
})
afterAll(async () => {
  await pool.end()
  await rm(dataDir, { recursive: true, force: true })
})

interface Scope {
  v: number
  rows: number
}

/** Version of a branch's scope, and how many rows carry it. */
async function scopeOf(branchId: string): Promise<Scope> {
  const { rows } = await pool.query<Scope>(
    `select v.v::float8 as v,
       (select count(*)::int from customer_summary s where s.branch_id = $1 and s.ver = v.v)
       + (select count(*)::int from reckoning r
          where r.branch_id = $1 and r.subject = 'summary' and r.ver = v.v) as rows
     from scope_version v where v.branch_id = $1`,
    [branchId],
  )
  return rows[0] ?? { v: 0, rows: 0 }
}

async function reckonings(): Promise<Record<string, string>> {
  const { rows } = await pool.query<{ branch: string; day: string }>(
    `select branch_id::text as branch, to_char(as_of, 'YYYY-MM-DD') as day from reckoning
     where subject = 'summary'`,
  )
  return Object.fromEntries(rows.map(({ branch, day }) => [branch, day]))
}

test('a day is opened with one version a branch, and sends only figures that changed', async () => {
  const before = { a: await scopeOf(branchA), b: await scopeOf(branchB) }
  await expect(openBusinessDay(pool, '2026-11-21')).resolves.toMatchObject({
    complete: true,
    updated: 2,
    unchanged: 4,
  })
  expect(await readDatabaseInfo(pool)).toMatchObject({
    businessDate: '2026-11-21',
    openedDay: '2026-11-21',
  })
  expect(await reckonings()).toEqual({ [branchA]: '2026-11-21', [branchB]: '2026-11-21' })
  // A: the average that moved, what it is worth, and the day; B: the day alone.
  expect(await scopeOf(branchA)).toEqual({ v: before.a.v + 1, rows: 2 })
  expect(await scopeOf(branchB)).toEqual({ v: before.b.v + 1, rows: 1 })
})

test('opened again, nothing is written; also after a load that brought nothing', async () => {
  await openBusinessDay(pool, '2026-11-21')
  const before = { a: await scopeOf(branchA), b: await scopeOf(branchB) }
  await openBusinessDay(pool, '2026-11-21')
  await openBusinessDay(pool, '2026-11-21', { loaded: true })
  expect({ a: await scopeOf(branchA), b: await scopeOf(branchB) }).toEqual(before)
})

test('an earlier day is not opened', async () => {
  await openBusinessDay(pool, '2026-11-21')
  expect(await openBusinessDay(pool, '2026-11-20')).toMatchObject({ complete: false, updated: 0 })
  expect(await readDatabaseInfo(pool)).toMatchObject({ businessDate: '2026-11-21' })
})

test.each([0, 1])('killed after %i branches, the next run completes it', async (dieAfter) => {
  const child = spawn(
    process.execPath,
    [fileURLToPath(new URL('../../support/opening-child.ts', import.meta.url))],
    {
      env: {
        PATH: process.env['PATH'] ?? '',
        HEAD_OFFICE_DATABASE_URL: database.url,
        OCRM_TEST_DAY: '2026-11-22',
        OCRM_TEST_DIE_AFTER: String(dieAfter),
      },
      stdio: 'inherit',
    },
  )
  expect(await once(child, 'exit')).toEqual([null, 'SIGKILL'])
  expect(await readDatabaseInfo(pool)).toMatchObject({
    businessDate: '2026-11-22',
    openedDay: testDay,
  })
  const half = Object.values(await reckonings()).sort()
  expect(half).toEqual(dieAfter === 0 ? [testDay, testDay] : [testDay, '2026-11-22'])

  const [first] = [branchA, branchB].sort()
  const done = await scopeOf(first ?? '')
  await pool.query(`update database_info set calendar = 'running'`)
  expect(await openDueDay(pool, Date.UTC(2026, 10, 22, 20))).toBe('2026-11-22')
  expect(new Set(Object.values(await reckonings()))).toEqual(new Set(['2026-11-22']))
  expect(await readDatabaseInfo(pool)).toMatchObject({ openedDay: '2026-11-22' })
  // The branch that was done before the kill is left alone.
  if (dieAfter === 1) expect(await scopeOf(first ?? '')).toEqual(done)
})

test('two processes that open the same day write it once', async () => {
  const before = await scopeOf(branchA)
  await Promise.all([openBusinessDay(pool, '2026-11-21'), openBusinessDay(pool, '2026-11-21')])
  expect((await scopeOf(branchA)).v).toBe(before.v + 1)
})

test('head office opens missed days when it starts, and each day that closes in UTC+8', async () => {
  // 2026-11-25 23:59 in UTC+8: the 24th is the last day that has closed.
  let nowMs = Date.UTC(2026, 10, 25, 15, 59)
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  await pool.query(`update database_info set calendar = 'running'`)
  const app = await createHeadOffice({
    pool,
    dataDir,
    clock: { now: () => nowMs, monotonic: () => performance.now() },
    logger: silentLogger,
  })
  try {
    await app.listen({ host: '127.0.0.1', port: 0 })
    const opened = async () => (await readDatabaseInfo(pool))?.openedDay
    await vi.waitUntil(async () => (await opened()) === '2026-11-24', { timeout: 20_000 })
    vi.advanceTimersByTime(60_000)
    expect(await openDueDay(pool, nowMs)).toBeNull()
    nowMs += 120_000
    // A look that is still under way lets the next one pass: it comes again with the next minute.
    await vi.waitUntil(
      async () => {
        vi.advanceTimersByTime(60_000)
        return (await opened()) === '2026-11-25'
      },
      { timeout: 20_000 },
    )
  } finally {
    vi.useRealTimers()
    await app.close()
  }
})

test('data of the past keeps its day', async () => {
  expect(await openDueDay(pool, Date.UTC(2026, 11, 24))).toBeNull()
  expect(await readDatabaseInfo(pool)).toMatchObject({ businessDate: testDay })
})
