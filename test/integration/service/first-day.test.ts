import { afterAll, beforeAll, expect, test } from 'vitest'
import { noFilter } from '#contract/ipc/no-filter.ts'
import { createEnrolmentCode } from '#head-office/devices/enrolment.ts'
import { refreshSummaries } from '#test/support/refresh-summaries.ts'
import {
  aCustomer,
  aManager,
  aTask,
  branchA,
  idOf,
  loadRecords,
  people,
  testDay,
} from '#test/support/branch-data.ts'
import { TestTerminal } from '#test/support/branch-service.ts'
import { startHeadOffice, type TestHeadOffice } from '#test/support/head-office.ts'
import { withDatabase } from '#test/support/postgres.ts'

const database = withDatabase()
let office: TestHeadOffice
let terminal: TestTerminal
const zhou = aCustomer('周海华')

beforeAll(async () => {
  office = await startHeadOffice({ databaseUrl: database.url })
  await loadRecords(office.pool, {
    customer: [zhou],
    customer_manager: [aManager(zhou.id, people.li.id)],
    task: [aTask('birthday', zhou.id, people.li.id)],
  })
  await refreshSummaries(office.pool, { businessDate: testDay, branchIds: [branchA] })
  terminal = new TestTerminal({
    headOfficeUrl: office.url,
    enrolmentCode: await createEnrolmentCode(office.pool, { branchId: branchA }),
  })
  await terminal.start()
})
afterAll(async () => {
  await terminal.remove()
  await office.close()
})

test('a new PC enrols by itself and says where it belongs', async () => {
  const status = await terminal.status('enrolment', ({ enrolled }) => enrolled)
  expect(status).toMatchObject({ branchName: '东门网点', demo: true, usage: null })
})

test('a first login is online, fills the cache and shows the own book', async () => {
  const session = await terminal.login(people.li)
  expect(session).toMatchObject({ name: '李明', mode: 'online', roles: ['customer_manager'] })
  await terminal.filled()
  const list = await terminal.call('customers.list', {
    filter: noFilter,
    sort: 'name',
    descending: false,
    offset: 0,
    limit: 50,
  })
  expect(list.rows.map(({ name }) => name)).toEqual(['周海华'])
})

test('a contact goes up and comes back as head office stored it', async () => {
  const { commandId } = await terminal.call('customers.logContact', {
    customerId: zhou.id,
    channel: 'phone',
    outcome: 'interested',
    summary: '想了解大额存单',
    nextOn: null,
    durationMinutes: 8,
  })
  await terminal.until('the answer', async () => {
    const done = await terminal.call('sync.submissions', { group: 'done' })
    return done.find((own) => own.commandId === commandId)?.state === 'applied'
  })
  const overview = await terminal.until('the stored contact', async () => {
    const customer = await terminal.call('customers.open', { customerId: zhou.id })
    return customer.contacts[0]?.state === 'stored' ? customer : null
  })
  expect(overview.contacts).toHaveLength(1)
  const { rows } = await office.pool.query<{ summary: string }>('select summary from contact')
  expect(rows).toEqual([{ summary: '想了解大额存单' }])
})

test('a change at head office arrives with the next poll', async () => {
  await loadRecords(office.pool, { task: [aTask('second', zhou.id, people.li.id)] })
  const customer = await terminal.until('the new task', async () => {
    const { tasks } = await terminal.call('customers.open', { customerId: zhou.id })
    return tasks.find(({ id }) => id === idOf('task', 'second'))
  })
  expect(customer.state).toBe('open')
  const { tables } = await terminal.call('sync.freshness')
  const rows = Object.fromEntries(tables.map(({ table, rows: count }) => [table, count]))
  expect(rows).toMatchObject({ customer: 1, task: 2, contact: 1, org_unit: 6 })
})
