import type pg from 'pg'
import type { TableName } from '#contract/sync/rows/tables.ts'
import { tableNamed } from '#contract/sync/rows/tables.ts'
import type { Role } from '#domain/organisation/roles.ts'
import { type Clock, systemClock } from '#platform/clock/clock.ts'
import { lastClosedDay } from '../business-day/due-day.ts'
import { openBusinessDay } from '../business-day/open-business-day.ts'
import { readDatabaseInfo } from '../database/info.ts'
import { openJobPool } from '../database/job-pool.ts'
import { migrate } from '../database/migrate.ts'
import { prepareDatabase } from '../database/prepare.ts'
import { wireRow } from '../sources/wire-row.ts'
import { setPasswords } from '../staff/credentials.ts'
import { mergeStaged, stageRows } from '../store/bulk-load.ts'
import { inTransaction } from '../store/transaction.ts'
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

async function hasCustomers(pool: pg.Pool): Promise<boolean> {
  const { rows } = await pool.query<{ filled: boolean }>(
    'select exists (select from customer) as filled',
  )
  return rows[0]?.filled === true
}

/** Opens the first day, unless that is done; later days are opened by head office itself. */
async function openFirstDay(
  pool: pg.Pool,
  report: (progress: DemoProgress) => void,
): Promise<void> {
  const info = await readDatabaseInfo(pool)
  if (!info || info.openedDay !== null) return
  await openBusinessDay(pool, info.businessDate, {
    loaded: true,
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
    if (!(await hasCustomers(pool))) {
      const businessDate = lastClosedDay(clock.now())
      const description = {
        currency: 'CNY',
        demo: true,
        businessDate,
        calendar: 'running' as const,
      }
      await prepareDatabase(pool, description, clock.now())
      report({ step: 'generate', done: 0, total: 0 })
      await load(pool, generateDemo(businessDate, options.size ?? fullSize), report)
    }
    await openFirstDay(pool, report)
    report({ step: 'done', done: 0, total: 0 })
    return { users: demoUsers() }
  } finally {
    await pool.end()
  }
}
