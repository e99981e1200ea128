import type pg from 'pg'
import { tableNamed } from '#contract/sync/rows/tables.ts'
import type { Role } from '#domain/organisation/roles.ts'
import { addDays, type Day } from '#domain/time/day.ts'
import { type Clock, systemClock } from '#platform/clock/clock.ts'
import { demoCost } from '#platform/crypto/password.ts'
import { lastClosedDay } from '../business-day/due-day.ts'
import { openBusinessDay } from '../business-day/open-business-day.ts'
import { readDatabaseInfo } from '../database/info.ts'
import { openJobPool } from '../database/job-pool.ts'
import { migrate } from '../database/migrate.ts'
import { prepareDatabase } from '../database/prepare.ts'
import { installLibrary } from '../learning/install-library.ts'
import { findRiskClues } from '../risk/night.ts'
import { wireRow } from '../sources/wire-row.ts'
import { setPasswords } from '../staff/credentials.ts'
import { mergeStaged, stageRows } from '../store/bulk-load.ts'
import { inTransaction } from '../store/transaction.ts'
import { generateDemo } from './generate.ts'
import { makeDemoGroups } from './groups.ts'
import { learnInDemo } from './learning.ts'
import { planOrganisation, unitId } from './organisation.ts'
import { assessPastMonths } from './past-assessment.ts'
import { makePcCase } from './past-pc-case.ts'
import { settlePastCards } from './past-cards.ts'
import { workPastCases } from './past-risk.ts'
import { demoPassword } from './password.ts'
import { makeDemoViewings } from './viewings.ts'
import { countRows, type DemoRows, demoTables } from './rows.ts'
import { defaultSize, type DemoSize } from './size.ts'

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

/**
 * How far the filling is: `done` of `total` customers while they are loaded, branches while they are
 * summarised. `rows` counts what was written so far.
 */
export interface DemoProgress {
  step: 'prepare' | 'load' | 'merge' | 'summarise' | 'done'
  done: number
  total: number
  rows: number
}

/** What {@link fillDemo} needs. */
export interface FillOptions {
  databaseUrl: string
  onProgress?: (progress: DemoProgress) => void
  clock?: Clock
  /** What is not given is as in {@link defaultSize}. */
  size?: Partial<DemoSize>
}

/**
 * The demo's users: those of the outlets, the first one first, then the risk officer and the line managers of
 * the 支行, who log in at any of its outlets.
 */
export function demoUsers(size: DemoSize = defaultSize): DemoUser[] {
  const { outlets, people, units } = planOrganisation(size)
  type Person = (typeof people)[number]
  const user = ({ no, name, role }: Person, branchId: string, branchName: string): DemoUser => ({
    staffNo: no,
    name,
    role,
    password: demoPassword,
    branchId,
    branchName,
  })
  const unitNames = new Map(units.map(({ code, name }) => [code, name]))
  return [
    ...outlets.flatMap((outlet) => outlet.people.map((one) => user(one, outlet.id, outlet.name))),
    ...people
      .filter(({ role }) => role === 'risk_officer' || role === 'line_manager')
      .toSorted((a, b) => Number(b.role === 'risk_officer') - Number(a.role === 'risk_officer'))
      .map((one) => user(one, unitId(one.unitCode), unitNames.get(one.unitCode) ?? '')),
  ]
}

function* wireRows(rows: DemoRows, name: keyof DemoRows) {
  const table = tableNamed(name)
  for (const record of rows[name]) yield wireRow(table, record)
}

async function hasCustomers(pool: pg.Pool): Promise<boolean> {
  const { rows } = await pool.query<{ filled: boolean }>(
    'select exists (select from customer) as filled',
  )
  return rows[0]?.filled === true
}

type Report = (step: DemoProgress['step'], done?: number, total?: number, rows?: number) => void

/** Opens the first day, unless that is done; later days are opened by head office itself. */
async function openFirstDay(
  pool: pg.Pool,
  size: DemoSize,
  nowMs: number,
  report: Report,
): Promise<void> {
  const info = await readDatabaseInfo(pool)
  if (!info || info.openedDay !== null) return
  await openBusinessDay(pool, info.businessDate, {
    loaded: true,
    assignTiers: true,
    onProgress: (done, total) => report('summarise', done, total),
  })
  await settlePastCards(pool, info.businessDate, size.seed)
  await makeDemoGroups(pool, info.businessDate, planOrganisation(size).outlets)
  await makeDemoViewings(pool, info.businessDate, planOrganisation(size).outlets)
  await findRiskClues(pool, info.businessDate, nowMs)
  await workPastCases(pool, info.businessDate)
  await installLibrary(pool, addDays(info.businessDate, -60), nowMs)
  const organisation = planOrganisation(size)
  await learnInDemo(pool, info.businessDate, organisation)
  const { outlets } = organisation
  const bank = { businessDate: info.businessDate, outlets, seed: size.seed }
  await assessPastMonths(pool, bank, nowMs)
  await makePcCase(pool, info.businessDate, outlets)
}

/** Writes the bank batch by batch, in one transaction; returns how many rows it has. */
async function load(
  pool: pg.Pool,
  businessDate: Day,
  size: DemoSize,
  report: Report,
): Promise<number> {
  return inTransaction(pool, 'write', async (client) => {
    let customers = 0
    let rows = 0
    report('load', 0, size.customers)
    for (const batch of generateDemo(businessDate, size)) {
      for (const name of demoTables) {
        if (batch[name].length > 0) await stageRows(client, name, wireRows(batch, name))
      }
      customers += batch.customer.length
      rows += countRows(batch)
      report('load', Math.min(customers, size.customers), size.customers, rows)
    }
    await setPasswords(
      client,
      planOrganisation(size).people.map(({ id, no, unitCode }) => ({
        staffId: id,
        staffNo: no,
        branchId: unitId(unitCode),
        password: demoPassword,
      })),
      demoCost,
    )
    report('merge', 0, 0, rows)
    // Millions of rows take their time; nobody else works on an empty database.
    await client.query('set local statement_timeout = 0')
    await mergeStaged(client)
    return rows
  })
}

/**
 * Fills an empty database with the demo bank and marks it as demo. The rows come in one transaction,
 * so a fill that was killed begins again with the next call; a filled database is left as it is.
 * Returns who may log in, and how many rows were written.
 */
export async function fillDemo(options: FillOptions): Promise<{ users: DemoUser[]; rows: number }> {
  const size = { ...defaultSize, ...options.size }
  const report: Report = (step, done = 0, total = 0, rows = 0) =>
    options.onProgress?.({ step, done, total, rows })
  const clock = options.clock ?? systemClock
  const pool = openJobPool(options.databaseUrl)
  let rows = 0
  try {
    report('prepare')
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
      rows = await load(pool, businessDate, size, report)
      // Plans of the first day are made before anybody has looked at what was loaded.
      await pool.query('analyze')
    }
    await openFirstDay(pool, size, clock.now(), report)
    report('done', 0, 0, rows)
    return { users: demoUsers(size), rows }
  } finally {
    await pool.end()
  }
}
