import type pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type DemoUser, fillDemo } from '#head-office/demo/fill.ts'
import { staffId } from '#head-office/demo/organisation.ts'
import { plantedFamily } from '#head-office/demo/planted-flows.ts'
import { findDueClues } from '#head-office/risk/night.ts'
import { riskOfficer } from '#head-office/risk/officer.ts'
import { riskCases } from '#head-office/risk/read-cases.ts'
import { inTransaction } from '#head-office/store/transaction.ts'
import { openPool } from '#test/support/pool.ts'
import { withDatabase } from '#test/support/postgres.ts'

const database = withDatabase()
/** 2026-11-23 09:00 in UTC+8: the demo shows the close of the 22nd. */
const clock = { now: () => Date.UTC(2026, 10, 23, 1), monotonic: () => performance.now() }
let pool: pg.Pool
let officer: DemoUser | undefined

beforeAll(async () => {
  pool = openPool(database.url)
  const { users } = await fillDemo({ databaseUrl: database.url, clock, size: { customers: 350 } })
  officer = users.find(({ role }) => role === 'risk_officer')
}, 300_000)
afterAll(() => pool.end())

async function list() {
  return inTransaction(pool, 'snapshot', async (client) => {
    const reader = await riskOfficer(client, staffId(officer?.staffNo ?? ''))
    if (!reader) throw new Error('no officer')
    return riskCases(client, reader, { group: 'all', kind: null, order: 'score' }, clock.now())
  })
}

test('the risk officer finds new cases, one in hand, and two that were settled', async () => {
  expect(officer).toMatchObject({ staffNo: '8110003', branchName: '杉河县支行' })
  const { counts, items, overdue, recoveredYearFen } = await list()
  expect(counts).toEqual({
    new: 3,
    checking: 1,
    handled: 0,
    false_alarm: 0,
    closed: 2,
    open: 4,
    mine: 1,
    all: 6,
  })
  expect(overdue).toBe(0)
  expect(recoveredYearFen).toBe(2_770_000)
  expect(items.every(({ covered }) => covered)).toBe(true)
  const closed = items.filter(({ state }) => state === 'closed')
  expect(closed.map(({ kind, recoveredFen }) => [kind, recoveredFen]).sort()).toEqual([
    ['fan_in', 0],
    ['pass_through', 2_770_000],
  ])
  for (const { openedAtMs, toOn } of items) {
    expect(openedAtMs).toBeGreaterThan(Date.parse(`${toOn}T00:00:00+08:00`))
  }
  expect(items.find(({ score }) => score === 80)?.branchNames).toHaveLength(2)
})

test('the night of the day is done: it finds nothing twice, and the family never', async () => {
  const before = await list()
  expect(await findDueClues(pool, clock.now() + 60_000)).toBeNull()
  expect(await list()).toEqual(before)
  const { rows } = await pool.query(
    `select from risk_clue_member m
     join customer c on c.branch_id = m.branch_id and c.id = m.customer_id
     where c.name = any($1)`,
    [plantedFamily],
  )
  expect(rows).toEqual([])
})
