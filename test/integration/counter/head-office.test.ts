import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { CommandResult } from '#contract/sync/commands.ts'
import { uuidV7 } from '#platform/ids/uuid.ts'
import {
  aCustomer,
  aManager,
  branchA,
  branchB,
  idOf,
  loadRecords,
  people,
  testDay,
  type TestRecord,
  type TestStaff,
} from '#test/support/branch-data.ts'
import { TestDevice } from '#test/support/device.ts'
import { startHeadOffice, type TestHeadOffice } from '#test/support/head-office.ts'
import { withDatabase } from '#test/support/postgres.ts'
import { refreshSummaries } from '#test/support/refresh-summaries.ts'

const database = withDatabase()
let office: TestHeadOffice
let device: TestDevice
const grants = new Map<string, string>()
let count = 0
let zhou: ReturnType<typeof aCustomer>

beforeAll(async () => {
  office = await startHeadOffice({ databaseUrl: database.url })
  device = await TestDevice.of(office)
  for (const staff of [people.li, people.wang, people.zhao, people.teller]) {
    grants.set(staff.id, (await device.login(staff)).grant)
  }
})
afterAll(() => office.close())

const atMs = Date.parse(`${testDay}T02:00:00Z`)
const minute = 60_000

beforeEach(async () => {
  count += 1
  await makeCustomer()
})

async function makeCustomer(over = {}, managers?: TestRecord[]): Promise<void> {
  zhou = aCustomer(`周海华${count}`, over)
  await loadRecords(office.pool, {
    customer: [zhou],
    customer_manager: managers ?? [aManager(zhou.id, people.li.id)],
  })
  await refreshSummaries(office.pool, { businessDate: testDay, branchIds: [branchA] })
}

async function give(name: string, staff: TestStaff, payload: object): Promise<CommandResult> {
  const command = device.command(name, staff.id, grants.get(staff.id) ?? '', payload)
  const [result] = (await device.push([command])).results
  if (!result) throw new Error('no result')
  return result
}

const newId = () => uuidV7(Date.now())

const visitOf = (visitId: string, over: object = {}) => ({
  visitId,
  customerId: zhou.id,
  openedAtMs: atMs,
  foundBy: 'id_number',
  suggested: 2,
  acts: [],
  station: { state: 'open' },
  ...over,
})

async function visit(staff: TestStaff = people.teller, over: object = {}): Promise<string> {
  const visitId = newId()
  await give('counter.recordVisit', staff, visitOf(visitId, over))
  return visitId
}

const referralOf = (visitId: string, over: object = {}) => ({
  referralId: newId(),
  taskId: newId(),
  visitId,
  customerId: zhou.id,
  toStaffId: people.li.id,
  reason: 'maturity',
  atMs: atMs + minute,
  ...over,
})

async function refer(over: object = {}, staff: TestStaff = people.teller) {
  const payload = referralOf(await visit(staff), over)
  return { payload, result: await give('referral.create', staff, payload) }
}

async function rowOf(table: 'referral' | 'task' | 'counter_visit', id: string) {
  const { rows } = await office.pool.query<Record<string, unknown>>(
    `select * from ${table} where id = $1`,
    [id],
  )
  return rows[0]
}

const advance = (referralId: string, to: string, over: object = {}) => ({
  referralId,
  customerId: zhou.id,
  to,
  failure: null,
  feedback: null,
  atMs: atMs + 2 * minute,
  ...over,
})

describe('counter.recordVisit', () => {
  test('reports of one visit add up, in any order', async () => {
    const id = newId()
    const station = { state: 'ended', endedAtMs: atMs + 40_000, cutOff: null }
    const later = visitOf(id, { acts: ['referred'], station })
    expect(await give('counter.recordVisit', people.teller, later)).toMatchObject({
      outcome: 'applied',
      revs: { [`counter_visit:${id}`]: 1 },
    })
    await give('counter.recordVisit', people.teller, visitOf(id, { acts: ['phone_confirmed'] }))
    expect(await rowOf('counter_visit', id)).toMatchObject({
      acts: 'referred,phone_confirmed',
      state: 'ended',
      ended_at: new Date(atMs + 40_000),
      staff_id: people.teller.id,
    })
  })

  test('keeps why it ended that nobody ended it, whichever report comes first', async () => {
    for (const reversed of [false, true]) {
      const id = newId()
      const reports = [
        visitOf(id),
        visitOf(id, {
          station: { state: 'ended', endedAtMs: atMs + 40_000, cutOff: 'locked' },
        }),
      ]
      for (const one of reversed ? reports.toReversed() : reports) {
        await give('counter.recordVisit', people.teller, one)
      }
      expect(await rowOf('counter_visit', id)).toMatchObject({ state: 'ended', cut_off: 'locked' })
    }
  })

  test('nobody else reports on it, and no manager receives at the counter', async () => {
    const id = await visit()
    expect(await give('counter.recordVisit', people.zhao, visitOf(id))).toMatchObject({
      outcome: 'quarantined',
      code: 'request.invalid',
    })
    expect(await give('counter.recordVisit', people.li, visitOf(newId()))).toMatchObject({
      outcome: 'quarantined',
      code: 'request.forbidden',
    })
  })

  test('a phone confirmed at the counter counts at once, and the next summary says the same', async () => {
    const result = await give(
      'counter.recordVisit',
      people.teller,
      visitOf(newId(), { acts: ['phone_confirmed'] }),
    )
    expect(result.revs[`customer_summary:${zhou.id}`]).toBe(2)
    const refreshed = await refreshSummaries(office.pool, {
      businessDate: testDay,
      branchIds: [branchA],
    })
    expect(refreshed).toMatchObject({ inserted: 0, updated: 0 })
  })
})

describe('referral.create', () => {
  test('goes to the manager as a task of first rank', async () => {
    const { payload, result } = await refer()
    expect(result).toMatchObject({ outcome: 'applied', code: null })
    expect(Object.keys(result.revs).sort()).toEqual(
      [`referral:${payload.referralId}`, `task:${payload.taskId}`].sort(),
    )
    expect(await rowOf('referral', payload.referralId)).toMatchObject({
      referred_by: people.teller.id,
      to_staff_id: people.li.id,
      route: 'primary',
      state: 'referred',
      times: 1,
    })
    expect(await rowOf('task', payload.taskId)).toMatchObject({
      kind: 'referral',
      priority: 0,
      staff_id: people.li.id,
      evidence: JSON.stringify({ reason: 'maturity', by: '钱敏', on: testDay }),
    })
  })

  test('is refused where the two were not together: no visit, another teller’s, or one run out', async () => {
    const wrong = [
      referralOf(newId()),
      referralOf(await visit(people.zhao)),
      referralOf(await visit(), { atMs: atMs + 17 * minute }),
    ]
    for (const payload of wrong) {
      expect(await give('referral.create', people.teller, payload)).toMatchObject({
        outcome: 'rejected',
        code: 'counter.notPresent',
      })
    }
    const manager = await give('referral.create', people.wang, referralOf(await visit()))
    expect(manager).toMatchObject({ outcome: 'rejected', code: 'request.forbidden' })
  })

  test('joins the open one of the last 30 days, whoever gives it', async () => {
    const { payload } = await refer()
    const again = await refer({}, people.zhao)
    expect(again.result).toMatchObject({
      outcome: 'applied_with_changes',
      code: 'referral.joined',
    })
    expect(await rowOf('referral', again.payload.referralId)).toBeUndefined()
    expect(await rowOf('referral', payload.referralId)).toMatchObject({ times: 2 })
    await office.pool.query(`update referral set referred_at = referred_at - interval '31 days'`)
    expect((await refer()).result).toMatchObject({ outcome: 'applied' })
  })

  test('one that has ended is not joined', async () => {
    const { payload } = await refer()
    await give('referral.advance', people.li, advance(payload.referralId, 'succeeded'))
    expect((await refer()).result).toMatchObject({ outcome: 'applied' })
  })

  test.each([
    ['the acting manager while the manager is away', 'acting', true, 'wang'],
    ['the co-manager where the manager has left the bank', 'co', false, 'wang'],
  ] as const)('goes to %s', async (_what, role, liActive, expected) => {
    count += 1
    await makeCustomer({}, [])
    await loadRecords(office.pool, {
      customer_manager: [
        aManager(zhou.id, people.li.id),
        aManager(zhou.id, people.wang.id, { role }),
      ],
    })
    await office.pool.query('update staff set active = $2 where id = $1', [people.li.id, liActive])
    const { payload, result } = await refer()
    await office.pool.query('update staff set active = true where id = $1', [people.li.id])
    expect(result).toMatchObject({
      outcome: 'applied_with_changes',
      code: 'referral.otherManager',
    })
    expect(await rowOf('referral', payload.referralId)).toMatchObject({
      to_staff_id: people[expected].id,
      route: role,
    })
  })

  test('a customer of nobody goes to the branch head, who cannot refer to himself', async () => {
    count += 1
    await makeCustomer({}, [])
    const own = await refer({ toStaffId: people.zhao.id }, people.zhao)
    expect(own.result).toMatchObject({ outcome: 'rejected', code: 'referral.toSelf' })
    const { payload } = await refer({ toStaffId: people.zhao.id })
    expect(await rowOf('referral', payload.referralId)).toMatchObject({
      to_staff_id: people.zhao.id,
      route: 'head',
    })
  })

  test('who wants no offers is referred only at his own wish', async () => {
    count += 1
    await makeCustomer({ do_not_contact: true })
    expect((await refer()).result).toMatchObject({
      outcome: 'rejected',
      code: 'referral.notAllowed',
    })
    expect((await refer({ reason: 'wish' })).result).toMatchObject({ outcome: 'applied' })
  })

  test('who died is referred to nobody, not even where one is open already', async () => {
    const first = await refer()
    expect(first.result).toMatchObject({ outcome: 'applied' })
    await office.pool.query(`update customer set deceased_on = '2026-11-19' where id = $1`, [
      zhou.id,
    ])
    for (const reason of ['wish', 'maturity'] as const) {
      expect((await refer({ reason })).result).toMatchObject({
        outcome: 'rejected',
        code: 'customer.deceased',
      })
    }
    expect(await rowOf('referral', first.payload.referralId)).toMatchObject({ times: 1 })
  })

  test('a customer who moved: recorded with the manager there, and the teller is told', async () => {
    const visitId = await visit()
    for (const [table, column] of [
      ['customer', 'id'],
      ['customer_directory', 'customer_id'],
    ] as const) {
      await office.pool.query(`update ${table} set branch_id = $2 where ${column} = $1`, [
        zhou.id,
        branchB,
      ])
    }
    await loadRecords(office.pool, {
      customer_manager: [
        aManager(zhou.id, people.other.id, {
          branch_id: branchB,
          id: idOf('manager', `B${zhou.id}`),
        }),
      ],
    })
    const payload = referralOf(visitId)
    expect(await give('referral.create', people.teller, payload)).toMatchObject({
      outcome: 'applied_with_changes',
      code: 'customer.moved',
    })
    expect(await rowOf('referral', payload.referralId)).toMatchObject({
      branch_id: branchB,
      to_staff_id: people.other.id,
    })
  })
})

describe('referral.advance', () => {
  test('accepted, contacted, succeeded: the task ends with it and the referrer hears', async () => {
    const { payload } = await refer()
    const { referralId, taskId } = payload
    for (const to of ['accepted', 'contacted']) {
      const result = await give('referral.advance', people.li, advance(referralId, to))
      expect(result).toMatchObject({ outcome: 'applied' })
    }
    await give(
      'referral.advance',
      people.li,
      advance(referralId, 'succeeded', { feedback: '已约明天面谈' }),
    )
    expect(await rowOf('referral', referralId)).toMatchObject({
      state: 'succeeded',
      feedback: '已约明天面谈',
    })
    expect(await rowOf('task', taskId)).toMatchObject({ state: 'done', outcome: 'done' })
    const again = await give(
      'referral.advance',
      people.li,
      advance(referralId, 'failed', { failure: 'no_need' }),
    )
    expect(again).toMatchObject({ outcome: 'rejected', code: 'referral.alreadyMoved' })
    expect(again.conflicts).toMatchObject([
      { field: 'state', mine: 'failed', current: 'succeeded' },
    ])
  })

  test('returned, it lies with the branch head, who can take it up', async () => {
    const { payload } = await refer()
    const { referralId, taskId } = payload
    const back = advance(referralId, 'returned', { failure: 'not_mine' })
    expect(await give('referral.advance', people.li, back)).toMatchObject({ outcome: 'applied' })
    expect(await rowOf('referral', referralId)).toMatchObject({
      state: 'returned',
      to_staff_id: people.zhao.id,
      route: 'head',
      failure: 'not_mine',
    })
    expect(await rowOf('task', taskId)).toMatchObject({ state: 'open', staff_id: people.zhao.id })
    await give('referral.advance', people.zhao, advance(referralId, 'accepted'))
    expect(await rowOf('referral', referralId)).toMatchObject({ state: 'accepted', failure: null })
  })

  test('is refused to another manager, to the teller, and without a reason', async () => {
    const { payload } = await refer()
    const { referralId } = payload
    for (const staff of [people.wang, people.teller]) {
      expect(await give('referral.advance', staff, advance(referralId, 'accepted'))).toMatchObject({
        outcome: 'rejected',
        code: 'referral.notYours',
      })
    }
    expect(await give('referral.advance', people.li, advance(referralId, 'failed'))).toMatchObject({
      outcome: 'rejected',
      code: 'request.invalid',
    })
  })

  test('a task closed in the work list ends its referral', async () => {
    const { payload } = await refer()
    await give('task.complete', people.li, {
      taskId: payload.taskId,
      customerId: zhou.id,
      outcome: 'customer_refused',
      note: '暂不考虑',
      atMs: atMs + 3 * minute,
    })
    expect(await rowOf('referral', payload.referralId)).toMatchObject({
      state: 'failed',
      failure: 'not_interested',
      feedback: '暂不考虑',
    })
  })
})

describe('a referral and its task', () => {
  const complete = (taskId: string, note: string | null) => ({
    taskId,
    customerId: zhou.id,
    outcome: 'customer_refused',
    note,
    atMs: atMs + 3 * minute,
  })
  const reopen = (taskId: string) => ({
    taskIds: [taskId],
    customerId: zhou.id,
    atMs: atMs + 4 * minute,
  })

  test('closed by mistake and taken back: both stand open again, and may end anew', async () => {
    const { payload } = await refer()
    const { referralId, taskId } = payload
    await give(
      'referral.advance',
      people.li,
      advance(referralId, 'contacted', { feedback: '下周再约' }),
    )
    await give('task.complete', people.li, complete(taskId, null))
    expect(await give('task.reopen', people.li, reopen(taskId))).toMatchObject({
      outcome: 'applied',
      revs: { [`referral:${referralId}`]: 4 },
    })
    expect(await rowOf('task', taskId)).toMatchObject({ state: 'open', outcome: null })
    expect(await rowOf('referral', referralId)).toMatchObject({
      state: 'accepted',
      failure: null,
      feedback: '下周再约',
      to_staff_id: people.li.id,
    })
    // Open again, it is the one that another referral joins.
    expect((await refer()).result).toMatchObject({ code: 'referral.joined' })
    await give('referral.advance', people.li, advance(referralId, 'succeeded'))
    expect(await rowOf('task', taskId)).toMatchObject({ state: 'done', outcome: 'done' })
  })

  test('what was told with the ending is taken back with it', async () => {
    const { payload } = await refer()
    await give('task.complete', people.li, complete(payload.taskId, '暂不考虑'))
    await give('task.reopen', people.li, reopen(payload.taskId))
    expect(await rowOf('referral', payload.referralId)).toMatchObject({
      state: 'accepted',
      feedback: null,
    })
  })

  test('a task that was only put off leaves its referral as it is', async () => {
    const { payload } = await refer()
    await give('task.reopen', people.li, reopen(payload.taskId))
    expect(await rowOf('referral', payload.referralId)).toMatchObject({
      state: 'referred',
      rev: '1',
    })
  })

  test('the head gives the task to somebody else, and the referral goes with it', async () => {
    const { payload } = await refer()
    const reassign = (taskId: string) => ({
      toStaffId: people.wang.id,
      from: testDay,
      until: testDay,
      reason: 'leave',
      customers: [{ customerId: zhou.id, allocationId: newId(), taskIds: [taskId] }],
      atMs: atMs + 2 * minute,
    })
    expect(await give('task.reassign', people.zhao, reassign(payload.taskId))).toMatchObject({
      outcome: 'applied',
      revs: { [`referral:${payload.referralId}`]: 2 },
    })
    expect(await rowOf('task', payload.taskId)).toMatchObject({ staff_id: people.wang.id })
    expect(await rowOf('referral', payload.referralId)).toMatchObject({
      to_staff_id: people.wang.id,
      route: 'acting',
      state: 'referred',
    })
    const accepted = advance(payload.referralId, 'accepted')
    expect(await give('referral.advance', people.wang, accepted)).toMatchObject({
      outcome: 'applied',
    })
  })
})

describe('a correction from the counter', () => {
  const correction = (over: object = {}) => ({
    correctionIds: [newId()],
    customerId: zhou.id,
    changes: [{ field: 'employer', from: null, to: '虚构农场' }],
    evidence: '客户本人在场',
    atMs: atMs + minute,
    ...over,
  })

  test('needs the customer there', async () => {
    expect(await give('customer.proposeCorrection', people.teller, correction())).toMatchObject({
      outcome: 'rejected',
      code: 'counter.notPresent',
    })
    await visit()
    expect(await give('customer.proposeCorrection', people.teller, correction())).toMatchObject({
      outcome: 'applied',
    })
  })
})
