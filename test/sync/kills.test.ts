import { closeSync, openSync, readdirSync, statSync, writeFileSync, writeSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { noFilter } from '#contract/ipc/no-filter.ts'
import { createEnrolmentCode } from '#head-office/devices/enrolment.ts'
import { refreshSummaries } from '#test/support/refresh-summaries.ts'
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

const customers = Array.from({ length: 4_000 }, (_, index) =>
  aCustomer(`客户${index}`, { customer_no: `C${String(index).padStart(6, '0')}` }),
)
const [zhou] = customers

const database = withDatabase()
let office: TestHeadOffice
let terminal: TestTerminal
let chunksFetched = 0
let count = 0

beforeAll(async () => {
  office = await startHeadOffice({
    databaseUrl: database.url,
    limits: { chunkCharacters: 20_000 },
    prepare(app) {
      app.addHook('onRequest', async ({ url }) => {
        if (!url.startsWith('/v1/chunks/')) return
        chunksFetched += 1
        // As slow a line as needed to be killed in the middle.
        await new Promise((resume) => setTimeout(resume, 15))
      })
    },
  })
  await loadRecords(office.pool, {
    customer: customers,
    customer_manager: customers.map(({ id }) => aManager(id, people.li.id)),
  })
  await refreshSummaries(office.pool, { businessDate: testDay, branchIds: [branchA] })
})
afterAll(() => office.close())
afterEach(() => terminal.remove())

async function enrolled(entry?: string, env: Record<string, string> = {}): Promise<void> {
  count += 1
  terminal = new TestTerminal({
    headOfficeUrl: office.url,
    enrolmentCode: await createEnrolmentCode(office.pool, { branchId: branchA }),
    deviceName: `PC-K-${count}`,
    env,
    ...(entry === undefined ? {} : { entry: resolve(entry) }),
  })
  await terminal.start()
  await terminal.status('enrolment', (status) => status.enrolled)
}

async function total(): Promise<number> {
  const page = { filter: noFilter, sort: 'name' as const, descending: false, offset: 0, limit: 1 }
  return (await terminal.call('customers.list', page)).total
}

const contact = () =>
  terminal.call('customers.logContact', {
    customerId: zhou?.id ?? '',
    channel: 'phone',
    outcome: 'interested',
    summary: '杀进程之前',
    nextOn: null,
    durationMinutes: null,
  })

describe('a snapshot', () => {
  test('goes on with the next chunk after the process was killed in its middle', async () => {
    await enrolled()
    chunksFetched = 0
    await terminal.login(people.li)
    const { bootstrap } = await terminal.status(
      'a third of the snapshot',
      ({ bootstrap: own }) => own.totalBytes > 0 && own.doneBytes > own.totalBytes / 3,
    )
    await terminal.kill()
    const fetched = chunksFetched
    await terminal.start()
    await terminal.login(people.li)
    await terminal.filled()
    expect(await total()).toBe(customers.length)
    const chunks = Math.ceil((fetched * bootstrap.totalBytes) / bootstrap.doneBytes)
    // All chunks once, and at most those that were on their way when the process died.
    expect(chunksFetched).toBeLessThan(chunks * 1.2 + 3)
    expect(chunksFetched).toBeGreaterThan(fetched + 5)
  })

  test('is filled behind a locked screen', async () => {
    await enrolled()
    await terminal.login(people.li)
    await terminal.status('the first chunk', ({ bootstrap }) => bootstrap.doneRows > 0)
    await terminal.call('session.lock')
    await terminal.status('the end', ({ bootstrap }) => bootstrap.state === 'idle')
    expect(readdirSync(terminal.dataDir)).toContain('cache-1.db')
    await terminal.call('session.unlock', { password: 'Correct-horse-7' })
    expect(await total()).toBe(customers.length)
  })
})

describe('a command', () => {
  test('killed between journal and cache is neither lost nor doubled', async () => {
    const flag = join(office.dataDir, 'die')
    await enrolled('test/support/dying-service.ts', { OCRM_TEST_DIE: flag })
    await terminal.login(people.li)
    await terminal.filled()
    await office.app.close()
    writeFileSync(flag, '')
    void contact().catch(() => {})
    await terminal.until('the death', () => !terminal.running)
    await terminal.start()
    await terminal.login(people.li, true)
    const open = await terminal.call('sync.submissions', { group: 'open' })
    expect(open).toHaveLength(1)
    const { contacts } = await terminal.call('customers.open', { customerId: zhou?.id ?? '' })
    expect(contacts).toMatchObject([{ summary: '杀进程之前', state: 'queued' }])
    await office.restart()
    await terminal.call('sync.retry')
    await terminal.until('the answer', async () => {
      const { contacts: stored } = await terminal.call('customers.open', {
        customerId: zhou?.id ?? '',
      })
      return stored.length === 1 && stored[0]?.state === 'stored'
    })
    const { rows } = await office.pool.query('select from contact')
    expect(rows).toHaveLength(1)
  })

  test('two given at once are both kept, in one order', async () => {
    await enrolled()
    await terminal.login(people.wang)
    await terminal.login(people.li)
    await terminal.filled()
    const before = await office.pool.query('select from contact')
    const given = await Promise.all(Array.from({ length: 20 }, contact))
    await terminal.until('all answers', async () => {
      const done = await terminal.call('sync.submissions', { group: 'done' })
      return given.every(({ commandId }) => done.some((own) => own.commandId === commandId))
    })
    const after = await office.pool.query('select from contact')
    expect(after.rows.length - before.rows.length).toBe(20)
  })

  test('given before a kill at any moment is there afterwards', async () => {
    await enrolled()
    await terminal.login(people.li)
    await terminal.filled()
    await office.app.close()
    let acknowledged = 0
    for (const enough of [1, 6, 14]) {
      const killAt = acknowledged + enough
      for (let n = 0; n < 15; n += 1) {
        contact().then(
          () => (acknowledged += 1),
          () => {},
        )
      }
      await terminal.until('some acknowledgements', () => acknowledged >= killAt)
      await terminal.kill()
      await terminal.start()
      await terminal.login(people.li, true)
      const open = await terminal.call('sync.submissions', { group: 'open' })
      expect(open.length).toBeGreaterThanOrEqual(acknowledged)
    }
    await office.restart()
  })
})

test('a damaged cache is set aside and filled anew; what waited is still there', async () => {
  await enrolled()
  await terminal.login(people.li)
  await terminal.filled()
  await office.app.close()
  const { commandId } = await contact()
  await terminal.kill()
  const path = join(terminal.dataDir, 'cache-1.db')
  const { size } = statSync(path)
  const file = openSync(path, 'r+')
  for (let at = 5_000; at < size; at += 40_000) writeSync(file, Buffer.from('DAMAGE'), 0, 6, at)
  closeSync(file)
  await terminal.start()
  await office.restart()
  await terminal.login(people.li)
  await terminal.until('the damage to be noticed', async () => {
    const reply = await terminal.reply('customers.views', null)
    return !reply.ok || readdirSync(terminal.dataDir).some((name) => name.includes('damaged'))
  })
  await terminal.until('a new cache', async () => {
    const aside = readdirSync(terminal.dataDir).some((name) => name.includes('damaged'))
    return aside && (await terminal.call('app.status')).dataReady
  })
  expect(await total()).toBe(customers.length)
  const submissions = [
    ...(await terminal.call('sync.submissions', { group: 'open' })),
    ...(await terminal.call('sync.submissions', { group: 'done' })),
  ]
  expect(submissions.map((own) => own.commandId)).toContain(commandId)
})
