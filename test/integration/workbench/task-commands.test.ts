import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { CommandResult } from '#contract/sync/commands.ts'
import { addDays } from '#domain/time/day.ts'
import { uuidV7 } from '#platform/ids/uuid.ts'
import {
  aCustomer,
  aManager,
  aTask,
  idOf,
  loadRecords,
  people,
  testDay,
  type TestStaff,
} from '#test/support/branch-data.ts'
import { TestDevice } from '#test/support/device.ts'
import { startHeadOffice, type TestHeadOffice } from '#test/support/head-office.ts'
import { withDatabase } from '#test/support/postgres.ts'

const database = withDatabase()
let office: TestHeadOffice
let device: TestDevice
const grants = new Map<string, string>()
let count = 0

beforeAll(async () => {
  office = await startHeadOffice({ databaseUrl: database.url })
  device = await TestDevice.of(office)
  for (const staff of [people.li, people.wang, people.zhao, people.teller]) {
    grants.set(staff.id, (await device.login(staff)).grant)
  }
})
afterAll(() => office.close())

let zhou: ReturnType<typeof aCustomer>
let ids: [string, string]
beforeEach(async () => {
  count += 1
  zhou = aCustomer(`周海华${count}`)
  const tasks = ['一', '二'].map((name) => aTask(`${name}${count}`, zhou.id, people.li.id))
  ids = [tasks[0]?.id ?? '', tasks[1]?.id ?? '']
  await loadRecords(office.pool, {
    customer: [zhou],
    customer_manager: [aManager(zhou.id, people.li.id)],
    task: tasks,
  })
})

async function give(name: string, staff: TestStaff, payload: object): Promise<CommandResult> {
  const command = device.command(name, staff.id, grants.get(staff.id) ?? '', payload)
  const [result] = (await device.push([command])).results
  if (!result) throw new Error('no result')
  return result
}

const atMs = Date.UTC(2026, 10, 20, 3)

async function standing() {
  const { rows } = await office.pool.query<Record<string, string | null>>(
    `select state, outcome, reason, note, staff_id::text as staff,
       to_char(not_before, 'YYYY-MM-DD') as not_before
     from task where id = any($1::uuid[]) order by array_position($1::uuid[], id)`,
    [ids],
  )
  return rows
}

const complete = (over: object = {}) => ({
  taskId: ids[0],
  alsoIds: [ids[1]],
  customerId: zhou.id,
  outcome: 'done',
  note: null,
  atMs,
  ...over,
})

describe('task.complete', () => {
  test('one act closes all reasons of a row', async () => {
    const result = await give('task.complete', people.li, complete())
    expect(result).toMatchObject({
      outcome: 'applied',
      revs: { [`task:${ids[0]}`]: 2, [`task:${ids[1]}`]: 2 },
    })
    expect(await standing()).toMatchObject([{ state: 'done' }, { state: 'done' }])
  })

  test('what somebody closed meanwhile is left, the rest is closed, and the person is told', async () => {
    await give('task.complete', people.zhao, complete({ outcome: 'no_need', alsoIds: [] }))
    expect(await give('task.complete', people.li, complete())).toMatchObject({
      outcome: 'applied_with_changes',
      code: 'task.alreadyClosed',
    })
    expect(await standing()).toMatchObject([{ outcome: 'no_need' }, { outcome: 'done' }])
  })

  test('not suitable needs a reason, and nothing else has one', async () => {
    const wrong = [{ outcome: 'not_suitable' }, { reason: 'wrong_time' }]
    for (const over of wrong) {
      expect(await give('task.complete', people.li, complete(over))).toMatchObject({
        outcome: 'rejected',
        code: 'task.reasonMissing',
      })
    }
    await give(
      'task.complete',
      people.li,
      complete({ outcome: 'not_suitable', reason: 'wrong_data' }),
    )
    expect(await standing()).toMatchObject([
      { state: 'done', outcome: 'not_suitable', reason: 'wrong_data' },
      { reason: 'wrong_data' },
    ])
  })

  test('a reason of another customer stops the whole act', async () => {
    const other = aCustomer(`另一位${count}`)
    const foreign = aTask(`别的${count}`, other.id, people.li.id)
    await loadRecords(office.pool, { customer: [other], task: [foreign] })
    expect(
      await give('task.complete', people.li, complete({ alsoIds: [foreign.id] })),
    ).toMatchObject({ code: 'task.notFound' })
    expect(await standing()).toMatchObject([{ state: 'open' }, { state: 'open' }])
  })
})

describe('task.postpone', () => {
  const postpone = (over: object = {}) => ({
    taskIds: ids,
    customerId: zhou.id,
    until: addDays(testDay, 3),
    note: null,
    atMs,
    ...over,
  })

  test('puts open tasks off', async () => {
    expect((await give('task.postpone', people.li, postpone())).outcome).toBe('applied')
    const later = { state: 'open', not_before: addDays(testDay, 3) }
    expect(await standing()).toMatchObject([later, later])
  })

  test('at most 30 days, only one’s own, and not what is closed', async () => {
    const far = postpone({ until: addDays(testDay, 31) })
    expect(await give('task.postpone', people.li, far)).toMatchObject({ code: 'task.tooFarOff' })
    const impossible = postpone({ until: '2026-02-30' })
    expect(await give('task.postpone', people.li, impossible)).toMatchObject({
      code: 'request.invalid',
    })
    expect(await give('task.postpone', people.wang, postpone())).toMatchObject({
      code: 'task.notYours',
    })
    await give('task.complete', people.li, complete())
    expect(await give('task.postpone', people.li, postpone())).toMatchObject({
      code: 'task.alreadyClosed',
    })
  })
})

describe('task.reassign', () => {
  const until = addDays(testDay, 5)
  const reassign = (over: object = {}) => ({
    toStaffId: people.wang.id,
    from: testDay,
    until,
    reason: 'leave',
    customers: [{ customerId: zhou.id, allocationId: uuidV7(Date.now()), taskIds: ids }],
    atMs,
    ...over,
  })
  const standIns = async () =>
    (
      await office.pool.query<Record<string, string>>(
        `select staff_id::text as staff, to_char(valid_from, 'YYYY-MM-DD') as "from",
           to_char(valid_to, 'YYYY-MM-DD') as until
         from customer_manager where customer_id = $1 and role = 'acting' order by valid_from`,
        [zhou.id],
      )
    ).rows

  test('the head hands tasks over, and the colleague stands in for the customer', async () => {
    expect(await give('task.reassign', people.zhao, reassign())).toMatchObject({
      outcome: 'applied',
    })
    expect(await standing()).toMatchObject([{ staff: people.wang.id }, { staff: people.wang.id }])
    expect(await standIns()).toEqual([{ staff: people.wang.id, from: testDay, until }])
    expect((await give('task.complete', people.wang, complete())).outcome).toBe('applied')
  })

  test('handing back ends the standing in', async () => {
    await give('task.reassign', people.zhao, reassign())
    await give('task.reassign', people.zhao, reassign({ toStaffId: people.li.id }))
    expect(await standing()).toMatchObject([{ staff: people.li.id }, { staff: people.li.id }])
    expect(await standIns()).toEqual([])
  })

  test('is the branch head’s alone, within the branch and 30 days, to who may take over', async () => {
    const cases: [TestStaff, object, string][] = [
      [people.li, {}, 'request.forbidden'],
      [people.zhao, { toStaffId: people.teller.id }, 'staff.notAvailable'],
      [people.zhao, { toStaffId: idOf('staff', 'nobody') }, 'staff.notAvailable'],
      [people.zhao, { until: addDays(testDay, 31) }, 'task.tooFarOff'],
      [people.zhao, { until: addDays(testDay, -1) }, 'task.tooFarOff'],
    ]
    for (const [staff, over, code] of cases) {
      expect(await give('task.reassign', staff, reassign(over))).toMatchObject({
        outcome: 'rejected',
        code,
      })
    }
    expect(await standing()).toMatchObject([{ staff: people.li.id }, { staff: people.li.id }])
  })
})
