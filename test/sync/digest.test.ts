import { afterAll, beforeAll, expect, test } from 'vitest'
import { createEnrolmentCode } from '#head-office/devices/enrolment.ts'
import { addDays } from '#domain/time/day.ts'
import {
  aCustomer,
  aManager,
  aTask,
  branchA,
  idOf,
  loadRecords,
  people,
  testDay,
  testPassword,
} from '#test/support/branch-data.ts'
import { startHeadOffice, type TestHeadOffice } from '#test/support/head-office.ts'
import { LocalService } from '#test/support/local-service.ts'
import { withDatabase } from '#test/support/postgres.ts'
import { refreshSummaries } from '#test/support/refresh-summaries.ts'

const database = withDatabase()
const customers = Array.from({ length: 400 }, (_, at) => aCustomer(`核对${at}`))
let office: TestHeadOffice
let pc: LocalService
let day = testDay

beforeAll(async () => {
  office = await startHeadOffice({ databaseUrl: database.url })
  await loadRecords(office.pool, {
    customer: customers,
    customer_manager: customers.map(({ id }) => aManager(id, people.li.id)),
    task: customers.map(({ id }, at) => aTask(`digest${at}`, id, people.li.id)),
  })
  await refreshSummaries(office.pool, { businessDate: testDay, branchIds: [branchA] })
  const code = await createEnrolmentCode(office.pool, { branchId: branchA })
  pc = new LocalService(office.url, code, 'PC-D')
  await pc.start()
  await pc.until(async () => (await pc.call('app.status')).enrolled)
  const { staffNo } = people.li
  await pc.call('session.login', { staffNo, password: testPassword, offline: false })
  await pc.filled()
})
afterAll(async () => {
  await pc.remove()
  await office.close()
})

interface Found {
  tables: string
  rows: number
}

/** What head office noted of terminals that held something else. */
async function divergences(): Promise<Found[]> {
  const { rows } = await office.pool.query<{ detail: string }>(
    `select detail from audit_log where action = 'digest.differs' order by at, id`,
  )
  return rows.map(({ detail }) => JSON.parse(detail) as Found)
}

/** The next business day, on which the terminal holds its cache against head office. */
async function nextDay(): Promise<void> {
  day = addDays(day, 1)
  await office.pool.query('update database_info set business_date = $1', [day])
  await pc.synced()
  await pc.synced()
}

async function employerOf(at: number): Promise<string | null> {
  const record = await pc.call('customers.open', { customerId: customers[at]?.id ?? '' })
  return record.profile.find(({ field }) => field === 'employer')?.masked ?? null
}

test('what the feed never told is found and mended within a day, moving only what differs', async () => {
  await pc.synced()
  await nextDay()
  expect(await divergences()).toEqual([])

  // Three faults as a broken importer makes them: no version, no tombstone, a version long past.
  const [changed, gone] = [customers[7]?.id, idOf('task', 'digest9')]
  await office.pool.query(`update customer set employer = '漏发单位' where id = $1`, [changed])
  await office.pool.query('delete from task where id = $1', [gone])
  const { rows } = await office.pool.query<{ names: string }>(
    `select string_agg(column_name, ', ') as names from information_schema.columns
      where table_name = 'task' and is_generated = 'NEVER' and column_name <> 'id'`,
  )
  const names = rows[0]?.names ?? ''
  await office.pool.query(
    `insert into task (id, ${names}) select $2, ${names} from task where id = $1`,
    [idOf('task', 'digest11'), idOf('task', 'lost')],
  )
  await pc.synced()
  expect(await employerOf(7)).not.toBe('漏发单位')

  await nextDay()
  const found = await divergences()
  expect(found.map(({ tables }) => tables)).toEqual(['customer task'])
  expect(found[0]?.rows).toBeLessThan(30)
  expect(await employerOf(7)).toBe('漏发单位')
  const tasks = async (at: number) =>
    (await pc.call('customers.open', { customerId: customers[at]?.id ?? '' })).tasks.length
  expect([await tasks(9), await tasks(11), await tasks(12)]).toEqual([0, 2, 1])

  await nextDay()
  expect(await divergences()).toHaveLength(1)
})

test('work that waits is no divergence, and survives a repair of its own row', async () => {
  await office.app.close()
  const customerId = customers[20]?.id ?? ''
  const { rev } = await pc.call('customers.open', { customerId })
  await pc.call('customers.proposeCorrection', {
    customerId,
    seenRev: rev,
    changes: [{ field: 'employer', to: '新单位' }],
    evidence: '客户来电',
  })
  await office.restart()
  await office.pool.query(`update customer set email = 'late@example.com' where id = $1`, [
    customerId,
  ])
  await nextDay()
  const before = (await divergences()).length
  await nextDay()
  expect((await divergences()).length).toBe(before)
  expect(await employerOf(20)).toBe('新单位')
})
