import { afterAll, beforeAll, expect, test } from 'vitest'
import type { CardRow } from '#contract/ipc/key-transactions.ts'
import { createEnrolmentCode } from '#head-office/devices/enrolment.ts'
import { takeArrivals } from '#head-office/key-transactions/take-arrivals.ts'
import { aCustomer, aManager, branchA, loadRecords, people } from '#test/support/branch-data.ts'
import { TestTerminal } from '#test/support/branch-service.ts'
import { startHeadOffice, type TestHeadOffice } from '#test/support/head-office.ts'
import { aBalance, aBooking, anAccount, wan } from '#test/support/key-transactions.ts'
import { withDatabase } from '#test/support/postgres.ts'

const database = withDatabase()
const names = ['陈国栋', '魏长林', '曹颖']
const customers = names.map((name) => aCustomer(name, { tier: 'platinum' }))
const accounts = customers.map((customer) => anAccount(customer, customer.name))
let office: TestHeadOffice
let terminal: TestTerminal

beforeAll(async () => {
  office = await startHeadOffice({ databaseUrl: database.url })
  await loadRecords(office.pool, {
    customer: customers,
    customer_manager: customers.map(({ id }) => aManager(id, people.li.id)),
    account: accounts,
    balance_change: accounts.map((account) => aBalance(account, '2026-01-05', 58 * wan)),
  })
  const enrolmentCode = await createEnrolmentCode(office.pool, { branchId: branchA })
  terminal = new TestTerminal({ headOfficeUrl: office.url, enrolmentCode, deviceName: 'PC-A' })
  await terminal.start()
  await terminal.status('enrolment', ({ enrolled }) => enrolled)
  await terminal.login(people.li)
  await terminal.filled()
  // Until it listens: what is booked before is fetched by a round.
  await new Promise((resume) => setTimeout(resume, 7_000))
})
afterAll(async () => {
  await terminal.remove()
  await office.close()
})

const cardsNow = async (): Promise<CardRow[]> =>
  (await terminal.call('keyTransactions.rows', { tab: 'all', offset: 0, limit: 50 })).rows
const cardOf = async (name: string) => (await cardsNow()).find((card) => card.name === name)

async function standing(): Promise<Record<string, string>> {
  const { rows } = await office.pool.query<{ name: string; state: string }>(
    `select c.name, k.state from key_transaction k
     join customer c on c.branch_id = k.branch_id and c.id = k.customer_id
     where k.branch_id = $1`,
    [branchA],
  )
  return Object.fromEntries(rows.map(({ name, state }) => [name, state]))
}

test('a booking at head office is a card at the terminal within two seconds', async () => {
  const took: number[] = []
  for (const [index, account] of accounts.entries()) {
    const name = names[index] ?? ''
    const arrived = performance.now()
    await takeArrivals(office.pool, [aBooking(account, name, `S${index}`)], Date.now())
    await terminal.until(name, async () => (await cardOf(name)) !== undefined)
    took.push(Math.round(performance.now() - arrived))
  }
  console.log(`cards at the terminal after ${took.join(', ')} ms`)
  expect(Math.max(...took)).toBeLessThan(2_000)
  expect(
    terminal.events.some(
      ({ event, payload }) =>
        event === 'data.changed' && JSON.stringify(payload).includes('key_transaction'),
    ),
  ).toBe(true)
})

test('steps given without the line stand here at once, and reach head office when it is back', async () => {
  const { url } = office
  await office.app.close()
  const first = await cardOf('陈国栋')
  const second = await cardOf('魏长林')
  if (!first || !second) throw new Error('no cards')
  await terminal.call('keyTransactions.advance', {
    cardId: first.id,
    to: 'read',
    reason: null,
    note: null,
  })
  await terminal.call('keyTransactions.contact', {
    cardId: first.id,
    outcome: 'done',
    summary: '用于付购房首付',
    nextOn: null,
  })
  await terminal.call('keyTransactions.advance', {
    cardId: second.id,
    to: 'false_alarm',
    reason: 'usual',
    note: null,
  })
  expect(await cardOf('陈国栋')).toMatchObject({ state: 'contacted', queued: true })
  expect(await cardOf('魏长林')).toMatchObject({ state: 'false_alarm', queued: true })
  expect(await standing()).toMatchObject({ 陈国栋: 'new', 魏长林: 'new' })

  await office.restart()
  expect(office.url).toBe(url)
  await terminal.until(
    'the steps at head office',
    async () => {
      const now = await standing()
      return now['陈国栋'] === 'contacted' && now['魏长林'] === 'false_alarm'
    },
    60_000,
  )
  await terminal.until('the answer', async () => (await cardOf('魏长林'))?.queued === false, 30_000)
  const { rows } = await office.pool.query('select summary from contact where branch_id = $1', [
    branchA,
  ])
  expect(rows).toEqual([{ summary: '用于付购房首付' }])
})
