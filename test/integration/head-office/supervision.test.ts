import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { CommandResult } from '#contract/sync/commands.ts'
import {
  longestSupervision,
  settlementsReplySchema,
  type SupervisionReply,
  supervisionReplySchema,
} from '#contract/sync/supervision.ts'
import { instantOfDay } from '#domain/time/day.ts'
import { revokeStaff } from '#head-office/staff/revocation.ts'
import { uuidV7 } from '#platform/ids/uuid.ts'
import {
  aCustomer,
  aManager,
  branchA,
  branchB,
  idOf,
  joinStaff,
  loadRecords,
  people,
  person,
  type TestStaff,
} from '#test/support/branch-data.ts'
import { TestDevice } from '#test/support/device.ts'
import { startHeadOffice, type TestHeadOffice } from '#test/support/head-office.ts'
import { withDatabase } from '#test/support/postgres.ts'

const database = withDatabase()
const hourMs = 3_600_000
const monday = instantOfDay('2026-11-23')
const headOfB = person('2009', '郑琳', 'B', 'branch_head')
const headAbove = person('3009', '马骏', 'S1', 'branch_head')
const zhou = aCustomer('周海华')
const clock = { now: () => now, monotonic: () => 0 }
let now = monday
let office: TestHeadOffice
let device: TestDevice
let count = 0
const grants = new Map<string, string>()

beforeAll(async () => {
  office = await startHeadOffice({ databaseUrl: database.url, clock })
  await joinStaff(office.pool, [headOfB])
  await loadRecords(office.pool, {
    customer: [zhou],
    customer_manager: [aManager(zhou.id, people.li.id)],
  })
})
beforeEach(async () => {
  now = monday + 10 * hourMs
  count += 1
  await office.pool.query('delete from quarantine')
  await office.pool.query('delete from audit_log')
  await office.pool.query('update command set superseded_by = command_id')
  device = await TestDevice.of(office, branchA, `PC-${count}`)
  for (const staff of [people.li, people.wang, people.zhao]) await enter(staff)
})
afterAll(() => office.close())

async function enter(staff: TestStaff): Promise<string> {
  const { grant } = await device.login(staff)
  grants.set(staff.id, grant)
  return grant
}

/** Head office's clock moves on; sessions end meanwhile. */
async function later(atMs: number): Promise<void> {
  now = atMs
  await device.openSession()
}

async function push(
  staff: TestStaff,
  name: string,
  payload: object,
  over: object = {},
): Promise<CommandResult> {
  now += 1000
  const grant = grants.get(staff.id) ?? ''
  const command = device.command(name, staff.id, grant, payload, over)
  const [result] = (await device.push([command])).results
  if (!result) throw new Error('no result')
  return result
}

const correction = (from: string | null, over: object = {}) => ({
  correctionIds: [uuidV7(Date.now())],
  customerId: zhou.id,
  changes: [{ field: 'industry', from, to: `律师${count}` }],
  evidence: '名片',
  atMs: now,
  ...over,
})

/** A correction that is rejected: it starts from a value that does not stand. */
const rejectedOne = (staff = people.li) =>
  push(staff, 'customer.proposeCorrection', correction('护士'))

/** A contact that is quarantined: its channel is none. */
const quarantinedOne = (staff = people.li) =>
  push(staff, 'contact.log', { customerId: zhou.id, channel: 'pigeon' })

const settle = (
  staff: TestStaff,
  commandId: string,
  resolution = 'noted',
  reason = '已与经办人核实',
) => push(staff, 'submission.settle', { commandId, resolution, reason })

async function post(path: string, body: object, from = device): Promise<unknown> {
  const response = await from.send('POST', path, body)
  const reply = (await response.json()) as { error?: { code: string } }
  return response.ok ? reply : (reply.error?.code ?? null)
}

async function waiting(staff: TestStaff = people.zhao): Promise<SupervisionReply> {
  const grant = grants.get(staff.id)
  return supervisionReplySchema.parse(await post('/v1/supervision', { grant }))
}

const listed = async () => (await waiting()).items.map(({ commandId }) => commandId)

async function audited(action: string): Promise<{ actor: string; detail: string }[]> {
  const { rows } = await office.pool.query<{ actor: string; detail: string }>(
    'select actor, detail from audit_log where branch_id = $1 and action = $2 order by at, id',
    [branchA, action],
  )
  return rows
}

describe('what waits for a supervisor', () => {
  test('says who gave what for whom, where and why, and nothing of what was written', async () => {
    const { commandId, decidedAtMs } = await push(people.li, 'contact.log', {
      customerId: zhou.id,
      channel: 'pigeon',
      summary: '客户家事',
    })
    const reply = await waiting()
    expect(reply).toMatchObject({ asOfMs: now, more: 0 })
    expect(reply.items).toEqual([
      {
        commandId,
        name: 'contact.log',
        authorId: people.li.id,
        authorName: people.li.name,
        customerId: zhou.id,
        customerName: zhou.name,
        outcome: 'quarantined',
        code: 'contact.malformed',
        givenAtMs: expect.any(Number) as number,
        decidedAtMs,
        deviceName: `PC-${count}`,
        repairable: false,
      },
    ])
    expect(JSON.stringify(reply)).not.toContain('客户家事')
    const readings = await audited('supervision.read')
    expect(readings.at(-1)).toMatchObject({ actor: people.zhao.staffNo })
  })

  test('takes a rejection in on the third calendar day after it, a quarantined one at once', async () => {
    const rejected = await rejectedOne()
    expect(rejected).toMatchObject({ outcome: 'rejected', code: 'correction.conflict' })
    const quarantined = await quarantinedOne()
    expect(await listed()).toEqual([quarantined.commandId])
    await later(instantOfDay('2026-11-26') - 1)
    expect(await listed()).toEqual([quarantined.commandId])
    await later(instantOfDay('2026-11-26'))
    expect(await listed()).toEqual([rejected.commandId, quarantined.commandId])
    const [first] = (await waiting()).items
    expect(first).toMatchObject({ outcome: 'rejected', repairable: true })
  })

  test('holds no more than a page, the longest waiting first, and says how many follow', async () => {
    const { commandId } = await quarantinedOne()
    for (const at of Array.from({ length: longestSupervision + 4 }, (_one, index) => index)) {
      const over = { branch: branchA, id: `more-${count}-${at}`, of: commandId }
      await office.pool.query(
        `insert into command select branch_id, $2, device_id, device_epoch, seq, request_hash, name,
           staff_id, request, outcome, code, result, received_at, decided_at - interval '1 hour'
         from command where branch_id = $1 and command_id = $3`,
        [over.branch, over.id, over.of],
      )
    }
    const reply = await waiting()
    expect(reply.items).toHaveLength(longestSupervision)
    expect(reply.more).toBe(5)
    expect(reply.items.map((item) => item.commandId)).not.toContain(commandId)
  })

  test('keeps what nobody can read, and names nobody of another branch', async () => {
    const other = aCustomer(`别处${count}`, { branch_id: branchB })
    await loadRecords(office.pool, { customer: [other] })
    const { seq } = device.command('', '', '', {})
    const strange = { seq, commandId: `strange-${count}`, payload: 'a\u0000b' }
    await device.push([strange])
    await push(people.li, 'contact.log', { customerId: other.id, channel: 'pigeon' })
    const { items } = await waiting()
    expect(
      items.map(({ name, authorName, customerId, customerName }) => [
        name,
        authorName,
        customerId,
        customerName,
      ]),
    ).toEqual([
      ['', null, null, null],
      ['contact.log', people.li.name, other.id, null],
    ])
  })

  test('is read by a supervisor of that branch alone', async () => {
    await quarantinedOne()
    for (const staff of [people.li, people.wang]) {
      expect(await post('/v1/supervision', { grant: grants.get(staff.id) })).toBe(
        'request.forbidden',
      )
    }
    expect(await post('/v1/supervision', { grant: 'forged' })).toBe('request.forbidden')
    expect(await post('/v1/supervision', {})).toBe('request.invalid')
    const inB = await TestDevice.of(office, branchB, `PC-${count}`)
    const grant = (await inB.login(headOfB)).grant
    const ofB = supervisionReplySchema.parse(await post('/v1/supervision', { grant }, inB))
    expect(ofB.items).toEqual([])
    // A grant counts on the PC it was signed for, and nowhere else.
    expect(await post('/v1/supervision', { grant })).toBe('request.forbidden')
    expect(await post('/v1/supervision', { grant: grants.get(people.zhao.id) }, inB)).toBe(
      'request.forbidden',
    )
    const traces = await audited('reading.refused')
    expect(traces.map(({ actor }) => actor)).toContain(people.li.staffNo)
  })
})

describe('settling', () => {
  test('ends the waiting once, and tells who comes second who was first', async () => {
    for (const { commandId } of [await quarantinedOne(), await rejectedOne()]) {
      expect(await settle(people.zhao, commandId, 'returned')).toMatchObject({ outcome: 'applied' })
      const second = await settle(people.zhao, commandId)
      expect(second).toMatchObject({
        outcome: 'rejected',
        code: 'submission.alreadySettled',
        conflicts: [{ current: 'returned', changedBy: people.zhao.name, changedAtMs: now - 1000 }],
      })
    }
    await later(now + 96 * hourMs)
    // What came second was refused itself, and waits for whoever supervises the supervisor.
    expect((await waiting()).items.map(({ name }) => name)).toEqual([
      'submission.settle',
      'submission.settle',
    ])
    const traces = (await audited('submission.settled')).slice(-2)
    expect(traces.map(({ detail }) => JSON.parse(detail) as unknown)).toEqual([
      { resolution: 'returned', outcome: 'quarantined', ownAsOnlySupervisor: false },
      { resolution: 'returned', outcome: 'rejected', ownAsOnlySupervisor: false },
    ])
  })

  test('is answered alike however often it is pushed', async () => {
    const { commandId } = await quarantinedOne()
    const payload = { commandId, resolution: 'noted', reason: '  已核实  ' }
    const command = device.command(
      'submission.settle',
      people.zhao.id,
      grants.get(people.zhao.id) ?? '',
      payload,
    )
    const first = await device.push([command])
    expect((await device.push([command])).results).toEqual(first.results)
    const { rows } = await office.pool.query(
      'select resolution, reason, resolved_by::text as by from quarantine where command_id = $1',
      [commandId],
    )
    expect(rows).toEqual([{ resolution: 'noted', reason: '已核实', by: people.zhao.id }])
  })

  test('is refused to others, for what is not there, and for what took effect', async () => {
    const { commandId } = await quarantinedOne()
    expect(await settle(people.wang, commandId)).toMatchObject({
      outcome: 'rejected',
      code: 'request.forbidden',
    })
    expect(await settle(people.zhao, 'nothing')).toMatchObject({ code: 'submission.notFound' })
    const contact = {
      contactId: uuidV7(Date.now()),
      customerId: zhou.id,
      atMs: now,
      channel: 'phone',
      outcome: 'interested',
      summary: '',
      nextOn: null,
      durationMinutes: null,
    }
    const done = await push(people.li, 'contact.log', contact)
    expect(done).toMatchObject({ outcome: 'applied' })
    expect(await settle(people.zhao, done.commandId)).toMatchObject({ code: 'submission.notFound' })
    expect(await settle(people.zhao, commandId, 'noted', ' 好 ')).toMatchObject({
      outcome: 'quarantined',
      code: 'request.invalid',
    })
    expect(await settle(people.zhao, commandId, 'noted', '长'.repeat(201))).toMatchObject({
      outcome: 'quarantined',
    })
    expect(await listed()).toContain(commandId)
  })

  test('does not reach into another branch', async () => {
    const { commandId } = await quarantinedOne()
    const inB = await TestDevice.of(office, branchB, `PC-${count}`)
    const grant = (await inB.login(headOfB)).grant
    const payload = { commandId, resolution: 'noted', reason: '已核实' }
    const { results } = await inB.push([
      inB.command('submission.settle', headOfB.id, grant, payload),
    ])
    expect(results[0]).toMatchObject({ outcome: 'rejected', code: 'submission.notFound' })
    expect(await listed()).toEqual([commandId])
  })

  test('comes too late once the author has repaired it; a repair after it still counts', async () => {
    const repairs = (commandId: string) =>
      push(people.li, 'customer.proposeCorrection', correction(null), { supersedes: commandId })
    const [early, late] = [await rejectedOne(), await rejectedOne()]
    expect(await repairs(early.commandId)).toMatchObject({ outcome: 'applied' })
    expect(await settle(people.zhao, early.commandId)).toMatchObject({
      outcome: 'rejected',
      code: 'submission.repaired',
    })
    await settle(people.zhao, late.commandId, 'returned')
    const again = await push(
      people.li,
      'customer.proposeCorrection',
      correction(`律师${count}`, {
        changes: [{ field: 'industry', from: `律师${count}`, to: '法官' }],
      }),
      { supersedes: late.commandId },
    )
    expect(again).toMatchObject({ outcome: 'applied' })
    const { rows } = await office.pool.query(
      `select c.superseded_by as by, q.resolution from command c join quarantine q
       using (branch_id, command_id) where c.command_id = $1`,
      [late.commandId],
    )
    expect(rows).toEqual([{ by: again.commandId, resolution: 'returned' }])
  })

  test('of one’s own falls to another supervisor, where there is one', async () => {
    const own = await quarantinedOne(people.zhao)
    expect(await settle(people.zhao, own.commandId)).toMatchObject({ outcome: 'applied' })
    const [trace] = (await audited('submission.settled')).slice(-1)
    expect(JSON.parse(trace?.detail ?? '')).toMatchObject({ ownAsOnlySupervisor: true })
    await joinStaff(office.pool, [headAbove])
    await enter(headAbove)
    const next = await quarantinedOne(people.zhao)
    expect(await settle(people.zhao, next.commandId)).toMatchObject({
      outcome: 'rejected',
      code: 'submission.own',
    })
    expect(await settle(headAbove, next.commandId)).toMatchObject({ outcome: 'applied' })
    await revokeStaff(office.pool, headAbove.id, 'admin', now)
    await device.openSession()
    const last = await quarantinedOne(people.zhao)
    expect(await settle(people.zhao, last.commandId)).toMatchObject({ outcome: 'applied' })
  })
})

describe('what its author dismissed', () => {
  const dismiss = (staff: TestStaff, commandId: string, reason: string | null = '已由同事处理') =>
    push(staff, 'submission.dismissed', { commandId, reason })

  test('does not come to a supervisor, who can settle it no more', async () => {
    const [dismissed, accepted, open] = [
      await rejectedOne(),
      await rejectedOne(),
      await rejectedOne(),
    ]
    expect(await dismiss(people.li, dismissed.commandId)).toMatchObject({ outcome: 'applied' })
    expect(await dismiss(people.li, accepted.commandId, null)).toMatchObject({ outcome: 'applied' })
    await later(now + 96 * hourMs)
    expect(await listed()).toEqual([open.commandId])
    expect(await settle(people.zhao, dismissed.commandId)).toMatchObject({
      code: 'submission.alreadySettled',
      conflicts: [{ current: 'dismissed', changedBy: people.li.name }],
    })
  })

  test('is the author’s word alone, and settles nothing that is quarantined', async () => {
    const [rejected, held] = [await rejectedOne(), await quarantinedOne()]
    expect(await dismiss(people.wang, rejected.commandId)).toMatchObject({
      outcome: 'quarantined',
      code: 'request.forbidden',
    })
    expect(await dismiss(people.li, held.commandId)).toMatchObject({ outcome: 'applied' })
    expect(await listed()).toContain(held.commandId)
  })

  test('is taken where there is nothing to note', async () => {
    const { commandId } = await rejectedOne()
    await settle(people.zhao, commandId, 'returned')
    expect(await dismiss(people.li, commandId)).toMatchObject({ outcome: 'applied' })
    expect(await dismiss(people.li, 'never-sent')).toMatchObject({ outcome: 'applied' })
    const { rows } = await office.pool.query(
      'select resolution from quarantine where command_id = $1',
      [commandId],
    )
    expect(rows).toEqual([{ resolution: 'returned' }])
  })
})

test('an author hears how a supervisor settled his or her own, and of no other', async () => {
  const [mine, open, theirs] = [
    await rejectedOne(),
    await rejectedOne(),
    await rejectedOne(people.wang),
  ]
  await settle(people.zhao, mine.commandId, 'returned', '请补名片再提')
  await settle(people.zhao, theirs.commandId)
  const commandIds = [mine.commandId, open.commandId, theirs.commandId, idOf('x', 'y')]
  const reply = await post('/v1/settlements', { grant: grants.get(people.li.id), commandIds })
  expect(settlementsReplySchema.parse(reply).settlements).toEqual([
    {
      commandId: mine.commandId,
      resolution: 'returned',
      reason: '请补名片再提',
      by: people.zhao.name,
      atMs: now - 1000,
    },
  ])
  expect(await post('/v1/settlements', { grant: 'forged', commandIds })).toBe('request.forbidden')
})
