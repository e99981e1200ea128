import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { batchRows, columnValues, type RowBatch } from '#contract/sync/rows/batch.ts'
import type { ChangesReply } from '#contract/sync/changes.ts'
import { tableNamed, tables } from '#contract/sync/rows/tables.ts'
import { openBusinessDay } from '#head-office/business-day/open-business-day.ts'
import { followers } from '#head-office/customers/followers.ts'
import { type CustomerTransfer, transferCustomers } from '#head-office/customers/transfer.ts'
import { inTransaction } from '#head-office/store/transaction.ts'
import { uuidV7 } from '#platform/ids/uuid.ts'
import {
  aCustomer,
  branchA,
  branchB,
  idOf,
  loadRecords,
  people,
  testDay,
} from '#test/support/branch-data.ts'
import { TestDevice } from '#test/support/device.ts'
import { startHeadOffice, type TestHeadOffice } from '#test/support/head-office.ts'
import { withDatabase } from '#test/support/postgres.ts'
import { wholeCustomer } from '#test/support/whole-customer.ts'

const database = withDatabase()
let office: TestHeadOffice
let a: TestDevice
let b: TestDevice
let count = 0
let whole: ReturnType<typeof wholeCustomer>

beforeAll(async () => {
  office = await startHeadOffice({ databaseUrl: database.url })
  await loadRecords(office.pool, {
    customer: [aCustomer('留守'), aCustomer('西', { branch_id: branchB })],
  })
  a = await TestDevice.of(office, branchA, 'PC-A')
  b = await TestDevice.of(office, branchB, 'PC-B')
})
afterAll(() => office.close())

beforeEach(async () => {
  count += 1
  whole = wholeCustomer(`whole${count}`)
  await loadRecords(office.pool, whole.rows)
  await openBusinessDay(office.pool, testDay, { loaded: true })
})

const transfer = (over: Partial<CustomerTransfer> = {}) =>
  inTransaction(office.pool, 'write', (client) =>
    transferCustomers(
      client,
      {
        customerIds: [whole.id],
        from: branchA,
        to: branchB,
        staffId: people.other.id,
        actor: people.line.staffNo,
        ...over,
      },
      { businessDate: testDay, nowMs: Date.now() },
    ),
  )

/** Everything of a scope beyond a cursor. */
async function pull(device: TestDevice, branchId: string, cursor: string) {
  const pages: ChangesReply[] = []
  for (let at: string | undefined = cursor, more = true; more;) {
    const page = await device.changes(`branch:${branchId}`, at)
    pages.push(page)
    at = page.next
    more = page.more
  }
  return {
    next: pages.at(-1)?.next ?? cursor,
    batches: pages.flatMap(({ batches }) => batches),
    tombstones: pages.flatMap(({ tombstones }) => tombstones),
  }
}

const headOf = async (device: TestDevice, branchId: string): Promise<string> =>
  (await pull(device, branchId, (await device.snapshot(`branch:${branchId}`)).cursor)).next

const countsOf = (batches: readonly RowBatch[]) =>
  Object.fromEntries(batches.map(({ table, count: rows }) => [table, rows]))

/** Rows of the customer in every table of a branch. */
async function held(branchId: string): Promise<Record<string, number>> {
  const positions = await office.pool.query<{ id: string }>(
    `select id::text from account where customer_id = $1
     union all select id::text from holding where customer_id = $1`,
    [whole.id],
  )
  const ids = { customer: [whole.id], position: positions.rows.map(({ id }) => id) }
  const found: Record<string, number> = {}
  for (const { table, follows, column } of followers) {
    const { rowCount } = await office.pool.query(
      `select from ${table} where branch_id = $1 and ${column} = any($2::uuid[])`,
      [branchId, ids[follows]],
    )
    if (rowCount) found[table] = rowCount
  }
  return found
}

const revOf = async (table: string): Promise<number> => {
  const { rows } = await office.pool.query<{ rev: number }>(
    `select rev::float8 from ${table} where ${table === 'customer' ? 'id' : 'customer_id'} = $1`,
    [whole.id],
  )
  return rows[0]?.rev ?? 0
}

/** Tables of rows that end with the stay: places in a branch's groups, and what its head granted. */
const ending = ['customer_group_member', 'customer_viewing']
const taken = (rows: Record<string, number>) =>
  Object.fromEntries(Object.entries(rows).filter(([table]) => !ending.includes(table)))

const branchTables = tables.filter(({ scope }) => scope === 'branch').map(({ name }) => name)

test('every table that names a customer or an account has been decided on', () => {
  const stay = ['counter_visit']
  const naming = branchTables.filter((name) =>
    tableNamed(name).columns.some((column) =>
      ['customer_id', 'from_customer_id', 'account_id', 'position_id'].includes(column.name),
    ),
  )
  expect(new Set([...followers.map(({ table }) => table), ...stay])).toEqual(
    new Set([...naming, 'customer']),
  )
})

describe('a transfer', () => {
  test('takes everything along under one version each: tombstones there, rows here', async () => {
    const before = await held(branchA)
    expect(Object.keys(before).sort()).toEqual(followers.map(({ table }) => table).sort())
    const cursors = [await headOf(a, branchA), await headOf(b, branchB)] as const
    const [customerRev, contactRev] = [await revOf('customer'), await revOf('contact')]
    await transfer()

    const left = await pull(a, branchA, cursors[0])
    expect(left.batches).toEqual([])
    const total = Object.values(before).reduce((sum, rows) => sum + rows, 0)
    expect(left.tombstones).toHaveLength(total)
    expect(new Set(left.tombstones.map(({ reason }) => reason))).toEqual(new Set(['left_scope']))
    expect(new Set(left.tombstones.map(({ ver }) => ver)).size).toBe(1)

    const arrived = await pull(b, branchB, cursors[1])
    expect(arrived.tombstones).toEqual([])
    // What was there, and the new manager's allocation; groups belong to their branch.
    expect(countsOf(arrived.batches)).toEqual({
      ...taken(before),
      customer_manager: (before['customer_manager'] ?? 0) + 1,
    })
    const vers = arrived.batches.flatMap((batch) => columnValues(batch.ver, batch.count))
    expect(new Set(vers).size).toBe(1)
    expect(await held(branchA)).toEqual({})
    expect([await revOf('customer'), await revOf('contact')]).toEqual([
      customerRev + 1,
      contactRev + 1,
    ])
  })

  test('and back again: each row once, no tombstone left, revisions running on', async () => {
    const before = await held(branchA)
    const [start, rev] = [await headOf(a, branchA), await revOf('account')]
    await transfer()
    await transfer({ from: branchB, to: branchA, staffId: people.wang.id })
    const back = await pull(a, branchA, start)
    expect(back.tombstones.map(({ table }) => table).sort()).toEqual(ending)
    expect(countsOf(back.batches)).toEqual({
      ...taken(before),
      customer_manager: (before['customer_manager'] ?? 0) + 2,
    })
    for (const batch of back.batches) {
      const table = tableNamed(batch.table)
      const names = table.columns.map(({ name }) => name)
      const keys = batchRows(batch).map((row) =>
        JSON.stringify(table.key.map((name) => row[names.indexOf(name)])),
      )
      expect(new Set(keys).size).toBe(keys.length)
    }
    expect(await revOf('account')).toBe(rev + 2)
    expect(await held(branchB)).toEqual({})
  })

  test('puts the customer into the new book, with what is open; what is done stays as it was', async () => {
    await transfer()
    const { rows } = await office.pool.query(
      `select staff_id::text, role, to_char(valid_from, 'YYYY-MM-DD') as from_day,
         to_char(valid_to, 'YYYY-MM-DD') as until
       from customer_manager where branch_id = $1 and customer_id = $2 order by valid_from`,
      [branchB, whole.id],
    )
    expect(rows).toEqual([
      { staff_id: people.li.id, role: 'primary', from_day: '2020-01-01', until: '2026-11-19' },
      { staff_id: people.other.id, role: 'primary', from_day: testDay, until: null },
    ])
    const tasks = await office.pool.query<{ state: string; staff: string }>(
      `select state, staff_id::text as staff from task where customer_id = $1
       and state in ('open', 'done')`,
      [whole.id],
    )
    for (const { state, staff } of tasks.rows) {
      expect(staff).toBe(state === 'open' ? people.other.id : people.li.id)
    }
    const referral = await office.pool.query(
      'select to_staff_id::text as to from referral where customer_id = $1',
      [whole.id],
    )
    expect(referral.rows).toEqual([{ to: people.other.id }])
    const audit = await office.pool.query(
      `select branch_id::text as branch, actor from audit_log
       where action = 'customer.transfer' and object = $1`,
      [whole.id],
    )
    expect(audit.rows).toHaveLength(2)
    expect(new Set(audit.rows.map(({ branch }: { branch: string }) => branch))).toEqual(
      new Set([branchA, branchB]),
    )
    // The night raises and keeps tasks for the new manager, in the new branch.
    await openBusinessDay(office.pool, testDay, { loaded: true })
    expect(await held(branchA)).toEqual({})
  })

  test('a terminal that begins now gets no snapshot with the customer in it', async () => {
    const chunks = async () => (await a.snapshot(`branch:${branchA}`)).chunks
    const old = await chunks()
    const customersOf = async (list: typeof old) => {
      const batches = await Promise.all(
        list.filter(({ table }) => table === 'customer').map(({ sha256 }) => a.chunk(sha256)),
      )
      return batches.flatMap(batchRows).map(([, id]) => id)
    }
    expect(await customersOf(old)).toContain(whole.id)
    await transfer()
    await expect(customersOf(old)).rejects.toMatchObject({
      refusal: { error: { code: 'cursor.stale' } },
    })
    expect(await customersOf(await chunks())).not.toContain(whole.id)
  })

  test('what the old branch sends afterwards: facts attach there, decisions are rejected', async () => {
    await transfer()
    const { grant } = await a.login(people.li)
    const fact = a.command('contact.log', people.li.id, grant, {
      contactId: uuidV7(Date.now()),
      customerId: whole.id,
      atMs: Date.now(),
      channel: 'visit',
      outcome: 'done',
      summary: '',
      nextOn: null,
      durationMinutes: null,
    })
    const decision = a.command('customer.proposeCorrection', people.li.id, grant, {
      customerId: whole.id,
      correctionIds: [uuidV7(Date.now())],
      atMs: Date.now(),
      evidence: '来电',
      changes: [{ field: 'employer', from: null, to: '新单位' }],
    })
    const { results } = await a.push([fact, decision])
    expect(results).toMatchObject([
      { outcome: 'applied_with_changes', code: 'customer.moved' },
      { outcome: 'rejected', code: 'customer.moved' },
    ])
    expect((await held(branchB))['contact']).toBe(2)
  })

  test('crossing ones wait for each other and never fail', async () => {
    const others = Array.from({ length: 6 }, (_, at) => aCustomer(`交叉${count}-${at}`))
    await loadRecords(office.pool, {
      customer: others.map((one, at) => (at % 2 ? one : { ...one, branch_id: branchB })),
    })
    await Promise.all(
      others.map(({ id }, at) =>
        at % 2
          ? transfer({ customerIds: [id] })
          : transfer({ customerIds: [id], from: branchB, to: branchA, staffId: people.li.id }),
      ),
    )
    const { rows } = await office.pool.query<{ id: string; branch: string; listed: string }>(
      `select c.id::text, c.branch_id::text as branch, d.branch_id::text as listed
       from customer c join customer_directory d on d.customer_id = c.id where c.id = any($1)`,
      [others.map(({ id }) => id)],
    )
    expect(rows).toHaveLength(6)
    for (const { id, branch, listed } of rows) {
      const at = others.findIndex((one) => one.id === id)
      expect([branch, listed]).toEqual(at % 2 ? [branchB, branchB] : [branchA, branchA])
    }
  })

  test('is refused, with no effect, where it does not fit', async () => {
    const before = await held(branchA)
    const refused = (over: Partial<CustomerTransfer>, code: string) =>
      expect(transfer(over)).rejects.toThrow(code)
    await refused({ customerIds: [idOf('customer', 'nobody')] }, 'customer.notFound')
    await refused({ customerIds: [whole.id, idOf('customer', '西')] }, 'customer.moved')
    await refused({ staffId: people.li.id }, 'staff.notAvailable')
    await refused({ to: branchA, staffId: people.li.id }, 'request.invalid')
    await office.pool.query(
      `update reckoning set as_of = as_of - 1 where branch_id = $1 and subject = 'tasks'`,
      [branchB],
    )
    await refused({}, 'headOffice.busy')
    await office.pool.query('update reckoning set as_of = $1', [testDay])
    expect(await held(branchA)).toEqual(before)
    await transfer({ customerIds: [whole.id], staffId: people.other.id })
    expect(await held(branchA)).toEqual({})
  })
})
