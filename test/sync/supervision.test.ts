import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { first } from '#db/connection/statements.ts'
import { createEnrolmentCode } from '#head-office/devices/enrolment.ts'
import { BranchWriter } from '#head-office/store/branch-writer.ts'
import { inTransaction } from '#head-office/store/transaction.ts'
import {
  aCustomer,
  aManager,
  branchA,
  loadRecords,
  people,
  testDay,
  testPassword,
  type TestStaff,
} from '#test/support/branch-data.ts'
import { startHeadOffice, type TestHeadOffice } from '#test/support/head-office.ts'
import { LocalService } from '#test/support/local-service.ts'
import { withDatabase } from '#test/support/postgres.ts'
import { refreshSummaries } from '#test/support/refresh-summaries.ts'

const database = withDatabase()
let office: TestHeadOffice
let desk: LocalService
let head: LocalService
let zhou: ReturnType<typeof aCustomer>
let count = 0

beforeAll(async () => {
  office = await startHeadOffice({ databaseUrl: database.url })
  // Rejections come to the branch head on the day they are given.
  await office.pool.query(
    `update parameter set value = '0' where key = 'supervision.rejection_days'`,
  )
})
afterAll(() => office.close())

async function logIn(pc: LocalService, staff: TestStaff): Promise<void> {
  await pc.call('session.login', { staffNo: staff.staffNo, password: testPassword, offline: false })
}

async function open(staff: TestStaff, name: string): Promise<LocalService> {
  const code = await createEnrolmentCode(office.pool, { branchId: branchA })
  const pc = new LocalService(office.url, code, name)
  await pc.start()
  await pc.until(async () => (await pc.call('app.status')).enrolled)
  await logIn(pc, staff)
  await pc.filled()
  return pc
}

beforeEach(async () => {
  count += 1
  await office.pool.query('update command set superseded_by = command_id')
  zhou = aCustomer(`周海华${count}`)
  await loadRecords(office.pool, {
    customer: [zhou],
    customer_manager: [aManager(zhou.id, people.li.id)],
  })
  await refreshSummaries(office.pool, { businessDate: testDay, branchIds: [branchA] })
  desk = await open(people.li, `PC-1-${count}`)
  head = await open(people.zhao, `PC-2-${count}`)
})
afterEach(async () => {
  await desk.remove()
  await head.remove()
})

async function reconnected(...pcs: LocalService[]): Promise<void> {
  await office.restart()
  for (const pc of pcs) await pc.synced()
}

const offline = (pc: LocalService) =>
  pc.until(async () => (await pc.call('app.status')).connection === 'offline')

/** A correction from a value that is another one at head office by the time it arrives. */
async function rejectedCorrection(): Promise<string> {
  const { rev } = await desk.call('customers.open', { customerId: zhou.id })
  await office.app.close()
  const { commandId } = await desk.call('customers.proposeCorrection', {
    customerId: zhou.id,
    seenRev: rev,
    changes: [{ field: 'email', to: 'mine@example.com' }],
    evidence: '客户来电',
  })
  await inTransaction(office.pool, 'write', async (client) => {
    const writer = await BranchWriter.lock(client, branchA)
    await writer.update('customer', zhou.id, { email: 'theirs@example.com' })
  })
  await reconnected(desk, head)
  await desk.until(async () => (await desk.call('app.status')).rejected > 0)
  return commandId
}

const waiting = async () => head.call('sync.supervision')

const settled = { resolution: 'returned', reason: '请与客户核实后再提' } as const

test('a rejection reaches the branch head, who settles it; its author hears so', async () => {
  const commandId = await rejectedCorrection()
  const { items, more, live, loadedAtMs } = await waiting()
  expect({ more, live }).toEqual({ more: 0, live: true })
  expect(loadedAtMs).toBeGreaterThan(0)
  expect(items).toMatchObject([
    {
      commandId,
      name: 'customer.proposeCorrection',
      authorName: people.li.name,
      customerName: zhou.name,
      state: 'rejected',
      code: 'correction.conflict',
      deviceName: `PC-1-${count}`,
      repairable: true,
      own: false,
      settling: null,
    },
  ])
  expect(await desk.call('sync.settlements', { commandIds: [commandId] })).toEqual([])
  await head.call('sync.settle', { commandId, ...settled })
  await head.until(async () => (await head.call('app.status')).pending === 0)
  expect((await waiting()).items).toEqual([])
  expect(await head.call('sync.submissions', { group: 'done' })).toMatchObject([
    { name: 'submission.settle', customerName: zhou.name, detail: { resolution: 'returned' } },
  ])
  expect(await desk.call('sync.settlements', { commandIds: [commandId] })).toMatchObject([
    { commandId, ...settled, by: people.zhao.name },
  ])
  // What the branch head said takes nothing from the author.
  const { commandId: repaired } = await desk.call('sync.repair', { commandId, keepMine: ['email'] })
  expect(repaired).not.toBeNull()
})

test('in an outage the list is the one read last, and what is settled waits', async () => {
  const commandId = await rejectedCorrection()
  const loaded = await waiting()
  await office.app.close()
  await offline(head)
  const stale = await waiting()
  expect(stale).toEqual({ ...loaded, live: false })
  await head.call('sync.settle', { commandId, ...settled })
  expect((await waiting()).items).toMatchObject([{ commandId, settling: 'returned' }])
  expect(await head.codeOf('sync.settle', { commandId, ...settled })).toBe(
    'submission.alreadySettled',
  )
  await reconnected(head)
  await head.until(async () => (await head.call('app.status')).pending === 0)
  expect(await waiting()).toMatchObject({ items: [], live: true })
})

test('what one session read is not there for the next', async () => {
  await rejectedCorrection()
  expect((await waiting()).items).toHaveLength(1)
  await head.call('session.logout')
  await logIn(head, people.zhao)
  await office.app.close()
  await offline(head)
  expect(await waiting()).toEqual({ items: [], more: 0, loadedAtMs: null, live: false })
  expect(await desk.call('sync.settlements', { commandIds: ['x'] })).toEqual([])
  await office.restart()
})

test('is not for others, and wants a reason', async () => {
  expect(await desk.codeOf('sync.supervision')).toBe('request.forbidden')
  const given = { commandId: 'x', ...settled }
  expect(await desk.codeOf('sync.settle', given)).toBe('request.forbidden')
  expect(await head.codeOf('sync.settle', { ...given, reason: ' 好 ' })).toBe('request.invalid')
})

test.each([
  ['dismissed with a reason', 'dismissed', '已由同事处理'],
  ['taken over as it stands at head office', 'repaired', null],
] as const)('a rejection %s never comes to the branch head', async (_how, state, reason) => {
  const commandId = await rejectedCorrection()
  expect((await waiting()).items).toHaveLength(1)
  if (reason === null) await desk.call('sync.repair', { commandId, keepMine: [] })
  else await desk.call('sync.dismiss', { commandId, reason })
  const own = desk.journal((db) =>
    first<{ state: string; told: number }>(
      db,
      `SELECT c.state, (SELECT count(*) FROM command WHERE name = 'submission.dismissed') AS told
       FROM command c WHERE c.command_id = ?`,
      commandId,
    ),
  )
  expect(own).toEqual({ state, told: 1 })
  expect(await desk.codeOf('sync.dismiss', { commandId, reason: 'x' })).toBe('command.notRejected')
  await desk.until(async () => (await desk.call('app.status')).pending === 0)
  expect((await waiting()).items).toEqual([])
})
