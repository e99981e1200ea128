import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { CommandResult } from '#contract/sync/commands.ts'
import { dayOfInstant } from '#domain/time/day.ts'
import { refreshSummaries } from '#test/support/refresh-summaries.ts'
import { uuidV7 } from '#platform/ids/uuid.ts'
import {
  aCustomer,
  aManager,
  aTask,
  branchA,
  branchB,
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
  for (const staff of [people.li, people.wang, people.zhao, people.teller, people.line]) {
    grants.set(staff.id, (await device.login(staff)).grant)
  }
})
afterAll(() => office.close())

let zhou: ReturnType<typeof aCustomer>
beforeEach(async () => {
  count += 1
  zhou = aCustomer(`周海华${count}`)
  await loadRecords(office.pool, {
    customer: [zhou],
    customer_manager: [aManager(zhou.id, people.li.id)],
  })
  await refreshSummaries(office.pool, { businessDate: testDay, branchIds: [branchA] })
})

async function give(name: string, staff: TestStaff, payload: object): Promise<CommandResult> {
  const command = device.command(name, staff.id, grants.get(staff.id) ?? '', payload)
  const [result] = (await device.push([command])).results
  if (!result) throw new Error('no result')
  return result
}

async function headVersion(branchId = branchA): Promise<number> {
  const { rows } = await office.pool.query<{ v: number }>(
    'select v::float8 from scope_version where branch_id = $1',
    [branchId],
  )
  return rows[0]?.v ?? 0
}

async function moveToB(customerId: string): Promise<void> {
  await office.pool.query('update customer set branch_id = $2, ver = 0 where id = $1', [
    customerId,
    branchB,
  ])
  await office.pool.query('update customer_directory set branch_id = $2 where customer_id = $1', [
    customerId,
    branchB,
  ])
}

describe('contact.log', () => {
  const at = Date.UTC(2026, 10, 20, 15, 30)
  const contact = (over: object = {}) => ({
    contactId: uuidV7(Date.now()),
    customerId: zhou.id,
    atMs: at,
    channel: 'visit',
    outcome: 'again',
    summary: '到店咨询',
    nextOn: '2026-11-27',
    durationMinutes: 20,
    ...over,
  })

  test('writes the contact and the last contact under one version, and says so', async () => {
    const before = await headVersion()
    const payload = contact()
    const result = await give('contact.log', people.li, payload)
    expect(result).toMatchObject({ outcome: 'applied', code: null, ver: before + 1 })
    expect(result.revs).toEqual({
      [`contact:${payload.contactId}`]: 1,
      [`customer_summary:${zhou.id}`]: 2,
    })
    const { rows } = await office.pool.query(
      `select staff_id::text, to_char(next_on, 'YYYY-MM-DD') as next, origin, summary,
         (extract(epoch from at) * 1000)::float8 as at, ver::int
       from contact where id = $1`,
      [payload.contactId],
    )
    expect(rows).toEqual([
      {
        staff_id: people.li.id,
        next: '2026-11-27',
        origin: 'terminal',
        summary: '到店咨询',
        at,
        ver: before + 1,
      },
    ])
    const summary = await office.pool.query(
      `select to_char(last_contact_on, 'YYYY-MM-DD') as last from customer_summary
       where customer_id = $1`,
      [zhou.id],
    )
    expect(summary.rows).toEqual([{ last: dayOfInstant(at) }])
  })

  test('a call nobody answered, or an older contact, leaves the last contact alone', async () => {
    await give('contact.log', people.li, contact())
    for (const over of [{ outcome: 'no_answer', atMs: at + 86_400_000 }, { atMs: at - 1000 }]) {
      const result = await give('contact.log', people.li, contact(over))
      expect(Object.keys(result.revs)).toHaveLength(1)
    }
  })

  test('what the next summary computes is what the command left', async () => {
    await give('contact.log', people.li, contact())
    const refreshed = await refreshSummaries(office.pool, {
      businessDate: testDay,
      branchIds: [branchA],
    })
    expect(refreshed).toMatchObject({ inserted: 0, updated: 0 })
  })

  test('a customer who moved to another branch: recorded there, and the writer is told', async () => {
    await moveToB(zhou.id)
    const [here, there] = [await headVersion(branchA), await headVersion(branchB)]
    const payload = contact()
    const result = await give('contact.log', people.li, payload)
    expect(result).toMatchObject({
      outcome: 'applied_with_changes',
      code: 'customer.moved',
      revs: {},
      ver: 0,
    })
    expect(await headVersion(branchA)).toBe(here)
    expect(await headVersion(branchB)).toBe(there + 1)
    const { rows } = await office.pool.query('select branch_id::text from contact where id = $1', [
      payload.contactId,
    ])
    expect(rows).toEqual([{ branch_id: branchB }])
  })

  test('a customer handed over to a colleague: recorded, and the writer is told', async () => {
    await loadRecords(office.pool, {
      customer_manager: [
        aManager(zhou.id, people.li.id, { valid_to: '2026-11-19' }),
        aManager(zhou.id, people.wang.id, { valid_from: '2026-11-20' }),
      ],
    })
    const result = await give('contact.log', people.li, contact())
    expect(result).toMatchObject({ outcome: 'applied_with_changes', code: 'customer.moved' })
    expect(result.ver).toBeGreaterThan(0)
    expect((await give('contact.log', people.wang, contact())).outcome).toBe('applied')
    expect((await give('contact.log', people.teller, contact())).outcome).toBe('applied')
  })
})

describe('task.complete', () => {
  const complete = (taskId: string, over: object = {}) => ({
    taskId,
    customerId: zhou.id,
    outcome: 'done',
    note: '已办理',
    atMs: Date.UTC(2026, 10, 20, 3),
    ...over,
  })
  let taskId: string
  beforeEach(async () => {
    const task = aTask(`任务${count}`, zhou.id, people.li.id)
    taskId = task.id
    await loadRecords(office.pool, { task: [task] })
  })

  test('closes the task', async () => {
    const result = await give('task.complete', people.li, complete(taskId))
    expect(result).toMatchObject({ outcome: 'applied', revs: { [`task:${taskId}`]: 2 } })
    const { rows } = await office.pool.query(
      `select state, outcome, note, completed_by::text as by,
         (extract(epoch from completed_at) * 1000)::float8 as at from task where id = $1`,
      [taskId],
    )
    expect(rows).toEqual([
      {
        state: 'done',
        outcome: 'done',
        note: '已办理',
        by: people.li.id,
        at: Date.UTC(2026, 10, 20, 3),
      },
    ])
  })

  test('the second of two people is told who closed it, and nothing changes', async () => {
    await give('task.complete', people.zhao, complete(taskId, { outcome: 'no_need' }))
    const version = await headVersion()
    const result = await give('task.complete', people.li, complete(taskId))
    expect(result).toMatchObject({
      outcome: 'rejected',
      code: 'task.alreadyClosed',
      revs: {},
      ver: 0,
    })
    expect(result.conflicts).toEqual([
      {
        field: 'outcome',
        mine: 'done',
        seen: null,
        current: 'no_need',
        changedBy: '赵强',
        changedAtMs: Date.UTC(2026, 10, 20, 3),
      },
    ])
    expect(await headVersion()).toBe(version)
  })

  test('belongs to its person, to who looks after the customer, and to the branch head', async () => {
    expect(await give('task.complete', people.wang, complete(taskId))).toMatchObject({
      outcome: 'rejected',
      code: 'task.notYours',
    })
    expect(await give('task.complete', people.line, complete(taskId))).toMatchObject({
      code: 'task.notYours',
    })
    await loadRecords(office.pool, {
      customer_manager: [aManager(zhou.id, people.wang.id, { role: 'acting' })],
    })
    expect((await give('task.complete', people.wang, complete(taskId))).outcome).toBe('applied')
  })

  test('is rejected for unknown tasks and customers, another customer’s task, and after a move', async () => {
    const cases: [object, string][] = [
      [complete(idOf('task', 'nothing')), 'task.notFound'],
      [complete('x'), 'task.notFound'],
      [complete(taskId, { customerId: idOf('customer', 'nobody') }), 'customer.notFound'],
      [complete(taskId, { customerId: 'x' }), 'customer.notFound'],
    ]
    for (const [payload, code] of cases) {
      expect(await give('task.complete', people.li, payload)).toMatchObject({
        outcome: 'rejected',
        code,
      })
    }
    const other = aCustomer(`另一位${count}`)
    await loadRecords(office.pool, { customer: [other] })
    expect(
      await give('task.complete', people.li, complete(taskId, { customerId: other.id })),
    ).toMatchObject({ code: 'task.notFound' })
    await moveToB(zhou.id)
    expect(await give('task.complete', people.li, complete(taskId))).toMatchObject({
      outcome: 'rejected',
      code: 'customer.moved',
    })
  })
})

describe('customer.proposeCorrection', () => {
  type Change = { field: string; from: string | null; to: string | null }
  const proposal = (changes: Change[], over: object = {}) => ({
    correctionIds: changes.map(() => uuidV7(Date.now())),
    customerId: zhou.id,
    changes,
    evidence: '身份证原件',
    atMs: Date.now(),
    ...over,
  })
  const email = (from: string | null, to: string | null) => ({ field: 'email', from, to })
  const mobile = (from: string | null, to: string | null) => ({ field: 'mobile', from, to })
  const propose = (staff: TestStaff, changes: Change[], over: object = {}) =>
    give('customer.proposeCorrection', staff, proposal(changes, over))

  async function customer(): Promise<Record<string, unknown> | undefined> {
    const { rows } = await office.pool.query<Record<string, unknown>>(
      'select email, industry, employer, mobile, rev::int from customer where id = $1',
      [zhou.id],
    )
    return rows[0]
  }

  test('a field outside the nine takes effect; one of the nine waits for the checker', async () => {
    const payload = proposal([
      email(null, 'zhou@example.cn'),
      mobile('19900000001', '１９９00000009'),
    ])
    const result = await give('customer.proposeCorrection', people.li, payload)
    expect(result.outcome).toBe('applied')
    expect(result.revs).toEqual({
      [`correction:${payload.correctionIds[0]}`]: 1,
      [`correction:${payload.correctionIds[1]}`]: 1,
      [`customer:${zhou.id}`]: 2,
    })
    expect(await customer()).toMatchObject({
      email: 'zhou@example.cn',
      mobile: '19900000001',
      rev: 2,
    })
    const { rows } = await office.pool.query(
      `select field, old_value, new_value, state, proposed_by::text as by from correction
       where customer_id = $1 order by field`,
      [zhou.id],
    )
    const by = people.li.id
    expect(rows).toEqual([
      { field: 'email', old_value: null, new_value: 'zhou@example.cn', state: 'applied', by },
      {
        field: 'mobile',
        old_value: '19900000001',
        new_value: '19900000009',
        state: 'pending_check',
        by,
      },
    ])
  })

  test('completeness follows a field that counts, as the next summary computes it', async () => {
    const result = await propose(people.li, [{ field: 'industry', from: null, to: '教育' }])
    expect(result.revs[`customer_summary:${zhou.id}`]).toBe(2)
    const refreshed = await refreshSummaries(office.pool, {
      businessDate: testDay,
      branchIds: [branchA],
    })
    expect(refreshed.updated).toBe(0)
  })

  test('two people, two fields: both hold', async () => {
    await propose(people.li, [email(null, 'a@example.cn')])
    const second = await propose(people.zhao, [{ field: 'employer', from: null, to: '测试小学' }])
    expect(second.outcome).toBe('applied')
    expect(await customer()).toMatchObject({ email: 'a@example.cn', employer: '测试小学' })
  })

  test('two people, one field: the second is told who changed it, when and to what', async () => {
    const before = Date.now()
    await propose(people.zhao, [email(null, 'a@example.cn')])
    const result = await propose(people.li, [
      email(null, 'b@example.cn'),
      { field: 'employer', from: null, to: '测试小学' },
    ])
    expect(result).toMatchObject({
      outcome: 'rejected',
      code: 'correction.conflict',
      revs: {},
      ver: 0,
    })
    expect(result.conflicts).toMatchObject([
      {
        field: 'email',
        mine: 'b@example.cn',
        seen: null,
        current: 'a@example.cn',
        changedBy: '赵强',
      },
    ])
    expect(result.conflicts[0]?.changedAtMs).toBeGreaterThanOrEqual(before)
    expect(await customer()).toMatchObject({ email: 'a@example.cn', employer: null })
  })

  test('a value that waits for the checker counts as the standing one', async () => {
    await propose(people.zhao, [mobile('19900000001', '19900000002')])
    const result = await propose(people.li, [mobile('19900000001', '19900000003')])
    expect(result).toMatchObject({ outcome: 'rejected', code: 'correction.conflict' })
    expect(result.conflicts).toMatchObject([{ current: '19900000002', changedBy: '赵强' }])
  })

  test('the same change made by somebody else counts as done', async () => {
    await propose(people.zhao, [email(null, 'a@example.cn')])
    const result = await propose(people.li, [email(null, 'a@example.cn')])
    expect(result).toMatchObject({
      outcome: 'applied_with_changes',
      code: 'correction.nothingChanged',
      revs: {},
    })
  })

  test('is rejected where it makes no sense', async () => {
    const cases: [Change[], object, string][] = [
      [[mobile('19900000001', 'abc')], {}, 'correction.invalidValue'],
      [[mobile('19900000001', ' ')], {}, 'correction.invalidValue'],
      [
        [{ field: 'id_expiry', from: '2030-01-01', to: '2031-02-30' }],
        {},
        'correction.invalidValue',
      ],
      [[email(null, null)], {}, 'correction.nothingChanged'],
      [[email(null, 'a@b.cn')], { evidence: ' \u3000' }, 'correction.evidenceMissing'],
      [[email(null, 'a@b.cn')], { correctionIds: ['x'] }, 'request.invalid'],
      [[email(null, 'a@b.cn')], { customerId: idOf('customer', 'nobody') }, 'customer.notFound'],
      [[email(null, 'a@b.cn'), email(null, 'c@d.cn')], {}, 'request.invalid'],
    ]
    for (const [changes, over, code] of cases) {
      expect(await propose(people.li, changes, over), code).toMatchObject({
        outcome: 'rejected',
        code,
      })
    }
    expect(await customer()).toMatchObject({ rev: 1 })
  })

  test('is for people who may see the customer', async () => {
    const change = [email(null, 'a@example.cn')]
    expect(await propose(people.wang, change)).toMatchObject({ code: 'request.forbidden' })
    expect(await propose(people.line, change)).toMatchObject({ code: 'request.forbidden' })
    await loadRecords(office.pool, {
      customer_manager: [aManager(zhou.id, people.li.id, { valid_to: '2026-11-19' })],
    })
    expect(await propose(people.li, change)).toMatchObject({ code: 'customer.moved' })
    expect(await propose(people.teller, change)).toMatchObject({ code: 'counter.notPresent' })
  })

  test('a customer of another branch is not ours to correct', async () => {
    await moveToB(zhou.id)
    expect(await propose(people.zhao, [email(null, 'a@example.cn')])).toMatchObject({
      outcome: 'rejected',
      code: 'customer.moved',
    })
  })

  test('twenty people at once: one wins, nineteen are told', async () => {
    const devices = await Promise.all(
      Array.from({ length: 20 }, (_, index) => TestDevice.of(office, branchA, `PC-many-${index}`)),
    )
    const signedIn: string[] = []
    for (const each of devices) signedIn.push((await each.login(people.zhao)).grant)
    const results = await Promise.all(
      devices.map(async (each, index) => {
        const grant = signedIn[index] ?? ''
        const payload = proposal([email(null, `p${index}@example.cn`)])
        const name = 'customer.proposeCorrection'
        const reply = await each.push([each.command(name, people.zhao.id, grant, payload)])
        return reply.results[0]
      }),
    )
    const outcomes = results.map((result) => result?.outcome)
    expect(outcomes.filter((outcome) => outcome === 'applied')).toHaveLength(1)
    expect(outcomes.filter((outcome) => outcome === 'rejected')).toHaveLength(19)
    const winner = outcomes.indexOf('applied')
    expect(await customer()).toMatchObject({ email: `p${winner}@example.cn`, rev: 2 })
  })
})
