import type pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Transaction } from '#domain/accounts/records.ts'
import { fillDemo } from '#head-office/demo/fill.ts'
import { LiveFeed } from '#head-office/demo/live-feed.ts'
import { takeArrivals } from '#head-office/key-transactions/take-arrivals.ts'
import { openPool } from '#test/support/pool.ts'
import { withDatabase } from '#test/support/postgres.ts'

const database = withDatabase()
/** 2026-11-23 09:00 in UTC+8. */
const nowMs = Date.UTC(2026, 10, 23, 1)
const stories = 150
let pool: pg.Pool
let branchId = ''

beforeAll(async () => {
  pool = openPool(database.url)
  const { users } = await fillDemo({
    databaseUrl: database.url,
    clock: { now: () => nowMs, monotonic: () => performance.now() },
    size: { customers: 500 },
  })
  branchId = users[0]?.branchId ?? ''
}, 300_000)
afterAll(() => pool.end())

async function drawn(seed: number): Promise<Transaction[][]> {
  const feed = await LiveFeed.open(pool, { seed, branchId }, nowMs)
  return Array.from({ length: stories }, () => feed.next(nowMs))
}

test('the first days of the demo have cards in several states', async () => {
  const { rows } = await pool.query<{ state: string; n: number }>(
    'select state, count(*)::int as n from key_transaction group by state',
  )
  const states = Object.fromEntries(rows.map(({ state, n }) => [state, n]))
  expect(states['done']).toBeGreaterThan(0)
  expect((states['new'] ?? 0) + (states['read'] ?? 0)).toBeGreaterThan(0)
})

test('the same seed tells the same stories, another one others; no account is overdrawn', async () => {
  const first = await drawn(7)
  expect(await drawn(7)).toEqual(first)
  expect(await drawn(8)).not.toEqual(first)
  expect(first.flat().every(({ balance_fen: fen }) => (fen ?? 0) >= 0)).toBe(true)
  expect(new Set(first.flat().map(({ txn_no }) => txn_no)).size).toBe(first.flat().length)
})

test('every booking is taken; some raise cards, one of an elder, and the feed goes on behind them', async () => {
  const sum = { taken: 0, cards: 0 }
  for (const bookings of await drawn(7)) {
    const { taken, cards, refused } = await takeArrivals(pool, bookings, nowMs)
    expect(refused).toEqual([])
    sum.taken += taken
    sum.cards += cards
  }
  expect(sum.taken).toBeGreaterThanOrEqual(stories)
  expect(sum.cards).toBeGreaterThan(stories / 10)
  expect(sum.cards).toBeLessThan(stories / 2)
  const { rows } = await pool.query<{ frauds: number }>(
    `select count(*)::int as frauds from key_transaction where anti_fraud and day = '2026-11-23'`,
  )
  expect(rows[0]?.frauds).toBeGreaterThan(0)
  const next = (await drawn(7)).flat()
  const { rowCount } = await pool.query(
    'select from bank_transaction where branch_id = $1 and txn_no = any($2)',
    [branchId, next.map(({ txn_no }) => txn_no)],
  )
  expect(rowCount).toBe(0)
})
