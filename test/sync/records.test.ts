import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createEnrolmentCode } from '#head-office/devices/enrolment.ts'
import { chance } from '#platform/chance/chance.ts'
import {
  aCustomer,
  aManager,
  branchA,
  loadRecords,
  people,
  testDay,
} from '#test/support/branch-data.ts'
import { TestTerminal } from '#test/support/branch-service.ts'
import { startHeadOffice, type TestHeadOffice } from '#test/support/head-office.ts'
import { withDatabase } from '#test/support/postgres.ts'
import { refreshSummaries } from '#test/support/refresh-summaries.ts'

const zhou = aCustomer('周', { customer_no: 'C000001' })
const database = withDatabase()
let office: TestHeadOffice
let terminal: TestTerminal
/** Commands that wait for head office. */
let waiting: string[] = []
/** Commands that went up, by id, over all requests. */
let pushed: string[] = []

beforeAll(async () => {
  office = await startHeadOffice({
    databaseUrl: database.url,
    prepare(app) {
      app.addHook('preHandler', ({ url, body }, _reply, done) => {
        if (url.startsWith('/v1/commands')) {
          const { commands } = body as { commands: { commandId: string }[] }
          pushed.push(...commands.map(({ commandId }) => commandId))
        }
        done()
      })
    },
  })
  await loadRecords(office.pool, {
    customer: [zhou],
    customer_manager: [aManager(zhou.id, people.li.id)],
  })
  await refreshSummaries(office.pool, { businessDate: testDay, branchIds: [branchA] })
  terminal = new TestTerminal({
    headOfficeUrl: office.url,
    enrolmentCode: await createEnrolmentCode(office.pool, { branchId: branchA }),
    deviceName: 'PC-R',
  })
  await terminal.start()
  await terminal.status('enrolment', (status) => status.enrolled)
  await terminal.login(people.li)
  await terminal.filled()
})
afterAll(async () => {
  await terminal.remove()
  await office.close()
})

/** Acts that were acknowledged in an outage, after which the terminal is killed. */
async function work(): Promise<void> {
  await office.app.close()
  pushed = []
  waiting = []
  for (let n = 0; n < 3; n += 1) waiting.push((await contact()).commandId)
  await terminal.kill()
}

const contact = () =>
  terminal.call('customers.logContact', {
    customerId: zhou.id,
    channel: 'phone',
    outcome: 'interested',
    summary: '断电之前',
    nextOn: null,
    durationMinutes: null,
  })

/** Overwrites a part of a file of the terminal with noise; from, to: 0 to 1. */
function spoil(name: string, from: number, to: number): void {
  const path = join(terminal.dataDir, name)
  const { size } = statSync(path)
  const bytes = readFileSync(path)
  const at = Math.floor(size * from)
  Buffer.from(chance(1).bytes(Math.floor(size * to) - at)).copy(bytes, at)
  writeFileSync(path, bytes)
}

/** Starts the terminal with head office there: what waited has to go up once, with nobody's help. */
async function drains(): Promise<void> {
  const before = await office.pool.query('select from contact')
  await office.restart()
  await terminal.start()
  await terminal.until('the commands', async () => {
    const { rows } = await office.pool.query('select from contact')
    return rows.length - before.rows.length >= waiting.length
  })
  await terminal.login(people.li)
  await terminal.filled()
  await terminal.until('the answers', async () => {
    return (await terminal.call('sync.submissions', { group: 'open' })).length === 0
  })
  const done = await terminal.call('sync.submissions', { group: 'done' })
  expect(done.filter(({ commandId }) => waiting.includes(commandId))).toHaveLength(3)
  expect(pushed).toEqual(waiting)
  const { rows } = await office.pool.query('select from contact')
  expect(rows.length - before.rows.length).toBe(waiting.length)
  const devices = await office.pool.query(`select state from device`)
  expect(devices.rows).toEqual([{ state: 'active' }])
}

test('what was acknowledged goes up once, whatever becomes of the journal', async () => {
  await work()
  spoil('journal.db-wal', 0.3, 0.4)
  await drains()
  const { text } = await terminal.call('sync.diagnostics')
  expect(text).toMatch(/journal: continued, [1-9]\d* commands put back, 0 records missing/)

  await work()
  spoil('journal.db', 0, 1)
  rmSync(join(terminal.dataDir, 'journal.db-wal'), { force: true })
  rmSync(join(terminal.dataDir, 'records'), { recursive: true })
  await drains()
  const now = await terminal.call('sync.diagnostics')
  expect(now.text).toMatch(/journal: rebuilt, 6 commands put back, 0 records missing/)
  const names = readdirSync(terminal.dataDir)
  expect(names.some((name) => name.startsWith('journal.db.damaged-'))).toBe(true)
  expect(existsSync(join(terminal.dataDir, 'records', 'journal.records'))).toBe(true)
})
