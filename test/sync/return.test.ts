import { afterAll, beforeAll, expect, test } from 'vitest'
import { AppError } from '#contract/errors.ts'
import { createEnrolmentCode } from '#head-office/devices/enrolment.ts'
import {
  aCustomer,
  aManager,
  branchA,
  loadRecords,
  people,
  testPassword,
} from '#test/support/branch-data.ts'
import { startHeadOffice, type TestHeadOffice } from '#test/support/head-office.ts'
import { LocalService } from '#test/support/local-service.ts'
import { withDatabase } from '#test/support/postgres.ts'

const database = withDatabase()
const zhou = aCustomer('周海华')
let office: TestHeadOffice
let pc: LocalService
let busy = false
let pushes = 0

beforeAll(async () => {
  office = await startHeadOffice({
    databaseUrl: database.url,
    // Every terminal counts as one of a province that comes back: spread over a quarter of an hour.
    limits: { arrivals: { calmPerMinute: 0, perSecond: 0.001 } },
    prepare(app) {
      app.addHook('preHandler', ({ url }, _reply, done) => {
        const push = url.startsWith('/v1/commands')
        if (push) pushes += 1
        const refused = new AppError('headOffice.busy', { retryAfterSeconds: 60 })
        done(push && busy ? refused : undefined)
      })
    },
  })
  await loadRecords(office.pool, {
    customer: [zhou],
    customer_manager: [aManager(zhou.id, people.li.id)],
  })
  pc = new LocalService(office.url, await createEnrolmentCode(office.pool, { branchId: branchA }))
  await pc.start()
  await pc.until(async () => (await pc.call('app.status')).enrolled)
  const { staffNo } = people.li
  await pc.call('session.login', { staffNo, password: testPassword, offline: false })
  // Nobody waits a quarter of an hour for a cache that is not there.
  await pc.filled()
})
afterAll(async () => {
  await pc.remove()
  await office.close()
})

const log = () =>
  pc.call('customers.logContact', {
    customerId: zhou.id,
    channel: 'visit',
    outcome: 'done',
    summary: '',
    nextOn: null,
    durationMinutes: null,
  })

const arrived = async () =>
  (await office.pool.query('select from contact where customer_id = $1', [zhou.id])).rowCount ?? 0

const employer = async () =>
  (await pc.call('customers.open', { customerId: zhou.id })).profile.find(
    ({ field }) => field === 'employer',
  )?.masked

test('after the outage of a region commands go up at once, downloads when their turn comes', async () => {
  const changed = { ...zhou, employer: '新单位' }
  await loadRecords(office.pool, { customer: [changed] })
  await log()
  await pc.until(async () => (await arrived()) === 1)
  expect(await employer()).not.toBe('新单位')
  expect((await pc.call('app.status')).connection).toBe('online')
  pc.clock.pass(15 * 60_000)
  await log()
  await pc.until(async () => (await employer()) === '新单位' && (await arrived()) === 2)
})

test('a head office that is busy is left alone as long as it asked, unless a person insists', async () => {
  const before = await arrived()
  busy = true
  pushes = 0
  await log()
  await pc.until(() => pushes === 1)
  // Further work wakes the engine, which holds its patience.
  await log()
  await log()
  await new Promise((resume) => setTimeout(resume, 300))
  expect(pushes).toBe(1)
  expect((await pc.call('app.status')).connection).toBe('online')
  busy = false
  await pc.call('sync.retry')
  await pc.until(async () => (await arrived()) === before + 3)
})
