import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { all } from '#db/connection/statements.ts'
import type { TaskGroup } from '#domain/workbench/groups.ts'
import type { Task } from '#domain/workbench/task.ts'
import { printWithinMs } from '#main/service/workbench/prints.ts'
import { type CustomerDesk, makeCustomerDesk } from '#test/support/customer-desk.ts'
import {
  allocate,
  callers,
  customerRecord,
  fillSmallBranch,
  ids,
  today,
} from '#test/support/small-branch.ts'

let desk: CustomerDesk

const id = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`
const wan = 1_000_000

function task(n: number, own: Partial<Task>): Task {
  return {
    branch_id: ids.branch,
    id: id(n),
    customer_id: ids.zhou,
    staff_id: ids.lin,
    kind: 'birthday',
    priority: 3,
    due_on: today,
    amount_fen: null,
    evidence: JSON.stringify({ on: today, age: 46 }),
    rule_version: 'birthday-1',
    state: 'open',
    created_at: 0,
    completed_at: null,
    completed_by: null,
    outcome: null,
    note: null,
    not_before: null,
    reason: null,
    ...own,
  }
}

beforeAll(async () => {
  desk = await makeCustomerDesk(today, ids.branch)
  fillSmallBranch(desk)
  desk.cache.put('org_unit', {
    id: ids.branch,
    code: '421181',
    name: '虚构路网点',
    level: 5,
    parent_id: null,
    valid_from: '2010-01-01',
    valid_to: null,
  })
  for (const staff of [ids.lin, ids.chen]) {
    desk.cache.put('staff_role', {
      branch_id: ids.branch,
      staff_id: staff,
      role: 'customer_manager',
      org_unit_id: ids.branch,
    })
  }
  desk.cache.put(
    'task',
    task(501, {}),
    task(502, {
      customer_id: ids.sun,
      kind: 'idle_cash',
      amount_fen: 500 * wan,
      due_on: '2026-11-30',
      evidence: JSON.stringify({ amountFen: 500 * wan, days: 15 }),
    }),
    // 赵 is not 林's any more: a task left in 林's name is not shown to 林.
    task(503, { customer_id: ids.zhao }),
    task(504, { customer_id: ids.sun, kind: 'data_quality', not_before: '2026-11-25' }),
  )
})
afterAll(() => desk.remove())

const firstPage = { group: null, offset: 0, limit: 40 }
const memberOf = (staffId: string) => ({ staffId, offset: 0, limit: 40 })

const code = (work: Promise<unknown>) =>
  work.then(
    () => 'no error',
    (error: Error) => error.message,
  )

describe('the own workbench', () => {
  test('one row a customer, with all reasons, in order of work; nobody else’s customers', async () => {
    const { total, rows } = await desk.call(callers.lin, 'workbench.rows', firstPage)
    expect(total).toBe(2)
    expect(rows.map(({ customerId }) => customerId)).toEqual([ids.zhou, ids.sun])
    const [zhou, sun] = rows
    expect(zhou?.tasks.map(({ kind }) => kind)).toEqual(['maturity', 'birthday'])
    expect(zhou).toMatchObject({
      place: 1,
      name: '周敏华',
      mobile: '199****6021',
      amountFen: 50 * wan,
      dueOn: today,
      points: { value: 40, urgency: 30, compliance: 0, intent: 5 },
      score: 75,
      gate: null,
    })
    // Selling alone, and no consent to calls: held back, and the reason is said.
    expect(sun).toMatchObject({ gate: 'noConsent', tasks: [{ kind: 'idle_cash' }] })
    const { counts } = await desk.call(callers.lin, 'workbench.open', null)
    expect(counts).toMatchObject({ open: 2, putOff: 0, dueToday: 1, dueTomorrow: 0, overdue: 0 })
    // A round leaves out whom a gate holds back.
    const round = await desk.call(callers.lin, 'workbench.round', { customerIds: [] })
    expect(round.rows.map(({ customerId }) => customerId)).toEqual([ids.zhou])
    const named = { customerIds: [ids.sun, ids.zhao, ids.zhou] }
    const left = await desk.call(callers.lin, 'workbench.round', named)
    expect(left.rows.map(({ customerId }) => customerId)).toEqual([ids.sun, ids.zhou])
  })

  test('the figures of the book', async () => {
    const { facts } = await desk.call(callers.lin, 'workbench.open', null)
    expect(facts).toMatchObject({
      customers: 2,
      vip: 2,
      maturingFen: 50 * wan,
      maturingCustomers: 1,
      maturingReached: 1,
      contacts: 0,
      // 100 万 − 18,333,333 分 at the end of October: 30 + 50 + 18.33; today 10 + 50 + 20.
      monthNetFen: 80 * wan - 98_333_333,
      dayNetFen: 0,
    })
  })

  test('takes the same few statements however many rows there are', async () => {
    desk.statementsRun()
    await desk.call(callers.lin, 'workbench.open', null)
    expect(desk.statementsRun()).toBeLessThanOrEqual(14)
    await desk.call(callers.lin, 'workbench.rows', firstPage)
    expect(desk.statementsRun()).toBeLessThanOrEqual(4)
    await desk.call(callers.lin, 'workbench.panels', null)
    expect(desk.statementsRun()).toBeLessThanOrEqual(6)
  })

  test('the panels: 90 days that end at today’s AUM, and what ends on its day', async () => {
    const panels = await desk.call(callers.lin, 'workbench.panels', null)
    expect(panels.trend).toHaveLength(90)
    expect(panels.trend.at(-1)).toEqual({ on: today, fen: 80 * wan })
    expect(panels.trend.find(({ on }) => on === '2026-10-09')?.fen).toBe(73_333_333)
    expect(panels.maturities.filter(({ amounts }) => amounts.length > 0)).toEqual([
      { on: '2026-11-24', amounts: [{ assetClass: 'deposit', fen: 50 * wan }] },
    ])
  })

  test('somebody who manages no book has an empty one; roles without customers are refused', async () => {
    const page = await desk.call(callers.supervisor, 'workbench.rows', firstPage)
    expect(page).toEqual({ total: 0, rows: [] })
    expect(await code(desk.call(callers.teller, 'workbench.open', null))).toBe('request.forbidden')
    expect(await code(desk.call(callers.lin, 'workbench.team', null))).toBe('request.forbidden')
    expect(await code(desk.call(callers.lin, 'workbench.member', memberOf(ids.chen)))).toBe(
      'request.forbidden',
    )
  })
})

describe('the team', () => {
  test('each manager’s work, and money that ends without anybody having spoken about it', async () => {
    const team = await desk.call(callers.head, 'workbench.team', null)
    expect(team.branchName).toBe('虚构路网点')
    expect(team.members.map(({ name, open, dueToday }) => ({ name, open, dueToday }))).toEqual([
      { name: '陈立新', open: 1, dueToday: 1 },
      { name: '林晓彤', open: 2, dueToday: 1 },
    ])
    expect(team.members[1]).toMatchObject({ maturingFen: 50 * wan, uncoveredFen: 0 })
    expect(team.uncovered).toEqual([])
    expect(team.unallocated).toBe(1)
    expect(team.top[0]).toMatchObject({ customerId: ids.zhou, managerName: '林晓彤' })
  })

  test('one manager’s rows, to be handed over', async () => {
    const { rows } = await desk.call(callers.head, 'workbench.member', memberOf(ids.lin))
    expect(rows.map(({ customerId }) => customerId)).toContain(ids.zhou)
    expect(await code(desk.call(callers.head, 'workbench.member', memberOf(ids.head)))).toBe(
      'staff.notAvailable',
    )
  })
})

describe('paper', () => {
  test('a visit list shows the address to the street, and no full number', async () => {
    const { visits, total } = await desk.call(callers.lin, 'workbench.visits', { limit: 1 })
    expect(total).toBe(2)
    expect(visits).toMatchObject([
      { name: '周敏华', address: '虚构市虚构区某某路******', mobile: '199****6021' },
    ])
  })

  test('printing leaves a record before it is answered', async () => {
    const printed = () =>
      desk.journal((journal) =>
        all(journal, `SELECT body FROM usage_record WHERE body LIKE '%"document":"morning"%'`),
      ).length
    const before = printed()
    const answer = await desk.call(callers.head, 'workbench.print', {
      document: 'morning',
      way: 'printer',
      lines: 9,
    })
    expect(answer.branchName).toBe('虚构路网点')
    expect(printed()).toBe(before + 1)
    const [body] = desk.journal((journal) =>
      all<{ body: string }>(
        journal,
        `SELECT body FROM usage_record WHERE body LIKE '%"document":"morning"%' ORDER BY rowid DESC`,
      ),
    )
    expect(JSON.parse(body?.body ?? '')).toMatchObject({
      document: 'morning',
      reason: 'morning_meeting',
      way: 'printer',
      lines: 9,
    })
  })

  test('one record is good for one printing, of the same session, within two minutes', async () => {
    const record = () =>
      desk.call(callers.lin, 'workbench.print', { document: 'log', way: 'pdf', lines: 1 })
    const take = (printId: string) =>
      code(desk.call(callers.lin, 'workbench.takePrint', { printId }))
    expect(await take('made up')).toBe('print.notRecorded')
    const { printId } = await record()
    expect(await take(printId)).toBe('no error')
    expect(await take(printId)).toBe('print.notRecorded')
    const late = await record()
    desk.clock.wallMs += printWithinMs + 1
    expect(await take(late.printId)).toBe('print.notRecorded')
  })
})

describe('acts', () => {
  const acts = async () => (await desk.call(callers.lin, 'workbench.rows', firstPage)).rows

  test('one act puts a whole row off, and it comes up again on its day', async () => {
    const [zhou] = await acts()
    const taskIds = zhou?.tasks.map((each) => each.id) ?? []
    const far = { taskIds, until: '2027-01-01', note: null }
    expect(await code(desk.call(callers.lin, 'workbench.postpone', far))).toBe('task.tooFarOff')
    await desk.call(callers.lin, 'workbench.postpone', { taskIds, until: '2026-11-24', note: null })
    expect((await acts()).map(({ customerId }) => customerId)).toEqual([ids.sun])
    const { counts } = await desk.call(callers.lin, 'workbench.open', null)
    expect(counts).toMatchObject({ open: 1, putOff: 1 })
  })

  test('what was put off or closed can be taken back by the same person', async () => {
    const putOff = [ids.task, id(501)]
    await desk.call(callers.lin, 'workbench.reopen', { taskIds: putOff })
    expect((await acts()).map(({ customerId }) => customerId)).toEqual([ids.zhou, ids.sun])
    const close = { taskIds: putOff, outcome: 'done' as const, note: null }
    await desk.call(callers.lin, 'workbench.complete', close)
    expect((await acts()).map(({ customerId }) => customerId)).toEqual([ids.sun])
    expect(await code(desk.call(callers.head, 'workbench.reopen', { taskIds: putOff }))).toBe(
      'task.notClosedByYou',
    )
    await desk.call(callers.lin, 'workbench.reopen', { taskIds: putOff })
    const later = { taskIds: putOff, until: '2026-11-24', note: null }
    await desk.call(callers.lin, 'workbench.postpone', later)
  })

  test('not suitable closes with its reason', async () => {
    const [sun] = await acts()
    const taskIds = sun?.tasks.map((each) => each.id) ?? []
    await desk.call(callers.lin, 'workbench.dismiss', { taskIds, reason: 'wrong_time', note: '' })
    expect(await acts()).toEqual([])
    const log = await desk.call(callers.lin, 'workbench.log', null)
    expect(log.closed).toMatchObject([{ outcome: 'not_suitable', customerName: '孙雅琴' }])
    expect(log.left).toMatchObject({ open: 0, putOff: 2 })
  })

  test('somebody else’s tasks, closed ones and unknown ones are refused', async () => {
    const close = (who: typeof callers.lin, taskIds: string[]) =>
      code(desk.call(who, 'workbench.complete', { taskIds, outcome: 'done', note: null }))
    expect(await close(callers.chen, [ids.task])).toBe('task.notYours')
    expect(await close(callers.lin, [id(502)])).toBe('task.alreadyClosed')
    expect(await close(callers.lin, [id(999)])).toBe('task.notFound')
    expect(await close(callers.head, [ids.task, ids.taskOfZhao])).toBe('task.notFound')
  })

  test('the head hands rows over; the colleague sees them at once, the first one no more', async () => {
    await desk.call(callers.head, 'workbench.reassign', {
      taskIds: [ids.taskOfZhao, id(503)],
      toStaffId: ids.lin,
      until: '2026-11-30',
      reason: 'leave',
    })
    expect((await acts()).map(({ customerId }) => customerId)).toEqual([ids.zhao])
    const chen = await desk.call(callers.chen, 'workbench.rows', firstPage)
    expect(chen.rows).toEqual([])
    const reassign = {
      taskIds: [ids.taskOfZhao],
      toStaffId: ids.head,
      until: '2026-11-30',
      reason: 'leave' as const,
    }
    expect(await code(desk.call(callers.head, 'workbench.reassign', reassign))).toBe(
      'staff.notAvailable',
    )
    expect(await code(desk.call(callers.chen, 'workbench.reassign', reassign))).toBe(
      'request.forbidden',
    )
  })
})

describe('a long work list', () => {
  /** As many customers as a large book has on a busy day; every third has a second reason. */
  const many = 130
  const customer = (n: number) => id(2000 + n)

  beforeAll(() => {
    for (let n = 0; n < many; n += 1) {
      desk.cache.put('customer', customerRecord({ id: customer(n), name: `测试${n}` }))
      allocate(desk, customer(n), ids.chen, 'primary')
      desk.cache.put(
        'task',
        task(6000 + n, {
          customer_id: customer(n),
          staff_id: ids.chen,
          kind: n % 2 === 0 ? 'birthday' : 'maturity',
          amount_fen: n % 2 === 0 ? null : (n % 10) * wan,
          due_on: ['2026-11-20', today, '2026-11-23', '2026-11-25'][n % 4] ?? today,
        }),
      )
      if (n % 3 === 0) {
        desk.cache.put(
          'task',
          task(8000 + n, { customer_id: customer(n), staff_id: ids.chen, kind: 'id_expiry' }),
        )
      }
    }
  })

  const page = (offset: number, limit: number, group: TaskGroup | null = null) =>
    desk.call(callers.chen, 'workbench.rows', { group, offset, limit })

  test('pages cut from it hold every row once, in one order, with its place', async () => {
    const whole = await page(0, 100)
    const rest = await page(100, 100)
    const order = [...whole.rows, ...rest.rows]
    expect(whole.total).toBe(many)
    expect(order.map(({ place }) => place)).toEqual(order.map((_, index) => index + 1))
    const small = []
    for (let offset = 0; offset < many; offset += 40) small.push(...(await page(offset, 40)).rows)
    expect(small).toEqual(order)
    expect(new Set(small.map(({ customerId }) => customerId)).size).toBe(many)
    expect(order.map(({ score }) => score)).toEqual(
      order.map(({ score }) => score).toSorted((a, b) => b - a),
    )
  })

  test('the counts of the tabs are those of the rows behind them', async () => {
    const { counts } = await desk.call(callers.chen, 'workbench.open', null)
    const rows = [...(await page(0, 100)).rows, ...(await page(100, 100)).rows]
    expect(counts.open).toBe(rows.length)
    for (const { group, rows: count } of counts.groups) {
      expect((await page(0, 1, group)).total).toBe(count)
      expect(rows.filter((row) => row.group === group)).toHaveLength(count)
    }
    expect(counts.overdue).toBe(rows.filter(({ dueOn }) => dueOn < today).length)
    expect(counts.dueToday).toBe(rows.filter(({ dueOn }) => dueOn === today).length)
    expect(counts.dueTomorrow).toBe(rows.filter(({ dueOn }) => dueOn === '2026-11-23').length)
    expect(counts.overdue * counts.dueToday * counts.dueTomorrow).toBeGreaterThan(0)
    const log = await desk.call(callers.chen, 'workbench.log', null)
    expect(log.left).toMatchObject({ open: many, overdue: counts.overdue })
  })

  test('a group keeps the places of the whole order', async () => {
    const { rows } = await page(0, 40, 'maturing')
    const places = rows.map(({ place }) => place)
    expect(places).toEqual([...places].sort((a, b) => a - b))
    expect(places).not.toEqual(rows.map((_, index) => index + 1))
  })

  test('neither calls nor bytes grow with the list', async () => {
    desk.statementsRun()
    const view = await desk.call(callers.chen, 'workbench.open', null)
    expect(desk.statementsRun()).toBeLessThanOrEqual(14)
    expect(JSON.stringify(view).length).toBeLessThan(2_000)
    const first = await page(0, 40)
    expect(desk.statementsRun()).toBeLessThanOrEqual(4)
    expect(JSON.stringify(first).length).toBeLessThan(40_000)
    const round = await desk.call(callers.chen, 'workbench.round', { customerIds: [] })
    expect(round.rows).toHaveLength(10)
    expect(JSON.stringify(round).length).toBeLessThan(12_000)
  })
})
