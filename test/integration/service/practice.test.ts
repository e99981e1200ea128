import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { noFilter } from '#contract/ipc/no-filter.ts'
import { first } from '#db/connection/statements.ts'
import { createEnrolmentCode } from '#head-office/devices/enrolment.ts'
import { sha256Hex } from '#platform/crypto/hash.ts'
import {
  aCustomer,
  aManager,
  aTask,
  branchA,
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
const zhou = aCustomer('周海华')
/** Requests head office was sent, in order. */
const asked: string[] = []
let office: TestHeadOffice
let pc: LocalService

beforeAll(async () => {
  office = await startHeadOffice({
    databaseUrl: database.url,
    prepare: (app) =>
      app.addHook('onRequest', ({ method, url }, _reply, done) => {
        asked.push(`${method} ${url}`)
        done()
      }),
  })
  await loadRecords(office.pool, {
    customer: [zhou],
    customer_manager: [aManager(zhou.id, people.li.id)],
    task: [aTask('birthday', zhou.id, people.li.id)],
  })
  await refreshSummaries(office.pool, { businessDate: testDay, branchIds: [branchA] })
})
afterAll(() => office.close())

beforeEach(async () => {
  pc = new LocalService(office.url, await createEnrolmentCode(office.pool, { branchId: branchA }))
  await pc.start()
  await pc.until(async () => (await pc.call('app.status')).enrolled)
  await pc.call('session.login', {
    staffNo: people.li.staffNo,
    password: testPassword,
    offline: false,
  })
  await pc.filled()
  await pc.synced()
})
afterEach(() => pc.remove())

const everybody = {
  filter: noFilter,
  sort: 'name' as const,
  descending: false,
  offset: 0,
  limit: 100,
}
const practiceFolder = () => join(pc.dataDir, 'practice')

/** Hash of each file of the terminal that lasts, but for those of the invented branch. */
function files(folder = pc.dataDir): Record<string, string> {
  const found: Record<string, string> = {}
  for (const name of readdirSync(folder, { recursive: true }) as string[]) {
    const path = join(folder, name)
    if (name.startsWith('practice') || name.endsWith('-shm') || statSync(path).isDirectory())
      continue
    found[name] = sha256Hex(readFileSync(path))
  }
  return found
}

const count = (table: 'command' | 'usage_record'): number =>
  pc.journal((db) => first<{ n: number }>(db, `SELECT count(*) AS n FROM ${table}`)?.n ?? -1)

/** A day's work on the invented branch; returns the customer it was done on. */
async function work(): Promise<string> {
  const { rows } = await pc.practise('workbench.rows', { group: null, offset: 0, limit: 50 })
  const [row] = rows
  if (!row) throw new Error('nothing to do')
  const { customerId } = row
  await pc.practise('customers.open', { customerId })
  await pc.practise('customers.visit', { customerId })
  await pc.practise('drafts.save', { key: `contact:${customerId}`, value: '{"summary":"练"}' })
  await pc.practise('customers.logContact', {
    customerId,
    channel: 'phone',
    outcome: 'interested',
    summary: '练习登记',
    nextOn: null,
    durationMinutes: 3,
  })
  await pc.practise('workbench.complete', {
    taskIds: row.tasks.map(({ id }) => id),
    outcome: 'done',
    note: null,
  })
  await pc.practise('customers.reveal', { customerId, field: 'mobile', reason: 'call' })
  return customerId
}

describe('practice', () => {
  test('is the same program on invented customers, and the branch goes on beside it', async () => {
    await pc.call('practice.enter')
    expect((await pc.call('session.current'))?.practising).toBe(1)
    const invented = await pc.practise('customers.list', everybody)
    expect(invented.total).toBeGreaterThan(20)
    expect(invented.rows.map(({ name }) => name)).not.toContain('周海华')
    const found = await pc.practise('customers.search', { text: 'jyt', limit: 5 })
    expect(found.hits.map(({ name }) => name)).toEqual(['江雨桐'])

    const customerId = await work()
    const { rows } = await pc.practise('customers.contacts', { customerId, offset: 0, limit: 5 })
    expect(rows[0]?.summary).toBe('练习登记')
    expect(await pc.practise('app.status')).toMatchObject({ pending: 2, dataReady: true })

    const real = await pc.call('customers.list', everybody)
    expect(real.rows.map(({ name }) => name)).toEqual(['周海华'])
    expect(await pc.codeOf('customers.open', { customerId })).toBe('customer.notFound')
    expect((await pc.call('app.status')).pending).toBe(0)
  })

  test('leaves no byte of the terminal changed, and sends nothing', async () => {
    await office.app.close()
    await pc.until(async () => (await pc.call('app.status')).connection === 'offline', 60_000)
    const before = files()
    const usage = (await pc.call('app.status')).usage
    const records = count('usage_record')
    asked.length = 0

    await pc.call('practice.enter')
    await work()
    await pc.call('practice.restart')
    await work()
    expect(existsSync(practiceFolder())).toBe(true)
    await pc.call('practice.leave')

    expect(existsSync(practiceFolder())).toBe(false)
    expect(files()).toEqual(before)
    expect(count('command')).toBe(0)
    expect(count('usage_record')).toBe(records)
    expect((await pc.call('app.status')).usage).toEqual(usage)

    await office.restart()
    await pc.until(async () => (await pc.call('app.status')).connection === 'online', 60_000)
    expect(asked.filter((request) => request.includes('/v1/commands'))).toEqual([])
    const { rows } = await office.pool.query('select count(*)::int as n from command')
    expect(rows).toEqual([{ n: 0 }])
  }, 180_000)

  test('keeps of it only how far a tour was taken', async () => {
    await pc.call('practice.enter')
    await pc.practise('help.keepTour', { tour: 'workbench', step: 3, done: false })
    await pc.call('practice.leave')
    const { tours } = await pc.call('help.open')
    expect(tours[0]).toEqual({ tour: 'workbench', step: 3, done: false })
    await pc.call('help.keepTour', { tour: 'workbench', step: 0, done: true })
    await pc.call('help.keepTour', { tour: 'workbench', step: 2, done: false })
    expect((await pc.call('help.open')).tours[0]).toEqual({
      tour: 'workbench',
      step: 2,
      done: true,
    })
  })

  test('begins afresh when it is asked to', async () => {
    await pc.call('practice.enter')
    const customerId = await work()
    await pc.call('practice.restart')
    expect((await pc.call('session.current'))?.practising).toBe(2)
    const { rows } = await pc.practise('customers.contacts', { customerId, offset: 0, limit: 50 })
    expect(rows.map(({ summary }) => summary)).not.toContain('练习登记')
    expect((await pc.practise('app.status')).pending).toBe(0)
  })

  test('locks with the screen, and ends with the session', async () => {
    await pc.call('practice.enter')
    await pc.call('session.lock')
    expect(await pc.practiseCode('workbench.open')).toBe('session.locked')
    await pc.call('session.unlock', { password: testPassword })
    expect((await pc.call('session.current'))?.practising).toBe(1)
    await pc.practise('workbench.open')
    await pc.call('session.logout')
    await pc.until(() => !existsSync(practiceFolder()))
    expect(await pc.practiseCode('workbench.open')).toBe('practice.over')
  })

  test('leaves to the branch what leaves a file or asks head office', async () => {
    expect(await pc.practiseCode('customers.list', everybody)).toBe('practice.over')
    await pc.call('practice.enter')
    expect(await pc.practiseCode('training.ownUse', { month: null })).toBe('practice.unavailable')
    expect(await pc.practiseCode('sync.retry')).toBe('practice.unavailable')
    expect(await pc.practiseCode('sync.freshness')).toBeNull()
  })

  test('exports a file that says it is practice and goes with it, and prints nothing', async () => {
    await pc.call('practice.enter')
    const asked = {
      customerIds: null,
      filter: noFilter,
      sort: 'name' as const,
      descending: false,
      columns: ['number', 'name'] as const,
      names: 'full' as const,
      reason: 'visit' as const,
      format: 'csv' as const,
      language: 'zh' as const,
    }
    const records = count('usage_record')
    const { path, rows } = await pc.practise('customers.export', {
      ...asked,
      columns: [...asked.columns],
    })
    expect(rows).toBeGreaterThan(20)
    expect(path.slice(pc.dataDir.length)).toMatch(/^.practice-exports.练习-客户清单-.*\.csv$/)
    const text = readFileSync(path, 'utf8')
    expect(text).toMatch(/^\uFEFFOCRM · 练习，客户均为虚构 · /)
    expect(text).toContain('江雨桐')
    const { printId } = await pc.practise('workbench.print', {
      document: 'log',
      way: 'printer',
      lines: 1,
    })
    expect(await pc.codeOf('workbench.takePrint', { printId })).toBe('print.notRecorded')
    expect(await pc.practiseCode('workbench.takePrint', { printId })).toBe('practice.unavailable')
    expect(count('usage_record')).toBe(records)
    await pc.call('practice.leave')
    expect(existsSync(path)).toBe(false)
  })

  test('of a run that was killed nothing is left after the next start', async () => {
    await pc.call('practice.enter')
    const left = mkdtempSync(join(tmpdir(), 'ocrm-left-'))
    cpSync(practiceFolder(), left, { recursive: true })
    expect(readdirSync(left)).toEqual(expect.arrayContaining(['cache-1.db', 'journal.db']))
    await pc.stop()
    expect(existsSync(practiceFolder())).toBe(false)
    // A killed service would have left its files where they were.
    cpSync(left, practiceFolder(), { recursive: true })
    rmSync(left, { recursive: true })
    await pc.start()
    expect(existsSync(practiceFolder())).toBe(false)
  })
})

test('the tip of the day follows what this PC knows of the own use', async () => {
  expect(await pc.call('help.tip')).toBe('contact')
  await pc.call('customers.logContact', {
    customerId: zhou.id,
    channel: 'phone',
    outcome: 'interested',
    summary: '想了解大额存单',
    nextOn: null,
    durationMinutes: null,
  })
  expect(await pc.call('help.tip')).toBeNull()
  pc.clock.pass(86_400_000)
  expect(await pc.call('help.tip')).toBe('close_task')
  await pc.call('help.dismissTip', { name: 'close_task' })
  expect(await pc.call('help.tip')).toBeNull()
})
