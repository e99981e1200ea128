import type pg from 'pg'
import type { TableName } from '#contract/sync/rows/tables.ts'
import { tableNamed } from '#contract/sync/rows/tables.ts'
import type { Role } from '#domain/organisation/roles.ts'
import { addDays, type Day, dayOfInstant } from '#domain/time/day.ts'
import { type Clock, systemClock } from '#platform/clock/clock.ts'
import { readDatabaseInfo } from '../database/info.ts'
import { openJobPool } from '../database/job-pool.ts'
import { migrate } from '../database/migrate.ts'
import { prepareDatabase } from '../database/prepare.ts'
import { wireRow } from '../sources/wire-row.ts'
import { setPasswords } from '../staff/credentials.ts'
import { mergeStaged, stageRows } from '../store/bulk-load.ts'
import { inTransaction } from '../store/transaction.ts'
import { refreshSummaries } from '../summary/refresh.ts'
import { type DemoData, type DemoSize, fullSize, generateDemo } from './generate.ts'
import { allPeople, outletPeople, unitId, unitName } from './organisation.ts'
import { demoPassword, demoPasswordCost } from './password.ts'

export { demoPassword }

/** A person who may log in to the demo. */
export interface DemoUser {
  staffNo: string
  name: string
  role: Role
  password: string
  branchId: string
  branchName: string
}

/** How far the filling is; `done` and `total` count rows. */
export interface DemoProgress {
  step: 'prepare' | 'generate' | 'load' | 'summarise' | 'done'
  done: number
  total: number
}

/** What {@link fillDemo} needs. */
export interface FillOptions {
  databaseUrl: string
  onProgress?: (progress: DemoProgress) => void
  clock?: Clock
  size?: DemoSize
}

/** The demo's users, those of the first outlet first. */
export function demoUsers(): DemoUser[] {
  return outletPeople().map(({ no, name, role, unit }) => ({
    staffNo: no,
    name,
    role,
    password: demoPassword,
    branchId: unitId(unit),
    branchName: unitName(unit),
  }))
}

function* wireRows(data: DemoData, name: keyof DemoData & TableName, onRow: () => void) {
  const table = tableNamed(name)
  for (const record of data[name]) {
    onRow()
    yield wireRow(table, record)
  }
}

async function hasRows(pool: pg.Pool, table: 'customer' | 'customer_summary'): Promise<boolean> {
  const { rows } = await pool.query<{ filled: boolean }>(
    `select exists (select from ${table}) as filled`,
  )
  return rows[0]?.filled === true
}

async function summarise(pool: pg.Pool, report: (progress: DemoProgress) => void): Promise<void> {
  const info = await readDatabaseInfo(pool)
  if (!info) return
  // Without statistics of the rows just loaded the plans take ten times as long.
  await pool.query('analyze')
  await refreshSummaries(pool, {
    businessDate: info.businessDate,
    assignTiers: true,
    onProgress: (done, total) => report({ step: 'summarise', done, total }),
  })
}

async function load(
  pool: pg.Pool,
  data: DemoData,
  report: (progress: DemoProgress) => void,
): Promise<void> {
  const names = Object.keys(data) as (keyof DemoData)[]
  const total = names.reduce((sum, name) => sum + data[name].length, 0)
  await inTransaction(pool, 'write', async (client) => {
    let done = 0
    for (const name of names) {
      await stageRows(
        client,
        name,
        wireRows(data, name, () => {
          done += 1
          if (done % 5000 === 0) report({ step: 'load', done, total })
        }),
      )
    }
    report({ step: 'load', done, total })
    await setPasswords(
      client,
      allPeople().map(({ no, unit, id }) => ({
        staffId: id,
        staffNo: no,
        branchId: unitId(unit),
        password: demoPassword,
      })),
      demoPasswordCost,
    )
    await mergeStaged(client)
  })
}

/** The day whose close the demo shows: yesterday in UTC+8. */
export function demoBusinessDate(nowMs: number): Day {
  return addDays(dayOfInstant(nowMs), -1)
}

/**
 * Fills an empty database with the demo bank and marks it as demo. The rows come in one transaction,
 * so a fill that was killed begins again with the next call; a filled database is left as it is.
 * Returns who may log in.
 */
export async function fillDemo(options: FillOptions): Promise<{ users: DemoUser[] }> {
  const report = options.onProgress ?? (() => {})
  const clock = options.clock ?? systemClock
  const pool = openJobPool(options.databaseUrl)
  try {
    report({ step: 'prepare', done: 0, total: 0 })
    await migrate(pool)
    if (!(await hasRows(pool, 'customer'))) {
      const businessDate = demoBusinessDate(clock.now())
      await prepareDatabase(pool, { currency: 'CNY', demo: true, businessDate }, clock.now())
      report({ step: 'generate', done: 0, total: 0 })
      await load(pool, generateDemo(businessDate, options.size ?? fullSize), report)
    }
    if (!(await hasRows(pool, 'customer_summary'))) await summarise(pool, report)
    report({ step: 'done', done: 0, total: 0 })
    return { users: demoUsers() }
  } finally {
    await pool.end()
  }
}
