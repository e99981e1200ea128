import { zstdCompressSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { digestReplySchema, type TableDigest } from '#contract/sync/digest.ts'
import { aCustomer, branchA, branchB, loadRecords } from '#test/support/branch-data.ts'
import { RunningDigest } from '#db/cache/digest.ts'
import { type CacheFile, makeCacheFile } from '#test/support/cache-file.ts'
import { tables } from '#contract/sync/rows/tables.ts'
import { TestDevice } from '#test/support/device.ts'
import { startHeadOffice, type TestHeadOffice } from '#test/support/head-office.ts'
import { withDatabase } from '#test/support/postgres.ts'

const database = withDatabase()
const scope = `branch:${branchA}`
const customers = Array.from({ length: 300 }, (_, at) => aCustomer(`摘要${at}`))
let office: TestHeadOffice
let device: TestDevice
let cache: CacheFile
let cursor: string

beforeAll(async () => {
  office = await startHeadOffice({ databaseUrl: database.url, limits: { maxDeltaRows: 200 } })
  await loadRecords(office.pool, { customer: customers })
  device = await TestDevice.of(office)
  cursor = (await device.snapshot(scope)).cursor
  cache = await makeCacheFile()
  cache.put('customer', ...customers.map((customer) => ({ ...customer })))
})
afterAll(async () => {
  cache.remove()
  await office.close()
})

/** What a cache holds, summed as a terminal does. */
function digest(): TableDigest[] {
  const own = tables.filter((table) => table.name === 'customer')
  const done = new RunningDigest(cache.db, own).step(cache.db, 1_000)
  if (typeof done === 'string') throw new Error(done)
  return done
}

const others = async () => (await device.digest(scope, cursor, [])).repairs

test('the same rows have the same sums on both sides', async () => {
  const { repairs, behind } = await device.digest(scope, cursor, digest())
  expect(behind).toBe(false)
  expect(repairs.map(({ table }) => table)).not.toContain('customer')
})

test('of a row that differs only its buckets come back', async () => {
  const whole = digest()
  cache.put('customer', { ...customers[5], employer: '别的单位' })
  const { repairs } = await device.digest(scope, cursor, digest())
  cache.put('customer', { ...customers[5] })
  const repair = repairs.find(({ table }) => table === 'customer')
  expect(repair?.buckets.length).toBeLessThanOrEqual(2)
  expect(repair?.batch.columns.flat()).toContain(customers[5]?.id)
  expect(repair?.batch.count).toBeLessThan(12)
  expect(digest()).toEqual(whole)
})

test('a terminal that differs for the third time within a day is an incident, once', async () => {
  const other = await TestDevice.of(office, branchA, 'PC-often')
  const { cursor: own } = await other.snapshot(scope)
  const incidents = async () => {
    const { rows } = await office.pool.query<{ detail: string }>(
      `select detail from incident where device_id = $1 and kind = 'digest.differsOften'`,
      [other.identity.deviceId],
    )
    return rows
  }
  for (const expected of [0, 0, 1, 1]) {
    // Nothing is what it should be: what the branch has must come.
    expect((await other.digest(scope, own, digest())).repairs.length).toBeGreaterThan(0)
    expect(await incidents()).toHaveLength(expected)
  }
  expect(JSON.parse((await incidents())[0]?.detail ?? '')).toMatchObject({ scope })
})

test('a packed request says the same, and nothing but whole zstd of a bounded size is taken', async () => {
  const path = `/v1/scopes/${encodeURIComponent(scope)}/digest`
  const text = JSON.stringify({ cursor, tables: digest() })
  const packed = new Uint8Array(zstdCompressSync(text))
  expect(packed.length).toBeLessThan(text.length * 0.6)
  const reply = digestReplySchema.parse(await device.sendPacked(path, packed))
  expect(reply.repairs.map(({ table }) => table)).not.toContain('customer')

  const cut = packed.slice(0, packed.length >> 1)
  const bomb = new Uint8Array(zstdCompressSync(Buffer.alloc(50_000_000, ' ')))
  expect(bomb.length).toBeLessThan(10_000)
  const bad: [Uint8Array<ArrayBuffer>, string, string][] = [
    [cut, 'zstd', 'request.invalid'],
    [new Uint8Array(Buffer.from(text)), 'zstd', 'request.invalid'],
    [packed, 'br', 'request.invalid'],
    [bomb, 'zstd', 'request.tooLarge'],
  ]
  for (const [bytes, encoding, code] of bad) {
    await expect(device.sendPacked(path, bytes, encoding)).rejects.toMatchObject({
      refusal: { epoch: reply.epoch, error: { code } },
    })
  }
  expect(await device.sendPacked(path, packed)).toMatchObject({ behind: false })
})

test('where too much differs the answer is a snapshot', async () => {
  await expect(others()).rejects.toMatchObject({ refusal: { error: { code: 'cursor.stale' } } })
})

test('a scope that changed since is not compared', async () => {
  await loadRecords(office.pool, { customer: [aCustomer('后来')] })
  expect(await device.digest(scope, cursor, [])).toMatchObject({ behind: true, repairs: [] })
})

test('a foreign scope, a foreign cursor and garbage are refused', async () => {
  const refused = (code: string) => ({ refusal: { error: { code } } })
  await expect(device.digest(`branch:${branchB}`, cursor, [])).rejects.toMatchObject(
    refused('scope.unknown'),
  )
  const { rows } = await office.pool.query<{ object: string }>(
    `select object from audit_log where action = 'scope.refused' and actor = $1`,
    [device.identity.deviceId],
  )
  expect(rows).toEqual([{ object: `branch:${branchB}` }])
  await expect(device.digest('national', cursor, [])).rejects.toMatchObject(
    refused('request.invalid'),
  )
  for (const bad of [
    [300, 1, 1],
    [0, 0, 1],
    [0, 1, -1],
    [0, 1, 2 ** 49],
  ]) {
    const tableDigests = [{ table: 'customer', buckets: [bad] }]
    await expect(device.digest(scope, cursor, tableDigests)).rejects.toMatchObject(
      refused('request.invalid'),
    )
  }
  const huge = [{ table: 'x'.repeat(600_000), buckets: [] }]
  await expect(device.digest(scope, cursor, huge)).rejects.toMatchObject(
    refused('request.tooLarge'),
  )
})
