import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { CustomerRow } from '#contract/ipc/customers.ts'
import { noFilter } from '#contract/ipc/no-filter.ts'
import { type DemoUser, fillDemo } from '#head-office/demo/fill.ts'
import { createEnrolmentCode } from '#head-office/devices/enrolment.ts'
import { createHeadOffice } from '#head-office/server/app.ts'
import { systemClock } from '#platform/clock/clock.ts'
import { silentLogger } from '#platform/log/logger.ts'
import { TestTerminal } from '../../support/branch-service.ts'
import { openPool } from '../../support/pool.ts'
import { withDatabase } from '../../support/postgres.ts'

/*
 * The demo bank as a terminal shows it, all the way: head office fills and computes it, a real
 * branch service enrols, fetches and answers. Every figure that stands in two places is compared.
 */

const database = withDatabase()
let pool: pg.Pool
let app: FastifyInstance
let dataDir: string
let terminal: TestTerminal
let head: DemoUser
let manager: DemoUser
let users: readonly DemoUser[]

const userWith = (users: readonly DemoUser[], role: string, branchId?: string): DemoUser => {
  const user = users.find(
    (each) => each.role === role && (branchId === undefined || each.branchId === branchId),
  )
  if (!user) throw new Error(`the demo has no ${role}`)
  return user
}

beforeAll(async () => {
  pool = openPool(database.url)
  users = (await fillDemo({ databaseUrl: database.url, onProgress: () => {} })).users
  head = userWith(users, 'branch_head')
  manager = userWith(users, 'customer_manager', head.branchId)
  dataDir = await mkdtemp(join(tmpdir(), 'head-office-'))
  app = await createHeadOffice({ pool, dataDir, clock: systemClock, logger: silentLogger })
  const headOfficeUrl = await app.listen({ host: '127.0.0.1', port: 0 })
  const enrolmentCode = await createEnrolmentCode(pool, { branchId: head.branchId })
  terminal = new TestTerminal({ headOfficeUrl, enrolmentCode })
  await terminal.start()
}, 300_000)

afterAll(async () => {
  await terminal.remove()
  await app.close()
  await pool.end()
  await rm(dataDir, { recursive: true, force: true })
})

const logIn = async ({ staffNo, password }: DemoUser): Promise<void> => {
  await terminal.call('session.login', { staffNo, password, offline: false })
  const ready = async () => (await terminal.call('app.status')).dataReady
  await terminal.until('the branch on this PC', ready, 240_000)
}

const pageOf = (offset: number, filter = noFilter) =>
  terminal.call('customers.list', { filter, sort: 'aum', descending: true, offset, limit: 200 })

async function allRows(): Promise<{ rows: CustomerRow[]; sumAumFen: number; total: number }> {
  const { total, sumAumFen } = await pageOf(0)
  const rows: CustomerRow[] = []
  while (rows.length < total) rows.push(...(await pageOf(rows.length)).rows)
  return { rows, sumAumFen, total }
}

/** Customers of a manager as PostgreSQL has them, in order of id. */
async function bookOf(staffNo: string): Promise<{ id: string; role: string }[]> {
  const { rows } = await pool.query<{ id: string; role: string }>(
    `select m.customer_id::text as id, m.role from customer_manager m
     join staff s on s.branch_id = m.branch_id and s.id = m.staff_id
     where s.staff_no = $1 order by 1`,
    [staffNo],
  )
  return rows
}

/** What PostgreSQL has of a branch's customers, in the words of the list. */
async function branchRows(branchId: string): Promise<Map<string, Partial<CustomerRow>>> {
  const { rows } = await pool.query<Partial<CustomerRow> & { id: string }>(
    `select c.id::text, c.customer_no as "customerNo", c.tier,
       s.aum_fen::float8 as "aumFen", s.aum_month_average_fen::float8 as "averageFen",
       (s.aum_fen - s.aum_30_days_ago_fen)::float8 as "change30Fen", s.completeness_bp as "completenessBp",
       to_char(s.last_contact_on, 'YYYY-MM-DD') as "lastContactOn",
       exists (select from loan l where l.branch_id = c.branch_id and l.customer_id = c.id
         and l.status in ('performing', 'overdue')) as "hasLoan"
     from customer c
     join customer_summary s on s.branch_id = c.branch_id and s.customer_id = c.id
     where c.branch_id = $1`,
    [branchId],
  )
  return new Map(rows.map((row) => [row.id, row]))
}

/** What the list shows is what PostgreSQL has, customer by customer. */
async function expectAsStored(rows: readonly CustomerRow[], branchId: string): Promise<void> {
  const stored = await branchRows(branchId)
  for (const row of rows) {
    const found = stored.get(row.id)
    expect(found).toBeDefined()
    expect(row).toMatchObject(found ?? {})
  }
}

const sum = (values: readonly number[]) => values.reduce((all, value) => all + value, 0)

/** Every n-th of a list, its first among them. */
const every = <Item>(items: readonly Item[], n: number) =>
  items.filter((_, index) => index % n === 0)

describe('the branch head', () => {
  test('sees the whole branch, and its sums add up', async () => {
    await logIn(head)
    const { rows, sumAumFen, total } = await allRows()
    expect(total).toBeGreaterThan(2500)
    expect(new Set(rows.map(({ id }) => id)).size).toBe(total)
    expect(sum(rows.map(({ aumFen }) => aumFen))).toBe(sumAumFen)
    expect(total).toBe((await branchRows(head.branchId)).size)
    await expectAsStored(rows, head.branchId)
    for (const view of (await terminal.call('customers.views')).views) {
      expect([view.key, view.count]).toEqual([view.key, (await pageOf(0, view.filter)).total])
    }
  }, 300_000)

  test('finds on each record what list, chart, holdings and explanation say alike', async () => {
    const { rows } = await allRows()
    const sample = every(rows, 60)
    expect(sample.length).toBeGreaterThan(40)
    for (const row of sample) {
      const record = await terminal.call('customers.open', { customerId: row.id })
      const average = (period: 'month' | 'quarter') =>
        terminal.call('customers.average', { customerId: row.id, period })
      const [month, quarter] = [await average('month'), await average('quarter')]
      const shown = {
        aum: sum(record.positions.map(({ balanceFen }) => balanceFen)),
        change: record.change30Fen,
        month: month.averageFen,
        quarter: quarter.averageFen,
        quarterParts: sum(quarter.classes.map(({ averageFen }) => averageFen)),
        quarterDays: sum(quarter.months.map(({ sumFenDays }) => sumFenDays)),
        trend: row.trendFen.at(-1),
        openTasks: record.tasks.filter(({ state }) => state === 'open').length,
        completeness: record.completenessBp,
        loan: record.loanFen > 0,
        lastContact: record.lastContactOn,
        classes: record.trend.series.length >= row.assets.length,
      }
      expect(shown).toEqual({
        aum: row.aumFen,
        change: row.change30Fen,
        month: record.monthAverageFen,
        quarter: record.quarterAverageFen,
        quarterParts: quarter.averageFen,
        quarterDays: quarter.sumFenDays,
        trend: row.averageFen,
        openTasks: row.openTasks,
        completeness: row.completenessBp,
        loan: row.hasLoan,
        lastContact: row.lastContactOn,
        classes: true,
      })
      const chart = row.trendFen.map((_, index) => {
        const back = row.trendFen.length - index
        return sum(record.trend.series.map(({ averagesFen }) => averagesFen.at(-back) ?? 0))
      })
      // Each class is rounded to 分 by itself, the list's trend once.
      chart.forEach((fen, index) => {
        expect(Math.abs(fen - (row.trendFen[index] ?? 0))).toBeLessThanOrEqual(
          record.trend.series.length,
        )
      })
    }
  })

  test('finds customers the way people ask for them', async () => {
    const { rows } = await allRows()
    for (const row of every(rows, 400)) {
      const { hits } = await terminal.call('customers.search', { text: row.name, limit: 50 })
      expect(hits.map(({ id }) => id)).toContain(row.id)
      const byNumber = await terminal.call('customers.search', { text: row.customerNo, limit: 5 })
      expect(byNumber.hits[0]).toMatchObject({ id: row.id, match: 'identifier', mine: true })
    }
  })
})

describe('a customer manager', () => {
  test('sees the own book alone, and others only as masked hits', async () => {
    await terminal.call('session.logout')
    await logIn(manager)
    const { rows, total } = await allRows()
    expect(total).toBeGreaterThan(800)
    expect(total).toBeLessThan(1200)
    const own = new Set(rows.map(({ id }) => id))
    const book = await bookOf(manager.staffNo)
    expect([...own].sort()).toEqual(book.map(({ id }) => id))
    await expectAsStored(rows, manager.branchId)
    const shared = rows.filter(({ managerName }) => managerName !== manager.name)
    expect(shared.map(({ id }) => id).sort()).toEqual(
      book.filter(({ role }) => role !== 'primary').map(({ id }) => id),
    )
    const { hits } = await terminal.call('customers.search', { text: '王', limit: 50 })
    expect(hits.length).toBeGreaterThan(0)
    for (const hit of hits) {
      expect([hit.id, hit.mine, hit.name.includes('*')]).toEqual([
        hit.id,
        own.has(hit.id),
        !own.has(hit.id),
      ])
    }
    const rare = await terminal.call('customers.search', { text: '欧阳', limit: 50 })
    const stranger = rare.hits.find(({ mine }) => !mine)
    if (stranger) {
      await expect(
        terminal.call('customers.open', { customerId: stranger.id }),
      ).rejects.toMatchObject({ code: 'customer.notYours' })
    }
  }, 300_000)

  test('uses up thirty reveals in an hour, also across a restart of the service', async () => {
    const rows = (await allRows()).rows.filter(({ mobile }) => mobile !== '')
    const reveal = (row: CustomerRow | undefined) =>
      terminal.call('customers.reveal', {
        customerId: row?.id ?? '',
        field: 'mobile',
        reason: 'call',
      })
    for (const row of rows.slice(0, 20)) {
      expect((await reveal(row)).value).toMatch(/^\d{11}$/)
    }
    await terminal.kill()
    await terminal.start()
    await logIn(manager)
    for (const row of rows.slice(20, 30)) await reveal(row)
    await expect(reveal(rows[30])).rejects.toMatchObject({ code: 'reveal.quotaHour' })
  }, 300_000)

  test('is told about the own use this month', async () => {
    const { usage } = await terminal.call('app.status')
    expect(usage).toMatchObject({ logins: 2, target: 12 })
  })
})

describe('the operations supervisor', () => {
  test('sees the same branch as its head', async () => {
    await terminal.call('session.logout')
    await logIn(userWith(users, 'operations_supervisor', head.branchId))
    const { rows, total, sumAumFen } = await allRows()
    expect(total).toBe((await branchRows(head.branchId)).size)
    expect(sum(rows.map(({ aumFen }) => aumFen))).toBe(sumAumFen)
  }, 300_000)
})

describe.each(['teller', 'lobby_manager'])('a %s', (role) => {
  test('gets no list of customers', async () => {
    await terminal.call('session.logout')
    await logIn(userWith(users, role, head.branchId))
    await expect(pageOf(0)).rejects.toMatchObject({ code: 'request.forbidden' })
  }, 300_000)
})
