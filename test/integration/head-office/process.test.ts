import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type pg from 'pg'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { createEnrolmentCode } from '#head-office/devices/enrolment.ts'
import { uuidV7 } from '#platform/ids/uuid.ts'
import {
  aCustomer,
  branchA,
  fillOrganisation,
  loadRecords,
  people,
} from '#test/support/branch-data.ts'
import { TestDevice } from '#test/support/device.ts'
import { openPool } from '#test/support/pool.ts'
import { withDatabase } from '#test/support/postgres.ts'

const database = withDatabase()
const empty = withDatabase()
let pool: pg.Pool
let dataDir: string
const children: ChildProcess[] = []

const main = fileURLToPath(new URL('../../../head-office/main.ts', import.meta.url))
const dying = fileURLToPath(new URL('../../support/head-office-child.ts', import.meta.url))
const readyLine = z.object({
  event: z.literal('ready'),
  url: z.string(),
  epoch: z.string().optional(),
  database: z.string().optional(),
  demo: z.boolean().optional(),
})

beforeAll(async () => {
  pool = openPool(database.url)
  dataDir = await mkdtemp(join(tmpdir(), 'head-office-'))
  await fillOrganisation(pool)
})
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
})
afterAll(async () => {
  await pool.end()
  await rm(dataDir, { recursive: true, force: true })
})

function run(entry: string, environment: Record<string, string>): ChildProcess {
  const child = spawn(process.execPath, [entry], {
    env: {
      PATH: process.env['PATH'] ?? '',
      HEAD_OFFICE_DATABASE_URL: database.url,
      HEAD_OFFICE_DATA_DIR: dataDir,
      HEAD_OFFICE_PORT: '0',
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  children.push(child)
  return child
}

async function ready(child: ChildProcess): Promise<z.infer<typeof readyLine>> {
  if (!child.stdout) throw new Error('no stdout')
  for await (const line of createInterface({ input: child.stdout })) {
    return readyLine.parse(JSON.parse(line))
  }
  throw new Error('the process ended before it was ready')
}

async function ended(child: ChildProcess): Promise<{ code: number | null; log: string }> {
  let log = ''
  child.stderr?.on('data', (data: Buffer) => (log += data.toString('utf8')))
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, log }
}

describe('head office as a process', () => {
  test('sets up an empty database, says that it is ready, and ends cleanly', async () => {
    const environment = { HEAD_OFFICE_DATABASE_URL: empty.url }
    const first = run(main, environment)
    const line = await ready(first)
    expect(line).toMatchObject({ database: empty.name, demo: false })
    expect((await (await fetch(`${line.url}/healthz`)).json()) as unknown).toEqual({
      epoch: line.epoch,
      ok: true,
    })
    const end = ended(first)
    first.kill('SIGTERM')
    expect((await end).code).toBe(0)
    const second = run(main, environment)
    expect((await ready(second)).epoch).toBe(line.epoch)
    const secondEnd = ended(second)
    second.kill('SIGINT')
    expect((await secondEnd).code).toBe(0)
  })

  test('listens beyond loopback neither without TLS nor with demo users', async () => {
    const plain = await ended(run(main, { HEAD_OFFICE_HOST: '0.0.0.0' }))
    expect(plain.code).toBe(1)
    expect(plain.log).toContain('HEAD_OFFICE_TLS_CERT')
    const tls = { HEAD_OFFICE_TLS_CERT: main, HEAD_OFFICE_TLS_KEY: main }
    const demo = await ended(run(main, { HEAD_OFFICE_HOST: '0.0.0.0', ...tls }))
    expect(demo.code).toBe(1)
    expect(demo.log).toContain('demo database')
  })

  test('says which setting is wrong, and that the database cannot be reached', async () => {
    const port = await ended(run(main, { HEAD_OFFICE_PORT: 'many' }))
    expect(port.log).toContain('HEAD_OFFICE_PORT')
    const unreachable = await ended(
      run(main, { HEAD_OFFICE_DATABASE_URL: 'postgres://nobody:secret-word@127.0.0.1:1/none' }),
    )
    expect(unreachable.code).toBe(1)
    expect(unreachable.log).toContain('ECONNREFUSED')
    expect(unreachable.log).not.toContain('secret-word')
  })
})

describe('killed after the commit, before the answer', () => {
  async function start(dieOn: string): Promise<string> {
    return (await ready(run(dying, { OCRM_TEST_DIE_ON: dieOn }))).url
  }

  test('a push is answered the same after the restart and took effect once', async () => {
    const customer = aCustomer('周海华')
    await loadRecords(pool, { customer: [customer] })
    const office = { url: await start('none'), pool }
    const device = await TestDevice.of(office, branchA)
    const { grant } = await device.login(people.li)
    const commands = Array.from({ length: 5 }, () =>
      device.command('contact.log', people.li.id, grant, {
        contactId: uuidV7(Date.now()),
        customerId: customer.id,
        atMs: Date.now(),
        channel: 'visit',
        outcome: 'again',
        summary: '',
        nextOn: null,
        durationMinutes: null,
      }),
    )
    for (let kill = 0; kill < 3; kill += 1) {
      office.url = await start('/v1/commands')
      await expect(device.push(commands)).rejects.toThrow('fetch failed')
    }
    office.url = await start('none')
    const { results } = await device.push(commands)
    expect(results.map(({ seq, outcome }) => [seq, outcome])).toEqual(
      [1, 2, 3, 4, 5].map((seq) => [seq, 'applied']),
    )
    const { rows } = await pool.query(
      `select count(*)::int as contacts, (select count(*)::int from command) as commands from contact`,
    )
    expect(rows).toEqual([{ contacts: 5, commands: 5 }])
  })

  test('the PC that burnt an enrolment code gets its answer again; nobody else does', async () => {
    const code = await createEnrolmentCode(pool, { branchId: branchA })
    const office = { url: await start('/v1/devices/enrol'), pool }
    const device = new TestDevice(office)
    await expect(device.enrol(code, 'PC-killed')).rejects.toThrow('fetch failed')
    office.url = await start('none')
    const thief = new TestDevice(office)
    await expect(thief.enrol(code, 'PC-killed')).rejects.toThrow('device.codeInvalid')
    expect((await device.enrol(code, 'PC-killed')).deviceEpoch).toBe(1)
    await device.openSession()
    // Who has had a session has had its answer: the numbers of this enrolment are in use.
    await expect(device.enrol(code, 'PC-killed')).rejects.toThrow('device.codeInvalid')
    await device.openSession()
  })
})
