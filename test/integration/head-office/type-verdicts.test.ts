import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { CommandResult } from '#contract/sync/commands.ts'
import type { Customer } from '#domain/customers/records.ts'
import { branchSteps } from '#head-office/business-day/branch-steps.ts'
import { openBranch } from '#head-office/business-day/open-branch.ts'
import {
  aCustomer,
  aManager,
  branchA,
  idOf,
  loadRecords,
  people,
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
let chen: Customer

beforeAll(async () => {
  office = await startHeadOffice({ databaseUrl: database.url })
  device = await TestDevice.of(office)
  for (const staff of [people.li, people.wang, people.zhao, people.teller]) {
    grants.set(staff.id, (await device.login(staff)).grant)
  }
})
afterAll(() => office.close())

const steps = branchSteps.filter(({ subject }) => subject === 'value')
const night = () =>
  openBranch(office.pool, {
    branchId: branchA,
    date: '2026-11-20',
    again: true,
    firstTiers: false,
    steps,
  })

async function value() {
  const { rows } = await office.pool.query<{ types: string; ver: string }>(
    'select types, ver from customer_value where branch_id = $1 and customer_id = $2',
    [branchA, chen.id],
  )
  return rows[0]
}

beforeEach(async () => {
  count += 1
  chen = aCustomer(`陈国栋${count}`, { occupation: '茶农', birth_date: '1980-01-01' })
  await loadRecords(office.pool, {
    customer: [chen],
    customer_manager: [aManager(chen.id, people.li.id)],
  })
  await night()
})

async function judge(staff: TestStaff, over: object = {}): Promise<CommandResult> {
  const command = device.command('customer.judgeType', staff.id, grants.get(staff.id) ?? '', {
    verdictId: idOf('customer_type_verdict', `${count} ${JSON.stringify(over)}`),
    customerId: chen.id,
    type: 'farmer',
    verdict: 'denied',
    reason: 'never',
    seen: ['occupation:茶农'],
    atMs: 1,
    ...over,
  })
  const [result] = (await device.push([command])).results
  if (!result) throw new Error('no result')
  return result
}

test('a denial takes the type away at once, leaves who said it, and nights keep to it', async () => {
  expect((await value())?.types).toBe('farmer')
  expect((await judge(people.li)).outcome).toBe('applied')
  const denied = await value()
  expect(denied?.types).toBe('')
  const { rows } = await office.pool.query(
    'select type, verdict, reason, given_by::text as by from customer_type_verdict where customer_id = $1',
    [chen.id],
  )
  expect(rows).toEqual([{ type: 'farmer', verdict: 'denied', reason: 'never', by: people.li.id }])
  await night()
  await night()
  expect(await value()).toEqual(denied)
})

test('a night brings the type back when something new speaks for it', async () => {
  await judge(people.li)
  await office.pool.query(`update customer set industry = '农林牧渔业' where id = $1`, [chen.id])
  await night()
  expect((await value())?.types).toBe('farmer')
})

test('what nothing speaks for stands when somebody notes it, also after a night', async () => {
  await judge(people.li, { type: 'parent', verdict: 'confirmed', reason: null, seen: [] })
  expect((await value())?.types).toBe('farmer,parent')
  await night()
  expect((await value())?.types).toBe('farmer,parent')
  await judge(people.li, { type: 'parent', verdict: 'withdrawn', reason: null, seen: [] })
  expect((await value())?.types).toBe('farmer')
})

test('only who looks after the customer judges, with a reason where one is asked for', async () => {
  expect(await judge(people.wang)).toMatchObject({ outcome: 'rejected', code: 'request.forbidden' })
  expect(await judge(people.teller)).toMatchObject({ code: 'request.forbidden' })
  expect(await judge(people.li, { reason: null })).toMatchObject({ code: 'request.invalid' })
  expect(await judge(people.li, { customerId: idOf('customer', 'nobody') })).toMatchObject({
    code: 'customer.notFound',
  })
  expect((await value())?.types).toBe('farmer')
})
