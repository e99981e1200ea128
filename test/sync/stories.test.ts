import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Submission } from '#contract/ipc/sync.ts'
import { all } from '#db/connection/statements.ts'
import { createEnrolmentCode } from '#head-office/devices/enrolment.ts'
import { BranchWriter } from '#head-office/store/branch-writer.ts'
import { inTransaction } from '#head-office/store/transaction.ts'
import { refreshSummaries } from '#test/support/refresh-summaries.ts'
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
  testPassword,
  type TestStaff,
} from '#test/support/branch-data.ts'
import { startHeadOffice, type TestHeadOffice } from '#test/support/head-office.ts'
import { LocalService } from '#test/support/local-service.ts'
import { withDatabase } from '#test/support/postgres.ts'

const database = withDatabase()
let office: TestHeadOffice
let one: LocalService
let two: LocalService
let zhou: ReturnType<typeof aCustomer>
let count = 0

beforeAll(async () => {
  office = await startHeadOffice({ databaseUrl: database.url })
})
afterAll(() => office.close())

async function desk(staff: TestStaff, name: string): Promise<LocalService> {
  const code = await createEnrolmentCode(office.pool, { branchId: branchA })
  const pc = new LocalService(office.url, code, name)
  await pc.start()
  await pc.until(async () => (await pc.call('app.status')).enrolled)
  await pc.call('session.login', { staffNo: staff.staffNo, password: testPassword, offline: false })
  await pc.filled()
  return pc
}

beforeEach(async () => {
  count += 1
  zhou = aCustomer(`周海华${count}`)
  await loadRecords(office.pool, {
    customer: [zhou],
    customer_manager: [
      aManager(zhou.id, people.li.id),
      aManager(zhou.id, people.wang.id, { role: 'co' }),
    ],
    task: [aTask(`task${count}`, zhou.id, people.li.id)],
  })
  await refreshSummaries(office.pool, { businessDate: testDay, branchIds: [branchA] })
  one = await desk(people.li, `PC-1-${count}`)
  two = await desk(people.wang, `PC-2-${count}`)
})
afterEach(async () => {
  await one.remove()
  await two.remove()
})

const seenRev = async (pc: LocalService) =>
  (await pc.call('customers.open', { customerId: zhou.id })).rev

async function correct(pc: LocalService, changes: Record<string, string>): Promise<string> {
  const { commandId } = await pc.call('customers.proposeCorrection', {
    customerId: zhou.id,
    seenRev: await seenRev(pc),
    changes: Object.entries(changes).map(([field, to]) => ({ field: field as 'email', to })),
    evidence: '客户来电',
  })
  return commandId
}

function answer(pc: LocalService, commandId: string): Promise<Submission> {
  return pc.until(async () => {
    for (const group of ['rejected', 'done'] as const) {
      const found = await pc.call('sync.submissions', { group })
      const own = found.find((submission) => submission.commandId === commandId)
      if (own) return own
    }
    return null as unknown as Submission
  })
}

const offline = () => office.app.close()
const online = async (...pcs: LocalService[]) => {
  await office.restart()
  for (const pc of pcs) await pc.call('sync.retry')
}

async function column(name: string): Promise<unknown> {
  const { rows } = await office.pool.query<Record<string, unknown>>(
    `select ${name} from customer where id = $1`,
    [zhou.id],
  )
  return rows[0]?.[name]
}

describe('two PCs without head office', () => {
  test('different fields of one customer merge', async () => {
    await offline()
    const first = await correct(one, { email: 'zhou@example.com' })
    const second = await correct(two, { employer: '某小学' })
    await online(one, two)
    expect((await answer(one, first)).state).toBe('applied')
    expect((await answer(two, second)).state).toBe('applied')
    expect([await column('email'), await column('employer')]).toEqual([
      'zhou@example.com',
      '某小学',
    ])
  })

  test('the same field becomes a visible conflict that a person resolves', async () => {
    await offline()
    const first = await correct(one, { email: 'one@example.com' })
    const second = await correct(two, { email: 'two@example.com', employer: '某小学' })
    await online(one)
    expect((await answer(one, first)).state).toBe('applied')
    await two.call('sync.retry')
    const rejected = await answer(two, second)
    expect(rejected).toMatchObject({ state: 'rejected', code: 'correction.conflict' })
    expect(rejected.conflicts).toMatchObject([
      { field: 'email', mine: 't****@example.com', current: 'o****@example.com' },
    ])
    const { commandId } = await two.call('sync.repair', { commandId: second, keepMine: ['email'] })
    expect((await answer(two, commandId ?? '')).state).toBe('applied')
    expect([await column('email'), await column('employer')]).toEqual(['two@example.com', '某小学'])
    expect((await answer(two, second)).state).toBe('repaired')
    await expect(
      two.call('sync.repair', { commandId: second, keepMine: ['email'] }),
    ).rejects.toMatchObject({ code: 'command.notRejected' })
  })

  test('accepting head office throughout closes the rejection without a new command', async () => {
    await offline()
    await correct(one, { email: 'one@example.com' })
    const second = await correct(two, { email: 'two@example.com' })
    await online(one)
    await one.until(async () => (await column('email')) === 'one@example.com')
    await two.call('sync.retry')
    await answer(two, second)
    expect(await two.call('sync.repair', { commandId: second, keepMine: [] })).toEqual({
      commandId: null,
    })
    expect(await two.call('sync.submissions', { group: 'rejected' })).toEqual([])
  })

  test('a task closed twice is closed once, and the second person is told by whom', async () => {
    const task = { taskId: idOf('task', `task${count}`), outcome: 'done' as const, note: null }
    await offline()
    const first = await one.call('workbench.completeTask', task)
    const second = await two.call('workbench.completeTask', task)
    await online(one)
    expect((await answer(one, first.commandId)).state).toBe('applied')
    await two.call('sync.retry')
    const rejected = await answer(two, second.commandId)
    expect(rejected).toMatchObject({ state: 'rejected', code: 'task.alreadyClosed' })
    expect(rejected.conflicts).toMatchObject([{ field: 'outcome', changedBy: '李明' }])
    await two.call('sync.dismiss', { commandId: second.commandId, reason: '已由李明办理' })
    expect((await answer(two, second.commandId)).state).toBe('dismissed')
  })
})

test('a waiting command can be taken back, a sent one cannot', async () => {
  await offline()
  await one.until(async () => (await one.call('app.status')).connection === 'offline')
  const commandId = await correct(one, { email: 'one@example.com' })
  expect(await one.codeOf('sync.withdraw', { commandId })).toBeNull()
  const { profile } = await one.call('customers.open', { customerId: zhou.id })
  expect(profile.find(({ field }) => field === 'email')?.masked).toBeNull()
  const sent = await correct(one, { email: 'later@example.com' })
  await online(one)
  expect((await answer(one, sent)).state).toBe('applied')
  expect(await one.codeOf('sync.withdraw', { commandId: sent })).toBe('command.alreadySent')
})

test('nobody sees or withdraws the commands of somebody else on the same PC', async () => {
  await offline()
  const commandId = await correct(one, { email: 'one@example.com' })
  await office.restart()
  await one.call('session.login', {
    staffNo: people.zhao.staffNo,
    password: testPassword,
    offline: false,
  })
  expect(await one.codeOf('sync.withdraw', { commandId })).toBe('command.alreadySent')
  expect(await one.call('sync.submissions', { group: 'done' })).toEqual([])
})

test('the queue drains with nobody logged in', async () => {
  await offline()
  await correct(one, { email: 'one@example.com' })
  await one.call('session.logout')
  await office.restart()
  await one.until(async () => (await column('email')) === 'one@example.com')
})

test('a contact with a customer who moved away is kept, and its author is told', async () => {
  await offline()
  const { commandId } = await one.call('customers.logContact', {
    customerId: zhou.id,
    channel: 'visit',
    outcome: 'interested',
    summary: '看了理财产品',
    nextOn: null,
    durationMinutes: null,
  })
  await inTransaction(office.pool, 'write', async (client) => {
    const branch = await BranchWriter.lock(client, branchA)
    await branch.remove('customer', zhou.id, 'left_scope', Date.now())
    await client.query('update customer_directory set branch_id = $2 where customer_id = $1', [
      zhou.id,
      branchB,
    ])
  })
  await online(one)
  expect(await answer(one, commandId)).toMatchObject({
    state: 'applied_with_changes',
    code: 'customer.moved',
  })
  await one.until(
    async () => (await one.codeOf('customers.open', { customerId: zhou.id })) !== null,
  )
  const { rows } = await office.pool.query<{ branch_id: string }>(
    'select branch_id::text from contact where customer_id = $1',
    [zhou.id],
  )
  expect(rows).toEqual([{ branch_id: branchB }])
})

describe('another database behind the same address', () => {
  /** Puts head office back to the state of `lastSeq`, as a restored backup does. */
  async function restore(pc: LocalService, lastSeq: number): Promise<void> {
    const deviceName = pc.deviceName
    await office.app.close()
    await inTransaction(office.pool, 'write', async (client) => {
      await client.query('update database_info set epoch = gen_random_uuid()')
      for (const table of ['command', 'command_place']) {
        await client.query(
          `delete from ${table} c using device d
           where d.name = $1 and c.device_id = d.id and c.seq > $2`,
          [deviceName, lastSeq],
        )
      }
      await client.query(
        `update device_cursor k set last_seq = $2 from device d
         where d.name = $1 and k.device_id = d.id`,
        [deviceName, lastSeq],
      )
      const branch = await BranchWriter.lock(client, branchA)
      await branch.update('customer', zhou.id, { email: null })
      await client.query('delete from correction where customer_id = $1', [zhou.id])
    })
    await office.restart()
    await pc.call('sync.retry')
  }

  test('what it lost is pushed again and the cache is filled anew', async () => {
    expect((await answer(one, await correct(one, { email: 'one@example.com' }))).state).toBe(
      'applied',
    )
    await one.synced()
    await restore(one, 0)
    await one.until(async () => (await column('email')) === 'one@example.com')
    const epochs = await one.until(async () => {
      const text = (await one.call('sync.diagnostics')).text
      return /database epoch: (\S+)/.exec(text)?.[1]
    })
    const { rows } = await office.pool.query<{ epoch: string }>(
      'select epoch::text from database_info',
    )
    expect(epochs).toBe(rows[0]?.epoch)
    await one.synced()
    const { profile } = await one.call('customers.open', { customerId: zhou.id })
    expect(profile.find(({ field }) => field === 'email')?.masked).toBe('o****@example.com')
  })
})

test('a PC restored from an older state stops pushing and says so', async () => {
  await answer(one, await correct(one, { email: 'one@example.com' }))
  await office.pool.query(
    `update device_cursor k set last_seq = 40 from device d where d.name = $1 and k.device_id = d.id`,
    [one.deviceName],
  )
  await one.restart()
  const status = await one.until(async () => {
    const now = await one.call('app.status')
    return now.problem === 'command.cloned' ? now : null
  })
  expect(status?.connection).toBe('online')
})

test('the usage ledger of a day holds together', async () => {
  await correct(one, { email: 'one@example.com' })
  const rows = one.journal((db) =>
    all<{ seq: number; prev: string; hash: string; mac: string | null }>(
      db,
      'SELECT seq, prev, hash, mac FROM usage_record ORDER BY seq',
    ),
  )
  const verbs = one.journal((db) =>
    all<{ verb: string | null }>(
      db,
      `SELECT body ->> 'verb' AS verb FROM usage_record
       WHERE type = 'action' ORDER BY seq`,
    ),
  )
  expect(rows.map(({ seq }) => seq)).toEqual(rows.map((_, index) => index + 1))
  expect(rows.map(({ prev }) => prev)).toEqual(
    ['0'.repeat(64), ...rows.map((r) => r.hash)].slice(0, -1),
  )
  expect(rows.filter(({ mac }) => mac === null)).toEqual([])
  expect(verbs.map(({ verb }) => verb)).toEqual(['open', 'proposeCorrection'])
})
