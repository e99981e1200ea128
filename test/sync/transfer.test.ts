import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { all } from '#db/connection/statements.ts'
import { openReader } from '#db/connection/reader.ts'
import { openBusinessDay } from '#head-office/business-day/open-business-day.ts'
import { transferCustomers } from '#head-office/customers/transfer.ts'
import { createEnrolmentCode } from '#head-office/devices/enrolment.ts'
import { openMasterKey } from '#head-office/keys/master-key.ts'
import { inTransaction } from '#head-office/store/transaction.ts'
import {
  aCustomer,
  aManager,
  branchA,
  branchB,
  loadRecords,
  people,
  testDay,
  testPassword,
} from '#test/support/branch-data.ts'
import { startHeadOffice, type TestHeadOffice } from '#test/support/head-office.ts'
import { LocalService } from '#test/support/local-service.ts'
import { withDatabase } from '#test/support/postgres.ts'
import { pagesWith, rawPages } from '#test/support/raw-pages.ts'
import { telling, wholeCustomer } from '#test/support/whole-customer.ts'

const database = withDatabase()
const whole = wholeCustomer()
let office: TestHeadOffice
let pc: LocalService
let path: string
let key: Buffer

/** The key of the terminal's cache, from escrow. */
async function cacheKey(): Promise<{ version: number; key: Buffer }> {
  const { rows } = await office.pool.query<{ id: string; version: number; text: string }>(
    'select device_id::text as id, version, encrypted_key as text from cache_key',
  )
  const master = await openMasterKey(office.dataDir)
  const [row] = rows
  const opened = row && master.decrypt(row.text, `escrow:${row.id}:${row.version}`)
  if (!row || !opened) throw new Error('no key in escrow')
  return { version: row.version, key: opened }
}

beforeAll(async () => {
  office = await startHeadOffice({ databaseUrl: database.url })
  await loadRecords(office.pool, whole.rows)
  const others = Array.from({ length: 400 }, (_, at) => aCustomer(`邻居${at}`))
  await loadRecords(office.pool, {
    customer: others,
    customer_manager: others.map(({ id }) => aManager(id, people.li.id)),
  })
  await openBusinessDay(office.pool, testDay, { loaded: true })
  const code = await createEnrolmentCode(office.pool, { branchId: branchA })
  pc = new LocalService(office.url, code, 'PC-T')
  await pc.start()
  await pc.until(async () => (await pc.call('app.status')).enrolled)
  const { staffNo } = people.li
  await pc.call('session.login', { staffNo, password: testPassword, offline: false })
  await pc.filled()
  const escrow = await cacheKey()
  key = escrow.key
  path = join(pc.dataDir, `cache-${escrow.version}.db`)
})
afterAll(async () => {
  await pc.remove()
  await office.close()
})

const transfer = (from: string, to: string, staffId: string) =>
  inTransaction(office.pool, 'write', (client) =>
    transferCustomers(
      client,
      { customerIds: [whole.id], from, to, staffId, actor: people.line.staffNo },
      { businessDate: testDay, nowMs: Date.now() },
    ),
  )

/** Pages of cache and log on which something of the customer stands. */
const remnants = () => pagesWith(rawPages(path, key), Object.values(telling))

const contacts = () => {
  const reader = openReader(path, key, 'disposable')
  try {
    return reader.read((db) =>
      all<{ id: string; rev: number }>(
        db,
        'SELECT id, rev FROM contact WHERE customer_id = ?',
        whole.id,
      ),
    )
  } finally {
    reader.close()
  }
}

test('away and back in one pull: what was written here meanwhile counts once', async () => {
  const before = contacts().length
  await pc.call('customers.logContact', {
    customerId: whole.id,
    channel: 'visit',
    outcome: 'done',
    summary: '在柜面谈过',
    nextOn: null,
    durationMinutes: null,
  })
  const count = async () => {
    const { rows } = await office.pool.query('select from contact where customer_id = $1', [
      whole.id,
    ])
    return rows.length
  }
  await pc.until(async () => (await count()) === before + 1)
  await transfer(branchA, branchB, people.other.id)
  await transfer(branchB, branchA, people.li.id)
  await pc.synced()
  await pc.until(() => contacts().every(({ rev }) => rev >= 3))
  expect(contacts()).toHaveLength(before + 1)
})

test('a customer who went away leaves no byte in the cache, its log or its search', async () => {
  expect(new Set(remnants().map((where) => where.split(': ')[1]))).toEqual(
    new Set(Object.values(telling)),
  )
  const find = async () =>
    (await pc.call('customers.search', { text: telling.name, limit: 5 })).hits.length
  expect(await find()).toBe(1)
  await transfer(branchA, branchB, people.other.id)
  await pc.synced()
  await pc.until(async () => (await pc.codeOf('customers.open', { customerId: whole.id })) !== null)
  expect(await find()).toBe(0)
  await pc.until(() => remnants().length === 0)
  // The others are all there, and the file is what it was.
  expect(await pc.call('customers.search', { text: '邻居399', limit: 5 })).toMatchObject({
    hits: [{}],
  })
  await pc.synced()
  expect(remnants()).toEqual([])
})
