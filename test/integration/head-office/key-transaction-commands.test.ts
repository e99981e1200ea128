import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { CommandResult } from '#contract/sync/commands.ts'
import type { Customer } from '#domain/customers/records.ts'
import { historyOf } from '#domain/key-transactions/card.ts'
import { cardId } from '#head-office/key-transactions/stage-cards.ts'
import { takeArrivals } from '#head-office/key-transactions/take-arrivals.ts'
import {
  aCustomer,
  aManager,
  loadRecords,
  people,
  type TestStaff,
} from '#test/support/branch-data.ts'
import { TestDevice } from '#test/support/device.ts'
import { startHeadOffice, type TestHeadOffice } from '#test/support/head-office.ts'
import {
  aBalance,
  aBooking,
  anAccount,
  arrivalMs,
  branchA,
  runningDay,
  wan,
} from '#test/support/key-transactions.ts'
import { withDatabase } from '#test/support/postgres.ts'

const database = withDatabase()
let office: TestHeadOffice
let device: TestDevice
const grants = new Map<string, string>()
let count = 0
let chen: Customer
let card: string

beforeAll(async () => {
  office = await startHeadOffice({ databaseUrl: database.url })
  device = await TestDevice.of(office)
  for (const staff of [people.li, people.wang, people.zhao, people.teller]) {
    grants.set(staff.id, (await device.login(staff)).grant)
  }
})
afterAll(() => office.close())

beforeEach(async () => {
  count += 1
  chen = aCustomer(`陈国栋${count}`, { tier: 'platinum' })
  const account = anAccount(chen, `current${count}`)
  card = cardId(chen.id, runningDay)
  await loadRecords(office.pool, {
    customer: [chen],
    customer_manager: [aManager(chen.id, people.li.id)],
    account: [account],
    balance_change: [aBalance(account, '2026-01-05', 58 * wan)],
  })
  await takeArrivals(office.pool, [aBooking(account, chen.name, `B${count}`)], arrivalMs)
})

async function step(staff: TestStaff, to: string, over: object = {}): Promise<CommandResult> {
  const payload = {
    cardId: card,
    customerId: chen.id,
    to,
    reason: null,
    note: null,
    atMs: arrivalMs,
  }
  const command = device.command('keyTransaction.advance', staff.id, grants.get(staff.id) ?? '', {
    ...payload,
    ...over,
  })
  const [result] = (await device.push([command])).results
  if (!result) throw new Error('no result')
  return result
}

async function standing() {
  const { rows } = await office.pool.query<{
    state: string
    by: string | null
    reason: string | null
    history: string
    answered: boolean
    rev: number
  }>(
    `select state, state_by::text as by, reason, history, responded_at is not null as answered,
       rev::float8
     from key_transaction where branch_id = $1 and id = $2`,
    [branchA, card],
  )
  if (!rows[0]) throw new Error('no card')
  return rows[0]
}

test('a card goes its way: read, contacted with a note, dealt with, closed', async () => {
  expect(await step(people.li, 'read')).toMatchObject({ outcome: 'applied' })
  expect((await standing()).answered).toBe(false)
  const contacted = await step(people.li, 'contacted', { note: '用于付购房首付' })
  expect(contacted.revs).toEqual({ [`key_transaction:${card}`]: 3 })
  await step(people.li, 'done', { note: '已约面谈' })
  await step(people.li, 'closed')
  const { history, ...now } = await standing()
  expect(now).toEqual({
    state: 'closed',
    by: people.li.id,
    reason: null,
    answered: true,
    rev: 5,
  })
  expect(historyOf(history).map(({ act, note, by }) => [act, note, by])).toEqual([
    ['raised', null, null],
    ['read', null, people.li.id],
    ['contacted', '用于付购房首付', people.li.id],
    ['done', '已约面谈', people.li.id],
    ['closed', null, people.li.id],
  ])
})

test('a false alarm keeps its reason, and needs one', async () => {
  expect(await step(people.li, 'false_alarm')).toMatchObject({
    outcome: 'rejected',
    code: 'keyTransaction.reasonMissing',
  })
  expect(await step(people.li, 'done', { reason: 'usual' })).toMatchObject({
    code: 'keyTransaction.reasonMissing',
  })
  expect(await step(people.li, 'false_alarm', { reason: 'usual' })).toMatchObject({
    outcome: 'applied',
  })
  expect(await standing()).toMatchObject({ state: 'false_alarm', reason: 'usual' })
})

test('reading twice says the same; whoever comes second with more is told where it stands', async () => {
  await step(people.zhao, 'done', { note: '主任已处理' })
  expect(await step(people.li, 'read')).toMatchObject({ outcome: 'applied', revs: {} })
  const late = await step(people.li, 'contacted')
  expect(late).toMatchObject({
    outcome: 'rejected',
    code: 'keyTransaction.alreadyMoved',
    conflicts: [
      { field: 'state', mine: 'contacted', current: 'done', changedBy: people.zhao.name },
    ],
  })
})

test('only who looks after the customer, or sees the branch, may move it', async () => {
  for (const staff of [people.wang, people.teller]) {
    expect(await step(staff, 'read')).toMatchObject({
      outcome: 'rejected',
      code: 'keyTransaction.notYours',
    })
  }
  expect(await step(people.zhao, 'read')).toMatchObject({ outcome: 'applied' })
})

test('another card, another customer’s card, and nonsense are not found', async () => {
  for (const cardOf of [cardId(chen.id, '2026-01-01'), 'nonsense']) {
    expect(await step(people.li, 'read', { cardId: cardOf })).toMatchObject({
      code: 'keyTransaction.notFound',
    })
  }
  const other = aCustomer(`别人${count}`)
  await loadRecords(office.pool, { customer: [other] })
  expect(await step(people.zhao, 'read', { customerId: other.id })).toMatchObject({
    code: 'keyTransaction.notFound',
  })
})
