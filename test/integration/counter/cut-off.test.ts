import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { counterLimits } from '#domain/counter/limits.ts'
import { createEnrolmentCode } from '#head-office/devices/enrolment.ts'
import {
  aCustomer,
  aManager,
  branchA,
  loadRecords,
  people,
  testDay,
  testPassword,
} from '#test/support/branch-data.ts'
import { TestTerminal } from '#test/support/branch-service.ts'
import { startHeadOffice, type TestHeadOffice } from '#test/support/head-office.ts'
import { LocalService } from '#test/support/local-service.ts'
import { withDatabase } from '#test/support/postgres.ts'
import { refreshSummaries } from '#test/support/refresh-summaries.ts'

const database = withDatabase()
const zhou = aCustomer('周海华', { id_no: '990000198003280328' })
const wu = aCustomer('吴大海', { id_no: '990000197002021122' })
const login = { staffNo: people.teller.staffNo, password: testPassword, offline: false }
let office: TestHeadOffice
let pc: LocalService

beforeAll(async () => {
  office = await startHeadOffice({ databaseUrl: database.url })
  await loadRecords(office.pool, {
    customer: [zhou, wu],
    customer_manager: [aManager(zhou.id, people.li.id), aManager(wu.id, people.li.id)],
  })
  await refreshSummaries(office.pool, { businessDate: testDay, branchIds: [branchA] })
  pc = new LocalService(office.url, await createEnrolmentCode(office.pool, { branchId: branchA }))
  await pc.start()
  await pc.until(async () => (await pc.call('app.status')).enrolled)
})
afterAll(async () => {
  await pc.remove()
  await office.close()
})

beforeEach(async () => {
  await pc.call('session.login', login)
  await pc.filled()
})

async function open(customer: typeof zhou): Promise<string> {
  const answer = await pc.call('counter.find', { text: customer.id_no ?? '' })
  if (answer.found !== 'visit') throw new Error(answer.found)
  return answer.visit.visitId
}

/** How head office has a visit, once it has ended there. */
async function atHeadOffice(visitId: string) {
  return pc.until(async () => {
    const { rows } = await office.pool.query<{ cut_off: string | null; seconds: number }>(
      `select cut_off, extract(epoch from ended_at - opened_at)::float8 as seconds
       from counter_visit where id = $1 and state = 'ended'`,
      [visitId],
    )
    return rows[0]
  })
}

test('a lock, a log-out and closing the program each end the visit with their name', async () => {
  const locked = await open(zhou)
  await pc.call('session.lock')
  expect(await atHeadOffice(locked)).toMatchObject({ cut_off: 'locked' })
  await pc.call('session.unlock', { password: testPassword })
  expect(await pc.call('counter.current')).toBeNull()

  const left = await open(zhou)
  await pc.call('session.logout')
  expect(await atHeadOffice(left)).toMatchObject({ cut_off: 'logged_out' })

  await pc.call('session.login', login)
  const closed = await open(zhou)
  await pc.restart()
  expect(await atHeadOffice(closed)).toMatchObject({ cut_off: 'closed' })
})

test('a visit ended by the person, or by the next customer, was not cut off', async () => {
  const served = await open(zhou)
  const next = await open(wu)
  await pc.call('counter.end', { visitId: next })
  await pc.call('session.lock')
  expect(await atHeadOffice(served)).toMatchObject({ cut_off: null })
  expect(await atHeadOffice(next)).toMatchObject({ cut_off: null })
  await pc.call('session.unlock', { password: testPassword })
})

test('one whose time was over ended with it, whatever comes after', async () => {
  const first = await open(zhou)
  pc.clock.pass(counterLimits.openMs + 60_000)
  const second = await open(wu)
  const ranOut = { cut_off: 'ran_out', seconds: counterLimits.openMs / 1000 }
  expect(await atHeadOffice(first)).toEqual(ranOut)
  pc.clock.pass(counterLimits.openMs + 60_000)
  expect(await pc.call('counter.current')).toBeNull()
  await pc.call('session.lock')
  expect(await atHeadOffice(second)).toEqual(ranOut)
  const { visits } = await pc
    .call('session.unlock', { password: testPassword })
    .then(() => pc.call('counter.day'))
  expect(visits[0]).toMatchObject({ visitId: second, state: 'ended', cutOff: 'ran_out' })
})

test('a service that dies leaves no open visit: the next start ends it, once', async () => {
  const terminal = new TestTerminal({
    headOfficeUrl: office.url,
    enrolmentCode: await createEnrolmentCode(office.pool, { branchId: branchA }),
    deviceName: 'PC-CRASH',
  })
  try {
    await terminal.start()
    await terminal.status('an enrolled PC', ({ enrolled }) => enrolled)
    await terminal.login(people.teller)
    await terminal.filled()
    const answer = await terminal.call('counter.find', { text: zhou.id_no ?? '' })
    if (answer.found !== 'visit') throw new Error(answer.found)
    await terminal.kill()
    await terminal.start()
    await terminal.kill()
    await terminal.start()
    expect(await atHeadOffice(answer.visit.visitId)).toMatchObject({ cut_off: 'crashed' })
    await terminal.login(people.teller)
    await terminal.status('an empty queue', ({ pending }) => pending === 0)
    const { rows } = await office.pool.query<{ n: string }>(
      `select count(*) as n from command where name = 'counter.recordVisit'
         and request like '%' || $1 || '%' and request like '%"cutOff":"crashed"%'`,
      [answer.visit.visitId],
    )
    expect(rows[0]?.n).toBe('1')
  } finally {
    await terminal.remove()
  }
})
