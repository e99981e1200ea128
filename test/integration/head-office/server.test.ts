import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { refusalSchema } from '#contract/sync/envelope.ts'
import { deviceTokenHeader, maxPushBytes } from '#contract/sync/protocol.ts'
import { createHeadOffice } from '#head-office/server/app.ts'
import { createEnrolmentCode } from '#head-office/devices/enrolment.ts'
import { systemClock } from '#platform/clock/clock.ts'
import { createLogger, silentLogger } from '#platform/log/logger.ts'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { aCustomer, branchA, loadRecords, people, testPassword } from '#test/support/branch-data.ts'
import { TestDevice } from '#test/support/device.ts'
import { startHeadOffice, type TestHeadOffice } from '#test/support/head-office.ts'
import { withDatabase } from '#test/support/postgres.ts'

const database = withDatabase()
let office: TestHeadOffice
let hold: Promise<void> | undefined
const lines: string[] = []

beforeAll(async () => {
  office = await startHeadOffice({
    databaseUrl: database.url,
    limits: { concurrentRequests: 3 },
    logger: createLogger(
      (line) => lines.push(line),
      () => Date.now(),
      'debug',
    ),
    prepare: (app) => {
      app.addHook('preHandler', async () => {
        await hold
      })
    },
  })
})
afterAll(() => office.close())

describe('every reply carries the epoch', () => {
  const requests: [string, number, RequestInit?][] = [
    ['/healthz', 200],
    ['/nowhere', 400],
    ['/v1/scopes/%zz/changes', 400],
    ['/healthz', 400, { method: 'DELETE' }],
    ['/v1/scopes/national/changes', 401],
    ['/v1/chunks/xyz', 401],
    ['/v1/session', 400, { method: 'POST', body: '{}' }],
    ['/v1/session', 400, { method: 'POST', body: 'no json' }],
    ['/v1/session', 400, { method: 'POST' }],
    ['/v1/devices/enrol', 413, { method: 'POST', body: `"${'x'.repeat(70_000)}"` }],
    ['/v1/commands', 413, { method: 'POST', body: `"${'x'.repeat(maxPushBytes + 5_000)}"` }],
  ]
  test.each(requests)('%s answers %i', async (path, status, init) => {
    const headers: Record<string, string> = init?.body ? { 'content-type': 'application/json' } : {}
    const response = await fetch(`${office.url}${path}`, { ...init, headers })
    expect(response.status).toBe(status)
    const { rows } = await office.pool.query<{ epoch: string }>('select epoch from database_info')
    const body = (await response.json()) as { epoch: string }
    expect(body.epoch).toBe(rows[0]?.epoch)
    if (status >= 400) refusalSchema.parse(body)
  })

  test('also when too many ask at once: 429 and when to come back', async () => {
    let release = () => {}
    hold = new Promise((resolve) => (release = resolve))
    const three = [1, 2, 3].map(() => fetch(`${office.url}/healthz`))
    await new Promise((resolve) => setTimeout(resolve, 200))
    const fourth = await fetch(`${office.url}/healthz`)
    expect(fourth.status).toBe(429)
    expect(Number(fourth.headers.get('retry-after'))).toBeGreaterThan(0)
    const refusal = refusalSchema.parse(await fourth.json())
    expect(refusal.error.code).toBe('headOffice.busy')
    expect(refusal.epoch).not.toBe('')
    release()
    hold = undefined
    for (const response of await Promise.all(three)) expect(response.status).toBe(200)
    expect((await fetch(`${office.url}/healthz`)).status).toBe(200)
  })
})

describe('epoch', () => {
  test('a database restored under another epoch answers with it at once', async () => {
    const device = await TestDevice.of(office)
    const before = await device.changes('national')
    const { rows } = await office.pool.query<{ epoch: string }>(
      'update database_info set epoch = gen_random_uuid() returning epoch::text',
    )
    await expect(device.changes('national', before.next)).rejects.toMatchObject({
      message: 'cursor.otherEpoch',
      refusal: { epoch: rows[0]?.epoch },
    })
  })
})

describe('a demo database', () => {
  const nowhere = () => mkdtemp(join(tmpdir(), 'head-office-'))

  test('is not served beyond loopback, neither from the start nor when it becomes one', async () => {
    const dataDir = await nowhere()
    const options = {
      pool: office.pool,
      dataDir: office.dataDir,
      clock: systemClock,
      logger: silentLogger,
      loopback: false,
    }
    await expect(createHeadOffice(options)).rejects.toThrow('loopback')
    await office.pool.query('update database_info set demo = false')
    const device = await TestDevice.of(office, branchA, 'PC-public')
    const app = await createHeadOffice(options)
    const ask = () =>
      app.inject({
        url: '/v1/scopes/national/changes',
        headers: { [deviceTokenHeader]: device.token ?? '' },
      })
    expect((await ask()).statusCode).toBe(200)
    await office.pool.query('update database_info set demo = true')
    expect((await ask()).json()).toMatchObject({ error: { code: 'headOffice.refused' } })
    await app.close()
    await rm(dataDir, { recursive: true })
  })

  test('another data folder cannot open the keys of this database, and says so', async () => {
    const dataDir = await nowhere()
    const options = { pool: office.pool, dataDir, clock: systemClock, logger: silentLogger }
    await expect(createHeadOffice(options)).rejects.toThrow('master key')
    await rm(dataDir, { recursive: true })
  })
})

describe('closing', () => {
  test('waits for a request under way and not for its connection', async () => {
    let release = () => {}
    hold = new Promise((resolve) => (release = resolve))
    const asked = fetch(`${office.url}/healthz`)
    await new Promise((resolve) => setTimeout(resolve, 100))
    const startedAt = Date.now()
    const restarted = office.restart()
    await new Promise((resolve) => setTimeout(resolve, 100))
    release()
    hold = undefined
    expect((await asked).status).toBe(200)
    await restarted
    expect(Date.now() - startedAt).toBeLessThan(5_000)
  })

  test('cuts a connection over which nothing was ever asked', async () => {
    const { hostname, port } = new URL(office.url)
    const socket = connect(Number(port), hostname)
    await once(socket, 'connect')
    // Answered after it: head office knows of the connection.
    expect((await fetch(`${office.url}/healthz`)).status).toBe(200)
    const cut = once(socket, 'close')
    const startedAt = Date.now()
    await office.restart()
    await cut
    expect(Date.now() - startedAt).toBeLessThan(10_000)
  })
})

describe('the log', () => {
  test('holds no customer data, password, token or key', async () => {
    const customer = aCustomer('郑秀兰', { mobile: '19987654321', id_no: '999999197001014321' })
    await loadRecords(office.pool, { customer: [customer] })
    const device = new TestDevice(office)
    const code = await createEnrolmentCode(office.pool, { branchId: branchA })
    await device.enrol(code, 'PC-log')
    await device.openSession()
    const { grant } = await device.login(people.li)
    await device.login(people.li, 'Wrong-secret-9').catch(() => {})
    const payload = {
      contactId: customer.id,
      customerId: customer.id,
      atMs: 1,
      channel: 'phone',
      outcome: 'again',
      summary: '郑秀兰 19987654321\u0000',
      nextOn: null,
      durationMinutes: null,
    }
    await device.push([device.command('contact.log', people.li.id, grant, payload)])
    await device.snapshot(`branch:${branchA}`)
    const text = lines.join('\n')
    expect(text).toContain('"event":"command.failed"')
    expect(text).toContain('/v1/login')
    const secrets = [
      '郑秀兰',
      '19987654321',
      '999999197001014321',
      testPassword,
      'Wrong-secret-9',
      device.token ?? '-',
      code,
      grant,
    ]
    for (const secret of secrets) expect(text).not.toContain(secret)
  })
})
