import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fillDemo } from '#head-office/demo/fill.ts'
import { openPool } from '#test/support/pool.ts'
import { withDatabase } from '#test/support/postgres.ts'

const database = withDatabase()
/** 2026-11-23 09:00 in UTC+8: the demo shows the close of the 22nd. */
const clock = { now: () => Date.UTC(2026, 10, 23, 1), monotonic: () => performance.now() }
let pool: pg.Pool

beforeAll(async () => {
  pool = openPool(database.url)
  await fillDemo({ databaseUrl: database.url, clock, size: { customers: 400, days: 35 } })
}, 300_000)
afterAll(() => pool.end())

async function rowsOf<Row extends pg.QueryResultRow>(sql: string): Promise<Row[]> {
  return (await pool.query<Row>(sql)).rows
}

describe('the demo’s assessment', () => {
  test('has locked months, one that may be appealed against, and the running one', async () => {
    const months = await rowsOf<{ month: string; state: string }>(
      `select to_char(month, 'YYYY-MM') as month, state from assessment_month order by month`,
    )
    expect(months).toEqual([
      { month: '2026-06', state: 'locked' },
      { month: '2026-07', state: 'locked' },
      { month: '2026-08', state: 'locked' },
      { month: '2026-09', state: 'locked' },
      { month: '2026-10', state: 'provisional' },
      { month: '2026-11', state: 'open' },
    ])
  })

  test('tells of everybody a believable month', async () => {
    const rows = await rowsOf<{
      no: string
      month: string
      outcome: string
      points: number | null
    }>(
      `select s.staff_no as no, to_char(r.month, 'MM') as month, r.outcome,
         r.hundredths / 100.0 as points
       from assessment_result r join staff s on s.branch_id = r.branch_id and s.id = r.staff_id
       order by 2, 1`,
    )
    const of = (month: string) => rows.filter((row) => row.month === month)
    expect(of('11')).toHaveLength(14)
    const passed = of('10').filter(({ outcome }) => outcome === 'passed').length
    expect(passed).toBeGreaterThan(6)
    expect(passed).toBeLessThan(14)
    const leave = of('11').find(({ no }) => no === '8110105')
    expect(leave?.outcome).toBe('exempt')
    for (const { points } of rows)
      if (points !== null) expect(Number(points)).toBeLessThanOrEqual(100)
  })

  test('has one appeal that waits, one exemption, and a sign to decide', async () => {
    expect(await rowsOf('select state from assessment_appeal')).toEqual([{ state: 'waiting' }])
    expect(await rowsOf('select kind from assessment_exemption')).toEqual([{ kind: 'leave' }])
    const signs = await rowsOf<{ no: string; month: string; kind: string }>(
      `select s.staff_no as no, to_char(u.month, 'MM') as month, u.kind from usage_sign u
       join staff s on s.branch_id = u.branch_id and s.id = u.staff_id order by 2, 1`,
    )
    expect(signs).toEqual([{ no: '8110107', month: '10', kind: 'short_sessions' }])
  })
})
