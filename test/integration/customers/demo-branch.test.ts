import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { CustomerRow } from '#contract/ipc/customers.ts'
import type { WorkRow } from '#contract/ipc/workbench-views.ts'
import { noFilter } from '#contract/ipc/no-filter.ts'
import { maskName, surnameOf } from '#domain/customers/mask.ts'
import { tiers } from '#domain/customers/tiers.ts'
import { deliberateKinds } from '#head-office/demo/deliberate.ts'
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

/** Customers of a branch as PostgreSQL has them, who may come to the counter. */
async function presentOf(branchId: string) {
  const { rows } = await pool.query<{
    name: string
    id_no: string
    tier: string
    sex: string
    manager: string
  }>(
    `select c.name, c.id_no, c.tier, c.sex, s.name as manager from customer c
     join customer_manager m on m.branch_id = c.branch_id and m.customer_id = c.id
       and m.role = 'primary'
     join staff s on s.branch_id = m.branch_id and s.id = m.staff_id
     where c.branch_id = $1 and c.id_type = '居民身份证' and c.tier = 'gold'
       and not exists (select from customer_manager a
         where a.customer_id = c.id and a.role <> 'primary')
       and (select count(*) from customer o where o.id_no = c.id_no) = 1
     order by c.customer_no limit 1`,
    [branchId],
  )
  return rows
}

const sum = (values: readonly number[]) => values.reduce((all, value) => all + value, 0)

/** What a list says of all who fit. */
const totalOf = async (over: Partial<typeof noFilter>) => {
  const { total, sumAumFen, sumAverageFen } = await pageOf(0, { ...noFilter, ...over })
  return { total, sumAumFen, sumAverageFen }
}

/** The facts of a work list row agree with what the customer's record shows. */
async function expectAgreed(row: WorkRow): Promise<void> {
  const record = await terminal.call('customers.open', { customerId: row.customerId })
  expect([row.name, row.tier, record.deceasedOn]).toEqual([record.name, record.tier, null])
  const open = record.tasks.filter(({ state }) => state === 'open').map(({ id }) => id)
  expect(open).toEqual(expect.arrayContaining(row.tasks.map(({ id }) => id)))
  for (const { kind, evidence, amountFen } of row.tasks) {
    const told = { kind, customer: record.id, amountFen }
    if (kind === 'maturity') {
      const ends = record.positions.filter(({ maturesOn }) => maturesOn === evidence['maturesOn'])
      const found = ends.some(({ balanceFen }) => balanceFen === amountFen)
      expect({ ...told, found }).toEqual({ ...told, found: true })
    } else if (kind === 'payment_due') {
      const owed = [
        ...record.loans.map(({ nextDueOn, nextDueFen }) => [nextDueOn, nextDueFen]),
        ...record.cards.map(({ dueOn, dueFen }) => [dueOn, dueFen]),
      ]
      expect(owed).toContainEqual([evidence['dueOn'], amountFen])
      const said = record.upcoming.map(({ on, amountFen: fen }) => [on, fen])
      expect(said).toContainEqual([evidence['dueOn'], amountFen])
    } else if (kind === 'tier_cliff') {
      const { floors } = await terminal.call('customers.average', {
        customerId: record.id,
        period: 'month',
      })
      const floor = floors.find(({ tier }) => tier === evidence['tier'])?.floorFen ?? NaN
      expect({ ...told, gap: floor - record.monthAverageFen }).toEqual({ ...told, gap: amountFen })
    } else if (kind === 'contact_overdue') {
      const { cycleDays, days } = evidence
      expect({ ...told, cycleDays }).toEqual({ ...told, cycleDays: record.contactCycleDays })
      if (days === null) expect(record.contacts.every((c) => c.outcome === 'no_answer')).toBe(true)
    } else if (kind === 'id_expiry') {
      const dates = record.upcoming.filter((one) => one.kind === 'idExpiry').map(({ on }) => on)
      expect(dates).toEqual([evidence['expiresOn']])
    }
  }
}

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

  test('reads the same sums by tier, by manager and of the whole', async () => {
    const whole = await totalOf({})
    const { rows } = await allRows()
    const byTier = await Promise.all(tiers.map((tier) => totalOf({ tier })))
    for (const [at, tier] of tiers.entries()) {
      const mine = rows.filter((row) => row.tier === tier)
      expect([tier, byTier[at]]).toEqual([
        tier,
        {
          total: mine.length,
          sumAumFen: sum(mine.map(({ aumFen }) => aumFen)),
          sumAverageFen: sum(mine.map(({ averageFen }) => averageFen)),
        },
      ])
      const above = byTier.slice(at)
      expect((await totalOf({ tier, tierAndAbove: true })).total).toBe(
        sum(above.map(({ total }) => total)),
      )
    }
    expect(sum(byTier.map(({ sumAumFen }) => sumAumFen))).toBe(whole.sumAumFen)

    const team = await terminal.call('workbench.team')
    const { views } = await terminal.call('customers.views')
    const vip = views.find(({ key }) => key === 'vip')?.count
    expect(team.facts).toMatchObject({
      customers: whole.total,
      vip,
      averageFen: whole.sumAverageFen,
    })
    const looked = sum(team.members.map(({ customers }) => customers))
    expect(looked + team.unallocated).toBe(whole.total)
    const uncovered = sum(team.members.map(({ uncoveredFen }) => uncoveredFen))
    expect(uncovered).toBeLessThanOrEqual(team.facts.maturingFen)
    for (const member of team.members) {
      const { total } = await terminal.call('workbench.member', {
        staffId: member.staffId,
        offset: 0,
        limit: 1,
      })
      expect([member.name, member.open]).toEqual([member.name, total])
    }
    // Nobody is left in peace on one page and called from another.
    const dead = await totalOf({ mark: 'deceased' })
    expect(dead.total).toBeGreaterThan(0)
    for (const kind of ['maturity', 'birthday', 'idle_cash', 'contact_overdue'] as const) {
      expect(await totalOf({ mark: 'deceased', task: kind })).toMatchObject({ total: 0 })
    }
    expect(await totalOf({ mark: 'deceased', overdue: true })).toMatchObject({ total: 0 })
  })

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

  test('says of the fund flow of each what the transactions say, with names masked', async () => {
    const { rows } = await allRows()
    const managed = new Set(rows.map(({ name }) => name))
    const sample = every(rows, 90)
    let outElsewhere = 0
    for (const { id } of sample) {
      const flow = await terminal.call('customers.fundFlow', { customerId: id, period: 'year' })
      const booked = await terminal.call('customers.transactions', {
        customerId: id,
        offset: 0,
        limit: 1,
      })
      const side = (direction: 'in' | 'out') =>
        sum(flow.classes.filter((each) => each.direction === direction).map(({ fen }) => fen))
      expect({
        id,
        total: flow.count + flow.removed.count,
        inFen: side('in') + flow.removed.inFen,
        outFen: side('out') + flow.removed.outFen,
        aside: flow.aside,
        net: flow.netFen,
        parties: sum(flow.parties.rows.map(({ count }) => count)) + flow.parties.rest.count,
      }).toEqual({
        id,
        total: booked.total,
        inFen: booked.inFen,
        outFen: booked.outFen,
        aside: { future: 0, currency: 0, currencies: [] },
        net: flow.inFen - flow.outFen,
        parties: flow.count,
      })
      const { rows: stored } = await pool.query<{ fen: number }>(
        `select coalesce(sum(t.amount_fen), 0)::float8 as fen from account a
         join customer c on c.branch_id = a.branch_id and c.id = a.customer_id
         join bank_transaction t on t.branch_id = a.branch_id and t.account_id = a.id
         where a.customer_id = $1 and t.direction = 'out' and t.counterparty_name = c.name`,
        [id],
      )
      expect([id, flow.leakage.ownElsewhereFen]).toEqual([id, stored[0]?.fen])
      outElsewhere += flow.leakage.ownElsewhereFen
      expect(flow.recoverable.fen).toBeLessThanOrEqual(flow.leakage.leakedFen)
      for (const { party } of flow.parties.rows) {
        // Whoever the viewer manages too is named in full, everybody else masked.
        if (party.kind === 'person' && !managed.has(party.name ?? ''))
          expect(party.name).toContain('*')
        if (party.kind === 'organisation') expect(party.name).not.toContain('*')
      }
    }
    expect(outElsewhere).toBeGreaterThan(0)
  })

  test('opens the record of everybody who is there on purpose, page by page', async () => {
    const purposely = await terminal.call('customers.list', {
      filter: noFilter,
      sort: 'number',
      descending: false,
      offset: 0,
      limit: deliberateKinds.length,
    })
    let most = 0
    for (const { id, name } of purposely.rows) {
      const record = await terminal.call('customers.open', { customerId: id })
      expect([record.name, record.contacts.length <= 20]).toEqual([name, true])
      const page = await terminal.call('customers.transactions', {
        customerId: id,
        offset: 0,
        limit: 200,
      })
      expect(page.rows.length).toBe(Math.min(200, page.total))
      most = Math.max(most, page.total)
      if (page.total <= 200) continue
      const last = await terminal.call('customers.transactions', {
        customerId: id,
        offset: page.total - 1,
        limit: 200,
      })
      expect(last.rows).toHaveLength(1)
    }
    // About 4,900 receipts a month.
    expect(most).toBeGreaterThan(14_000)
    const marks = new Set(purposely.rows.flatMap((row) => row.marks))
    expect([...marks]).toEqual(
      expect.arrayContaining(['deceased', 'frozen', 'dormant', 'noAccount', 'noPhone', 'staff']),
    )
  })

  test('finds customers the way people ask for them', async () => {
    const { rows } = await allRows()
    for (const row of every(rows, 400)) {
      const { hits } = await terminal.call('customers.search', { text: row.name, limit: 50 })
      expect(hits.map(({ id }) => id)).toContain(row.id)
      const byNumber = await terminal.call('customers.search', { text: row.customerNo, limit: 5 })
      expect(byNumber.hits[0]).toMatchObject({
        id: row.id,
        match: 'identifier',
        mine: true,
        tier: row.tier,
        averageFen: row.averageFen,
      })
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

  test('reads on the workbench what the book and each record say', async () => {
    const whole = await totalOf({})
    const { facts, counts } = await terminal.call('workbench.open')
    const rows: WorkRow[] = []
    for (let offset = 0; offset < counts.open; offset += 100) {
      const page = await terminal.call('workbench.rows', { group: null, offset, limit: 100 })
      rows.push(...page.rows)
    }
    expect(rows).toHaveLength(counts.open)
    const { views } = await terminal.call('customers.views')
    expect(facts).toMatchObject({
      customers: whole.total,
      vip: views.find(({ key }) => key === 'vip')?.count,
      averageFen: whole.sumAverageFen,
    })
    const { trend } = await terminal.call('workbench.panels')
    expect(trend.at(-1)?.fen).toBe(whole.sumAumFen)
    expect(rows.length).toBeGreaterThan(20)
    for (const row of every(rows, 4)) await expectAgreed(row)
    const listed = new Map((await allRows()).rows.map((row) => [row.id, row]))
    for (const { customerId, tier, tasks } of rows) {
      const row = listed.get(customerId)
      expect([row?.tier, (row?.openTasks ?? 0) >= tasks.length]).toEqual([tier, true])
    }
  })

  test('uses up thirty reveals in an hour, also across a restart of the service', async () => {
    const rows = (await allRows()).rows.filter(({ mobile }) => mobile !== '')
    const reveal = (row: CustomerRow | undefined) =>
      terminal.call('customers.reveal', {
        customerId: row?.id ?? '',
        field: 'mobile',
        reason: 'call',
      })
    for (const row of rows.slice(0, 20)) {
      expect((await reveal(row)).value).toMatch(/^\d{10,12}$/)
    }
    await terminal.kill()
    await terminal.start()
    await logIn(manager)
    for (const row of rows.slice(20, 30)) await reveal(row)
    await expect(reveal(rows[30])).rejects.toMatchObject({ code: 'reveal.quotaHour' })
  }, 300_000)

  test('is told about the own use this month', async () => {
    const { told, now } = await terminal.call('assessment.own', { month: null })
    const { usage } = await terminal.call('app.status')
    // Two logins here, on top of the month that head office has told.
    expect(usage).toMatchObject({ logins: (told?.facts.logins ?? 0) + 2, target: 12 })
    expect(now?.facts.logins).toBe(usage?.logins)
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

  test('sees of somebody present what the record says, and no money', async () => {
    const [known] = await presentOf(head.branchId)
    const found = await terminal.call('counter.find', { text: known?.id_no ?? '' })
    if (found.found !== 'visit') throw new Error('nobody is found by the whole number')
    expect(found.visit).toMatchObject({
      surname: surnameOf(known?.name ?? ''),
      tier: known?.tier,
      sex: known?.sex,
      idTail: known?.id_no.slice(-4),
      managerName: known?.manager,
    })
    expect(JSON.stringify(found.visit)).not.toMatch(/Fen"/)
    await terminal.call('counter.end', { visitId: found.visit.visitId })
    const { visits } = await terminal.call('counter.day')
    expect(visits[0]).toMatchObject({ name: maskName(known?.name ?? ''), state: 'ended' })
  })
})
