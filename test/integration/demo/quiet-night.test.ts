import type pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addDays, type Day } from '#domain/time/day.ts'
import { branchSteps } from '#head-office/business-day/branch-steps.ts'
import { openBusinessDay } from '#head-office/business-day/open-business-day.ts'
import { fillDemo } from '#head-office/demo/fill.ts'
import { readChanges } from '#head-office/scopes/changes.ts'
import { compressText } from '#head-office/scopes/chunk-store.ts'
import { writeCursor } from '#head-office/scopes/cursor.ts'
import { openPool } from '#test/support/pool.ts'
import { withDatabase } from '#test/support/postgres.ts'

const database = withDatabase()
let branchId = ''
/** 2026-11-23 09:00 in UTC+8: the demo shows the close of the 22nd. */
const clock = { now: () => Date.UTC(2026, 10, 23, 1), monotonic: () => performance.now() }
const firstDay = '2026-11-22'
let pool: pg.Pool

beforeAll(async () => {
  pool = openPool(database.url)
  const { users } = await fillDemo({
    databaseUrl: database.url,
    clock,
    size: { customers: 1000 },
  })
  branchId = users[0]?.branchId ?? ''
}, 300_000)
afterAll(() => pool.end())

async function headOf(): Promise<{ epoch: string; v: number; customers: number }> {
  const { rows } = await pool.query<{ epoch: string; v: number; customers: number }>(
    `select i.epoch::text, v.v::float8 as v,
       (select count(*)::int from customer_summary s where s.branch_id = $1) as customers
     from database_info i, scope_version v where v.branch_id = $1`,
    [branchId],
  )
  return rows[0] ?? { epoch: '', v: 0, customers: 0 }
}

interface Night {
  customers: number
  versions: number
  rows: Record<string, number>
  bytes: number
}

/** Opens a day on which nothing was booked, and reads what a terminal of the branch is sent. */
async function night(day: Day): Promise<Night> {
  const before = await headOf()
  await openBusinessDay(pool, day)
  const page = await readChanges(pool, {
    branchId,
    cursor: writeCursor(before.epoch, branchId, before.v),
    epoch: before.epoch,
    businessDate: day,
    asked: '',
    pageRows: 5_000,
    maxDeltaRows: 20_000,
  })
  return {
    customers: before.customers,
    versions: page.head - before.v,
    rows: Object.fromEntries(page.batches.map(({ table, count }) => [table, count])),
    bytes: (await compressText(JSON.stringify(page))).length,
  }
}

/** What a night's cards of the branch are: new ones by their event, or `closed`. */
async function cardsOf(day: Day): Promise<string[]> {
  const { rows } = await pool.query<{ what: string }>(
    `select case when k.state = 'closed' then 'closed'
       else k.event || case when k.day = $2 then '' else ' of another day' end
       end as what
     from key_transaction k join scope_version s on s.branch_id = k.branch_id and s.v = k.ver
     where k.branch_id = $1`,
    [branchId, day],
  )
  return rows.map(({ what }) => what)
}

test('a night without bookings sends the day once, and nothing but figures it moved', async () => {
  for (let day = addDays(firstDay, 1); day <= '2026-11-24'; day = addDays(day, 1)) {
    const { customers, versions, rows, bytes } = await night(day)
    const sent = rows['customer_summary'] ?? 0
    process.stdout.write(
      `${day}: ${sent} of ${customers} summaries, ${rows['customer_value'] ?? 0} evaluations and ${rows['task'] ?? 0} tasks sent, ${bytes} bytes; with the day in every row: ${customers} summaries\n`,
    )
    expect(versions).toBe(1)
    expect(rows['reckoning']).toBe(branchSteps.length)
    const news = ['customer_summary', 'customer_value', 'reckoning', 'task', 'key_transaction']
    expect(news).toEqual(expect.arrayContaining(Object.keys(rows)))
    // Where nothing was booked the only news are wages that stayed away, and what is closed.
    const cards = await cardsOf(day)
    expect(cards).toHaveLength(rows['key_transaction'] ?? 0)
    expect(['payroll_stop', 'closed']).toEqual(expect.arrayContaining([...new Set(cards)]))
    // Evaluations travel with what speaks for the types of customers.
    expect(bytes / customers).toBeLessThan(260)
  }
})
