import { fork } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createEnrolmentCode } from '#head-office/devices/enrolment.ts'
import { revokeStaff } from '#head-office/staff/revocation.ts'
import {
  aCustomer,
  aManager,
  branchA,
  branchB,
  loadRecords,
  people,
  type TestStaff,
} from '#test/support/branch-data.ts'
import { TestTerminal } from '#test/support/branch-service.ts'
import { startHeadOffice, type TestHeadOffice } from '#test/support/head-office.ts'
import { withDatabase } from '#test/support/postgres.ts'

const database = withDatabase()
const zhou = aCustomer('周海华')
const other = aCustomer('乙网点', { branch_id: branchB })
let office: TestHeadOffice
/** Requests for changes, by the branch whose scope they name. */
const pulls = new Map<string, number>()
const terminals: TestTerminal[] = []

beforeAll(async () => {
  office = await startHeadOffice({
    databaseUrl: database.url,
    prepare(app) {
      app.addHook('onRequest', ({ url }, _reply, done) => {
        const scope = /^\/v1\/scopes\/branch%3A([^/]+)\/changes/.exec(url)?.[1]
        if (scope !== undefined) pulls.set(scope, (pulls.get(scope) ?? 0) + 1)
        done()
      })
    },
  })
  await loadRecords(office.pool, {
    customer: [zhou, other],
    customer_manager: [
      aManager(zhou.id, people.li.id),
      aManager(other.id, people.other.id, { branch_id: branchB }),
    ],
  })
})
afterAll(async () => {
  for (const terminal of terminals) await terminal.remove()
  await office.close()
})

async function terminalOf(staff: TestStaff, branchId: string, name: string): Promise<TestTerminal> {
  const enrolmentCode = await createEnrolmentCode(office.pool, { branchId })
  const terminal = new TestTerminal({ headOfficeUrl: office.url, enrolmentCode, deviceName: name })
  terminals.push(terminal)
  await terminal.start()
  await terminal.status('enrolment', ({ enrolled }) => enrolled)
  await terminal.login(staff)
  await terminal.filled()
  return terminal
}

const employer = async (terminal: TestTerminal) =>
  (await terminal.call('customers.open', { customerId: zhou.id })).profile.find(
    ({ field }) => field === 'employer',
  )?.masked

/** Until nobody asks for changes any more: everybody has what there is, and listens. */
async function rested(): Promise<void> {
  for (let before = -1; ;) {
    const sum = [...pulls.values()].reduce((total, own) => total + own, 0)
    if (sum === before) return
    before = sum
    await new Promise((resume) => setTimeout(resume, 7_000))
  }
}

test('a change at head office is at the terminals of its branch within two seconds, and wakes no other branch', async () => {
  const own = await terminalOf(people.li, branchA, 'PC-A')
  const foreign = await terminalOf(people.other, branchB, 'PC-B')
  await rested()
  const before = pulls.get(branchB) ?? 0
  const took: number[] = []
  for (const value of ['新单位一', '新单位二', '新单位三']) {
    const changed = performance.now()
    await loadRecords(office.pool, { customer: [{ ...zhou, employer: value }] })
    await own.until(value, async () => (await employer(own)) === value)
    took.push(Math.round(performance.now() - changed))
  }
  console.log(`visible at the terminal after ${took.join(', ')} ms`)
  expect(Math.max(...took)).toBeLessThan(2_000)
  expect(pulls.get(branchB)).toBe(before)
  // The other branch is told of its own.
  await loadRecords(office.pool, { customer: [{ ...other, employer: '另一单位' }] })
  await foreign.until('news of its own', () => (pulls.get(branchB) ?? 0) > before, 5_000)
})

test('who is revoked is out within seconds, though no round is due', async () => {
  const [own] = terminals
  if (!own) throw new Error('no terminal')
  await rested()
  const revoked = performance.now()
  await revokeStaff(office.pool, people.li.id, 'admin', Date.now())
  await own.until('the end of the session', () =>
    own.events.some(({ event, payload }) => event === 'session.changed' && payload === null),
  )
  const ms = Math.round(performance.now() - revoked)
  console.log(`session ended after ${ms} ms`)
  expect(ms).toBeLessThan(10_000)
})

test('a head office that goes away and comes back is listened to again', async () => {
  const foreign = terminals[1]
  if (!foreign) throw new Error('no terminal')
  await rested()
  await office.restart()
  const before = pulls.get(branchB) ?? 0
  await loadRecords(office.pool, { customer: [{ ...other, employer: '第三单位' }] })
  await foreign.until('news after the restart', () => (pulls.get(branchB) ?? 0) > before, 20_000)
  await foreign.status('being online', ({ connection }) => connection === 'online')
})

test('a head office that froze while it is listened to is noticed as soon as by a poll', async ({
  skip,
}) => {
  skip(process.platform === 'win32', 'freezes head office by SIGSTOP')
  const child = fork(resolve('test/support/head-office-child.ts'), [], {
    execArgv: [],
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    env: {
      ...process.env,
      NODE_NO_WARNINGS: '1',
      HEAD_OFFICE_DATABASE_URL: database.url,
      HEAD_OFFICE_DATA_DIR: office.dataDir,
    },
  })
  try {
    const [line] = (await once(child.stdout as NodeJS.ReadableStream, 'data')) as [Buffer]
    const { url } = JSON.parse(line.toString()) as { url: string }
    const enrolmentCode = await createEnrolmentCode(office.pool, { branchId: branchB })
    const terminal = new TestTerminal({ headOfficeUrl: url, enrolmentCode, deviceName: 'PC-F' })
    terminals.push(terminal)
    await terminal.start()
    await terminal.status('being online', ({ connection }) => connection === 'online')
    // Longer than the ordinary interval: only the poke is out.
    await new Promise((later) => setTimeout(later, 8_000))
    child.kill('SIGSTOP')
    const frozen = performance.now()
    await terminal.status('being offline', ({ connection }) => connection === 'offline')
    const ms = Math.round(performance.now() - frozen)
    console.log(`frozen head office noticed after ${ms} ms`)
    expect(ms).toBeLessThan(13_000)
    child.kill('SIGCONT')
    await terminal.status('being online again', ({ connection }) => connection === 'online')
  } finally {
    child.kill('SIGKILL')
  }
})
