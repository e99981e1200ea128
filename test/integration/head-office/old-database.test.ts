import { readdir, readFile } from 'node:fs/promises'
import type pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDueDay } from '#head-office/business-day/due-day.ts'
import { readDatabaseInfo } from '#head-office/database/info.ts'
import { migrate } from '#head-office/database/migrate.ts'
import { sha256Hex } from '#platform/crypto/hash.ts'
import { branchA, idOf } from '#test/support/branch-data.ts'
import { openPool } from '#test/support/pool.ts'
import { withDatabase } from '#test/support/postgres.ts'

const database = withDatabase()
const folder = new URL('../../../head-office/migrations/', import.meta.url)
let pool: pg.Pool

beforeAll(async () => {
  pool = openPool(database.url)
  await pool.query(
    `create table schema_migration (name text primary key, checksum text not null,
       applied_at timestamptz(3) not null default now())`,
  )
  for (const file of (await readdir(folder)).filter((name) => /^000[1-6]_/.test(name)).sort()) {
    const sql = await readFile(new URL(file, folder), 'utf8')
    await pool.query(sql)
    const row = [file.replace('.sql', ''), sha256Hex(sql)]
    await pool.query('insert into schema_migration (name, checksum) values ($1, $2)', row)
  }
  await pool.query(
    `insert into database_info (epoch, currency, demo, business_date, created_at)
     values ($1, 'CNY', true, '2026-11-20', '2026-11-21T01:00Z')`,
    [idOf('epoch', 'old')],
  )
  await pool.query('insert into scope_version (branch_id, v) values ($1, 4)', [branchA])
  await pool.query(
    `insert into customer_summary (branch_id, customer_id, as_of, aum_fen, aum_month_average_fen,
       aum_quarter_average_fen, aum_30_days_ago_fen, loan_fen, asset_classes, month_averages,
       completeness_bp, ver, rev)
     values ($1, $2, '2026-11-20', 5, 5, 5, 5, 0, 'deposit', '[]', 6000, 4, 1)`,
    [branchA, idOf('customer', '旧库')],
  )
})
afterAll(() => pool.end())

test('summaries of an older database keep their figures; their day moves to the branch', async () => {
  await migrate(pool)
  const { rows } = await pool.query(
    `select s.aum_fen::int as aum, s.ver::int as ver, to_char(r.as_of, 'YYYY-MM-DD') as day,
       r.ver::int as "dayVer", v.v::int as head
     from customer_summary s join reckoning r on r.branch_id = s.branch_id
     join scope_version v on v.branch_id = s.branch_id`,
  )
  expect(rows).toEqual([{ aum: 5, ver: 4, day: '2026-11-20', dayVer: 5, head: 5 }])
})

test('an older database of today opens the day that is due', async () => {
  expect(await readDatabaseInfo(pool)).toMatchObject({
    calendar: 'running',
    openedDay: '2026-11-20',
  })
  expect(await openDueDay(pool, Date.UTC(2026, 10, 26, 9))).toBe('2026-11-25')
})
