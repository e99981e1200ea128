import { once } from 'node:events'
import { connect } from 'node:net'
import { zstdCompressSync } from 'node:zlib'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { refusalSchema } from '#contract/sync/envelope.ts'
import { deviceTokenHeader, maxPushBytes } from '#contract/sync/protocol.ts'
import type { LogFields, Logger } from '#platform/log/logger.ts'
import { uuidV7 } from '#platform/ids/uuid.ts'
import {
  aCustomer,
  aManager,
  branchA,
  branchB,
  loadRecords,
  people,
} from '#test/support/branch-data.ts'
import { TestDevice } from '#test/support/device.ts'
import { startHeadOffice, type TestHeadOffice } from '#test/support/head-office.ts'
import { withDatabase } from '#test/support/postgres.ts'

const database = withDatabase()
const zhou = aCustomer('周海华')
const foreign = aCustomer('乙网点', { branch_id: branchB })
const logged: { event: string; fields: LogFields | undefined }[] = []
const logger: Logger = { log: (_level, event, fields) => void logged.push({ event, fields }) }
let office: TestHeadOffice
let device: TestDevice
let grant: string
let count = 0

beforeAll(async () => {
  office = await startHeadOffice({ databaseUrl: database.url, logger })
  await loadRecords(office.pool, {
    customer: [zhou, foreign],
    customer_manager: [aManager(zhou.id, people.li.id)],
  })
})
beforeEach(async () => {
  count += 1
  device = await TestDevice.of(office, branchA, `PC-${count}`)
  grant = (await device.login(people.li)).grant
  logged.length = 0
})
afterAll(() => office.close())

const contact = (over: object = {}) =>
  device.command(
    'contact.log',
    people.li.id,
    grant,
    {
      contactId: uuidV7(Date.now()),
      customerId: zhou.id,
      atMs: Date.now(),
      channel: 'phone',
      outcome: 'interested',
      summary: '',
      nextOn: null,
      durationMinutes: null,
    },
    over,
  )

/** What head office holds of a push: commands, places, contacts. */
async function held(): Promise<unknown> {
  const { rows } = await office.pool.query<object>(
    `select (select count(*) from command) as commands, (select count(*) from command_place) as places,
       (select count(*) from contact) as contacts, (select count(*) from quarantine) as kept`,
  )
  return rows[0]
}

/** Sends bytes as the body of a push; code of the refusal. */
async function pushBytes(body: string | Uint8Array<ArrayBuffer>, headers = {}): Promise<string> {
  const response = await fetch(`${office.url}/v1/commands`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      [deviceTokenHeader]: device.token ?? '',
      ...headers,
    },
    body,
  })
  expect(response.status).toBeGreaterThanOrEqual(400)
  return refusalSchema.parse(await response.json()).error.code
}

const pushOf = (commands: unknown) => ({ deviceEpoch: device.identity.deviceEpoch, commands })

describe('a push that is no push is refused with a code, and nothing of it is applied', () => {
  test('truncated JSON, or packed and cut off', async () => {
    const before = await held()
    const text = JSON.stringify(pushOf([contact(), contact()]))
    expect(await pushBytes(text.slice(0, -20))).toBe('request.invalid')
    const packed = new Uint8Array(zstdCompressSync(text))
    const zstd = { 'content-encoding': 'zstd' }
    expect(await pushBytes(packed.slice(0, packed.length - 9), zstd)).toBe('request.invalid')
    expect(await held()).toEqual(before)
  })

  test('a line that breaks in the middle of its body', async () => {
    const before = await held()
    const text = JSON.stringify(pushOf([contact(), contact()]))
    const { hostname, port } = new URL(office.url)
    const socket = connect(Number(port), hostname)
    await once(socket, 'connect')
    const length = Buffer.byteLength(text)
    socket.write(
      `POST /v1/commands HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n` +
        `${deviceTokenHeader}: ${device.token}\r\ncontent-length: ${length}\r\n\r\n`,
    )
    socket.write(text.slice(0, -1))
    await new Promise((resume) => setTimeout(resume, 200))
    socket.destroy()
    await new Promise((resume) => setTimeout(resume, 200))
    expect(await held()).toEqual(before)
    // The same push goes through when the line is there again.
    expect(
      (await device.push((JSON.parse(text) as { commands: object[] }).commands)).results,
    ).toHaveLength(2)
  })

  test('oversized, plain or packed small', async () => {
    const before = await held()
    const big = pushOf([contact(), contact({ payload: 'x'.repeat(maxPushBytes + 5_000) })])
    expect(await pushBytes(JSON.stringify(big))).toBe('request.tooLarge')
    const packed = new Uint8Array(zstdCompressSync(JSON.stringify(big)))
    expect(packed.length).toBeLessThan(2_000)
    expect(await pushBytes(packed, { 'content-encoding': 'zstd' })).toBe('request.tooLarge')
    const many = pushOf(Array.from({ length: 201 }, () => ({ seq: 1, commandId: 'x' })))
    expect(await pushBytes(JSON.stringify(many))).toBe('request.invalid')
    expect(await held()).toEqual(before)
  })

  test('one command in it that nobody could answer: not even those before it', async () => {
    const before = await held()
    const commands = [contact(), { ...contact(), seq: 'two' }]
    expect(await pushBytes(JSON.stringify(pushOf(commands)))).toBe('request.invalid')
    expect(await held()).toEqual(before)
  })

  test('not JSON, another type, no session, another life of the device', async () => {
    const before = await held()
    const text = JSON.stringify(pushOf([contact()]))
    expect(await pushBytes('{]')).toBe('request.invalid')
    expect(await pushBytes(text, { 'content-type': 'text/plain' })).toBe('request.invalid')
    expect(await pushBytes(text, { [deviceTokenHeader]: 'x' })).toBe('session.required')
    const other = { ...pushOf([contact()]), deviceEpoch: 99 }
    expect(await pushBytes(JSON.stringify(other))).toBe('request.invalid')
    expect(await held()).toEqual(before)
  })
})

describe('a terminal of another branch that asks for what is this branch’s', () => {
  const scopeB = `branch:${branchB}`
  const ways: [string, () => Promise<Response>][] = [
    ['changes', () => device.send('GET', `/v1/scopes/${scopeB}/changes`)],
    ['a snapshot', () => device.send('GET', `/v1/scopes/${scopeB}/snapshot`)],
    [
      'a digest',
      () => device.send('POST', `/v1/scopes/${scopeB}/digest`, { cursor: 'x', tables: [] }),
    ],
    ['news', () => device.send('GET', `/v1/poke?heads=${encodeURIComponent(`{"${scopeB}":0}`)}`)],
  ]

  test.each(ways)('gets nothing for %s, and it is logged and recorded', async (_, ask) => {
    const response = await ask()
    expect(response.status).toBe(404)
    const body = await response.text()
    expect(refusalSchema.parse(JSON.parse(body)).error.code).toBe('scope.unknown')
    expect(body).not.toContain(foreign.id)
    const { deviceId } = device.identity
    expect(logged.filter(({ event }) => event === 'scope.refused')).toEqual([
      { event: 'scope.refused', fields: { deviceId } },
    ])
    const { rows } = await office.pool.query<object>(
      `select object, branch_id::text as branch from audit_log
       where action = 'scope.refused' and actor = $1`,
      [deviceId],
    )
    expect(rows).toEqual([{ object: scopeB, branch: branchA }])
  })

  test('gets no chunk whose address it knows, and that is logged', async () => {
    const other = await TestDevice.of(office, branchB, `PC-B-${count}`)
    const { chunks } = await other.snapshot(scopeB)
    const sha256 = chunks[0]?.sha256 ?? ''
    expect((await other.chunk(sha256)).count).toBeGreaterThan(0)
    logged.length = 0
    await expect(device.chunk(sha256)).rejects.toThrow('cursor.stale')
    const { deviceId } = device.identity
    expect(logged.filter(({ event }) => event === 'chunk.refused')).toEqual([
      { event: 'chunk.refused', fields: { deviceId } },
    ])
    // One that nobody has is nobody's.
    await expect(device.chunk('0'.repeat(64))).rejects.toThrow('cursor.stale')
    expect(logged.filter(({ event }) => event === 'chunk.refused')).toHaveLength(1)
  })

  test('changes nothing of its customers by a command', async () => {
    const before = await office.pool.query('select * from customer where id = $1', [foreign.id])
    const correction = device.command('customer.proposeCorrection', people.li.id, grant, {
      correctionIds: [uuidV7(Date.now())],
      customerId: foreign.id,
      changes: [{ field: 'email', from: null, to: 'x@example.com' }],
      evidence: 'x',
      atMs: Date.now(),
    })
    const { results } = await device.push([correction])
    expect(results).toMatchObject([{ outcome: 'rejected', code: 'customer.moved', conflicts: [] }])
    const after = await office.pool.query('select * from customer where id = $1', [foreign.id])
    expect(after.rows).toEqual(before.rows)
  })
})
