import { readdir, rm, stat, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ChangesReply } from '#contract/sync/changes.ts'
import { deviceTokenHeader } from '#contract/sync/protocol.ts'
import { batchRows, type RowBatch } from '#contract/sync/rows/batch.ts'
import { canonicalRow } from '#contract/sync/rows/table.ts'
import { tableNamed, tables } from '#contract/sync/rows/tables.ts'
import { openChunkStore } from '#head-office/scopes/chunk-store.ts'
import { keepHouse } from '#head-office/server/housekeeping.ts'
import type { Clock } from '#platform/clock/clock.ts'
import { sha256 } from '#platform/crypto/hash.ts'
import { silentLogger } from '#platform/log/logger.ts'
import { aCustomer, aTask, branchA, idOf, loadRecords, people } from '#test/support/branch-data.ts'
import { TestDevice } from '#test/support/device.ts'
import { startHeadOffice, type TestHeadOffice } from '#test/support/head-office.ts'
import { withDatabase } from '#test/support/postgres.ts'

const database = withDatabase()
let office: TestHeadOffice
let device: TestDevice
let nowMs = Date.now()
const clock: Clock = { now: () => nowMs, monotonic: () => nowMs }
const dayMs = 86_400_000
const scope = `branch:${branchA}`
const limits = { maxDeltaRows: 500, chunkCharacters: 60_000 }

beforeAll(async () => {
  office = await startHeadOffice({ databaseUrl: database.url, clock, limits })
  device = await TestDevice.of(office)
  const customers = Array.from({ length: 600 }, (_, index) => aCustomer(`客户${index}`))
  const accounts = [0, 1].map((n) => idOf('account', String(n)))
  await loadRecords(office.pool, {
    customer: customers,
    task: customers.slice(0, 50).map(({ id }) => aTask(id, id, people.li.id)),
    balance_change: accounts.flatMap((id) =>
      Array.from({ length: 30 }, (_, index) => ({
        branch_id: branchA,
        position_id: id,
        changed_on: `2026-10-${String(index + 1).padStart(2, '0')}`,
        balance_fen: index * 1000,
        running_sum: index,
      })),
    ),
  })
})
afterAll(() => office.close())

/** `table:key` → row hash of everything a snapshot and later changes hold. */
type Slice = Map<string, string>

function apply(slice: Slice, batches: readonly RowBatch[]): void {
  for (const batch of batches) {
    const table = tableNamed(batch.table)
    for (const row of batchRows(batch)) {
      const key = table.key.map((name) => row[table.columns.findIndex((c) => c.name === name)])
      const hash = String(sha256(canonicalRow(table, row)).readUIntBE(0, 6))
      slice.set(`${batch.table}:${JSON.stringify(key)}`, hash)
    }
  }
}

function applyChanges(slice: Slice, page: ChangesReply): void {
  apply(slice, page.batches)
  for (const { table, key } of page.tombstones) slice.delete(`${table}:${JSON.stringify(key)}`)
}

async function stored(): Promise<Slice> {
  const slice: Slice = new Map()
  for (const table of tables.filter((candidate) => candidate.scope === 'branch')) {
    const key = table.key.map((name) => `${name}::text`).join(', ')
    const { rows } = await office.pool.query<{ key: string[]; hash: string }>(
      `select array[${key}] as key, row_hash::text as hash from ${table.name} where branch_id = $1`,
      [branchA],
    )
    for (const row of rows) slice.set(`${table.name}:${JSON.stringify(row.key)}`, row.hash)
  }
  return slice
}

describe('a snapshot', () => {
  test('with the deltas after it is what the tables hold, row by row', async () => {
    const manifest = await device.snapshot(scope)
    const slice: Slice = new Map()
    for (const { sha256: address, rows, table } of manifest.chunks) {
      const batch = await device.chunk(address)
      expect([batch.table, batch.count]).toEqual([table, rows])
      apply(slice, [batch])
    }
    expect(slice).toEqual(await stored())

    await loadRecords(office.pool, {
      customer: [aCustomer('客户1', { email: 'neu@example.cn' }), aCustomer('后来')],
    })
    const page = await device.changes(scope, manifest.cursor)
    applyChanges(slice, page)
    expect(slice).toEqual(await stored())
  })

  test('comes in order of use, in chunks of about one size', async () => {
    const { chunks } = await device.snapshot(scope)
    const priorities = chunks.map(({ table }) => tableNamed(table).priority)
    expect(priorities).toEqual([...priorities].sort((a, b) => a - b))
    expect(chunks.filter(({ table }) => table === 'customer').length).toBeGreaterThan(1)
  })

  test('is shared while deltas reach it, also after a restart', async () => {
    const first = await device.snapshot(scope)
    const second = await TestDevice.of(office, branchA, 'PC-2')
    await loadRecords(office.pool, { customer: [aCustomer('分享')] })
    expect(await second.snapshot(scope)).toEqual(first)
    await office.restart()
    expect(await second.snapshot(scope)).toEqual(first)
  })

  test('asked for by many at once is built once', async () => {
    await office.pool.query('delete from snapshot')
    const devices = await Promise.all(
      ['a', 'b', 'c', 'd'].map((name) => TestDevice.of(office, branchA, `PC-${name}`)),
    )
    const manifests = await Promise.all(devices.map((each) => each.snapshot(scope)))
    expect(new Set(manifests.map((manifest) => JSON.stringify(manifest))).size).toBe(1)
    const { rows } = await office.pool.query('select count(*)::int as n from snapshot')
    expect(rows).toEqual([{ n: 1 }])
  })

  test('is built anew when too many rows lie behind, when it is old, and when a file is gone', async () => {
    const first = await device.snapshot(scope)
    await loadRecords(office.pool, {
      customer: Array.from({ length: 501 }, (_, index) => aCustomer(`新${index}`)),
    })
    const second = await device.snapshot(scope)
    expect(second.version).toBeGreaterThan(first.version)

    const [chunk] = second.chunks
    const store = await openChunkStore(office.dataDir, device.identity.epoch)
    await rm(store.path(chunk?.sha256 ?? ''))
    expect(await device.snapshot(scope)).toEqual(second)
    expect(await store.size(chunk?.sha256 ?? '')).toBe(chunk?.bytes)

    await loadRecords(office.pool, { customer: [aCustomer('老了')] })
    nowMs += 7 * dayMs
    await device.openSession()
    expect((await device.snapshot(scope)).version).toBe(second.version + 1)
  })

  test('a table without rows has no chunk', async () => {
    await office.pool.query('delete from snapshot')
    const { chunks } = await device.snapshot('national')
    expect(chunks.map(({ table }) => table)).toEqual(['org_unit', 'parameter'])
  })
})

describe('a chunk', () => {
  const fetchChunk = (sha: string, range?: string) =>
    fetch(`${office.url}/v1/chunks/${sha}`, {
      headers: { [deviceTokenHeader]: device.token ?? '', ...(range && { range }) },
    })

  test('can be fetched in parts and never changes', async () => {
    const { chunks } = await device.snapshot(scope)
    const { sha256: address, bytes } = chunks[0] ?? { sha256: '', bytes: 0 }
    const whole = Buffer.from(await (await fetchChunk(address)).arrayBuffer())
    expect(whole).toHaveLength(bytes)
    const part = await fetchChunk(address, `bytes=0-99`)
    expect(part.status).toBe(206)
    expect(part.headers.get('content-range')).toBe(`bytes 0-99/${bytes}`)
    const rest = await fetchChunk(address, `bytes=100-`)
    const joined = [await part.arrayBuffer(), await rest.arrayBuffer()].map((b) => Buffer.from(b))
    expect(Buffer.concat(joined)).toEqual(whole)
    expect((await fetchChunk(address, `bytes=${bytes}-`)).status).toBe(416)
    expect((await fetchChunk(address)).headers.get('cache-control')).toContain('immutable')
  })

  test('that nobody names any more is swept away after a day; the others stay', async () => {
    const { chunks } = await device.snapshot(scope)
    const store = await openChunkStore(office.dataDir, device.identity.epoch)
    const orphan = await store.put(Buffer.from('orphan'))
    const fresh = await store.put(Buffer.from('fresh'))
    const folder = join(office.dataDir, 'chunks', device.identity.epoch)
    const twoDaysAgo = new Date(nowMs - 2 * dayMs)
    for (const name of await readdir(folder)) {
      if (!name.startsWith(fresh)) await utimes(join(folder, name), twoDaysAgo, twoDaysAgo)
      else await utimes(join(folder, name), new Date(nowMs), new Date(nowMs))
    }
    await keepHouse({ pool: office.pool, clock, logger: silentLogger }, store)
    expect(await store.size(orphan)).toBeNull()
    expect(await store.size(fresh)).toBe(5)
    for (const { sha256: address } of chunks) await device.chunk(address)
  })

  test('is written for its owner alone', async () => {
    const { chunks } = await device.snapshot(scope)
    const store = await openChunkStore(office.dataDir, device.identity.epoch)
    const { mode } = await stat(store.path(chunks[0]?.sha256 ?? ''))
    expect(mode & 0o077).toBe(0)
  })
})
