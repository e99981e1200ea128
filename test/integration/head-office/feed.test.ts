import { zstdDecompressSync } from 'node:zlib'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { changesReplySchema } from '#contract/sync/changes.ts'
import { deviceTokenHeader, rowsMediaType } from '#contract/sync/protocol.ts'
import { batchRows, columnValues } from '#contract/sync/rows/batch.ts'
import { openChunkStore } from '#head-office/scopes/chunk-store.ts'
import { writeCursor } from '#head-office/scopes/cursor.ts'
import { keepHouse } from '#head-office/server/housekeeping.ts'
import { BranchWriter } from '#head-office/store/branch-writer.ts'
import { nationalId } from '#head-office/store/scope-version.ts'
import { inTransaction } from '#head-office/store/transaction.ts'
import { systemClock } from '#platform/clock/clock.ts'
import { silentLogger } from '#platform/log/logger.ts'
import {
  aCustomer,
  branchA,
  branchB,
  idOf,
  loadRecords,
  units,
  wireRow,
  withoutBranch,
} from '#test/support/branch-data.ts'
import { TestDevice } from '#test/support/device.ts'
import { startHeadOffice, type TestHeadOffice } from '#test/support/head-office.ts'
import { withDatabase } from '#test/support/postgres.ts'

const database = withDatabase()
let office: TestHeadOffice
let device: TestDevice
const scope = `branch:${branchA}`

beforeAll(async () => {
  office = await startHeadOffice({
    databaseUrl: database.url,
    limits: { maxDeltaRows: 100, rowsPerPage: 40 },
  })
})
beforeEach(async () => {
  device = await TestDevice.of(office)
})
afterAll(() => office.close())

/** A cursor at the head of the branch. */
async function headCursor(): Promise<{ next: string; head: number }> {
  let cursor = (await device.snapshot(scope)).cursor
  for (;;) {
    const page = await device.changes(scope, cursor)
    if (!page.more) return page
    cursor = page.next
  }
}

const load = (...names: string[]) =>
  loadRecords(office.pool, { customer: names.map((name) => aCustomer(name)) })

const many = (prefix: string, count: number) =>
  load(...Array.from({ length: count }, (_, index) => `${prefix}${index}`))

describe('changes', () => {
  test('from the beginning: every table of the scope, rows exactly as stored', async () => {
    const national = await device.changes('national')
    expect(national.more).toBe(false)
    const orgUnits = national.batches.find(({ table }) => table === 'org_unit')
    const read = orgUnits ? batchRows(orgUnits) : []
    const sorted = (rows: unknown[][]) => rows.map((row) => JSON.stringify(row)).sort()
    expect(sorted(read)).toEqual(sorted(units.map((unit) => wireRow('org_unit', unit))))
    expect((await device.changes(scope)).batches.map(({ table }) => table)).toContain('staff')
  })

  test('after the cursor there is only what changed, and then nothing', async () => {
    const start = await headCursor()
    await load('变化一')
    const page = await device.changes(scope, start.next)
    expect(page.batches.map(({ table, count }) => [table, count])).toEqual([['customer', 1]])
    expect(page.batches[0]?.ver).toEqual({ all: page.head })
    expect(page.head).toBe(start.head + 1)
    const quiet = await device.changes(scope, page.next)
    expect(quiet).toMatchObject({ batches: [], tombstones: [], more: false, head: page.head })
  })

  test('a change elsewhere does not move this branch', async () => {
    const start = await headCursor()
    await loadRecords(office.pool, { customer: [aCustomer('别处', { branch_id: branchB })] })
    expect((await device.changes(scope, start.next)).head).toBe(start.head)
  })

  test('pages end where a version ends, and the pages together are everything', async () => {
    const start = await headCursor()
    for (let version = 0; version < 6; version += 1) await many(`页${version}-`, 15)
    let cursor = start.next
    const versions: number[][] = []
    for (;;) {
      const page = await device.changes(scope, cursor)
      const read = page.batches.flatMap(({ ver, count }) => columnValues(ver, count).map(Number))
      versions.push([...new Set(read)])
      cursor = page.next
      if (!page.more) break
    }
    expect(versions.map((page) => page.length)).toEqual([3, 3])
    expect(versions.flat()).toHaveLength(6)
  })

  test('a smaller page is the terminal’s choice', async () => {
    const start = await headCursor()
    for (let version = 0; version < 3; version += 1) await many(`小${version}-`, 5)
    const page = await device.changes(scope, start.next, 1_000)
    expect(page.more).toBe(true)
    expect(page.batches[0]?.count).toBe(5)
  })

  test('beyond the limit the terminal is told to take a snapshot', async () => {
    const start = await headCursor()
    await many('多', 101)
    await expect(device.changes(scope, start.next)).rejects.toMatchObject({
      status: 409,
      message: 'cursor.stale',
    })
  })

  describe('a row that left', () => {
    const customer = aCustomer('离开')
    const leave = (nowMs: number) =>
      inTransaction(office.pool, 'write', async (client) => {
        const branch = await BranchWriter.lock(client, branchA)
        await branch.remove('customer', customer.id, 'left_scope', nowMs)
      })

    test('comes as a tombstone, and no page holds it any more', async () => {
      const start = await headCursor()
      await loadRecords(office.pool, { customer: [customer] })
      await leave(Date.now())
      const page = await device.changes(scope, start.next)
      expect(page.tombstones).toEqual([
        { table: 'customer', key: [branchA, customer.id], ver: page.head, reason: 'left_scope' },
      ])
      expect(page.batches).toEqual([])
    })

    test('and came back has no tombstone', async () => {
      const start = await headCursor()
      await inTransaction(office.pool, 'write', async (client) => {
        const branch = await BranchWriter.lock(client, branchA)
        await branch.insert('customer', customer.id, withoutBranch(customer))
      })
      const page = await device.changes(scope, start.next)
      expect(page.tombstones).toEqual([])
      expect(page.batches.map(({ table, count }) => [table, count])).toEqual([['customer', 1]])
    })

    test('is forgotten after 90 days: cursors from before it need a snapshot', async () => {
      const before = await headCursor()
      const day = 86_400_000
      await leave(Date.now() - 91 * day)
      const after = await headCursor()
      const store = await openChunkStore(office.dataDir, device.identity.epoch)
      await keepHouse({ pool: office.pool, clock: systemClock, logger: silentLogger }, store)
      const { rows } = await office.pool.query('select from tombstone')
      expect(rows).toEqual([])
      await expect(device.changes(scope, before.next)).rejects.toThrow('cursor.stale')
      expect(await device.changes(scope, after.next)).toMatchObject({ batches: [], more: false })
      expect((await device.snapshot(scope)).version).toBe(after.head)
    })
  })

  test('rows travel compressed where the terminal accepts them', async () => {
    const response = await fetch(`${office.url}/v1/scopes/national/changes`, {
      headers: { [deviceTokenHeader]: device.token ?? '', accept: rowsMediaType },
    })
    expect(response.headers.get('content-type')).toBe(rowsMediaType)
    const bytes = Buffer.from(await response.arrayBuffer())
    const body = changesReplySchema.parse(JSON.parse(zstdDecompressSync(bytes).toString('utf8')))
    expect(body.batches.map(({ table }) => table)).toContain('org_unit')
  })
})

describe('cursors', () => {
  const { epoch } = { epoch: idOf('epoch', 'another') }

  test('of another epoch, or from the future of this one, are refused as such', async () => {
    const other = writeCursor(epoch, branchA, 1)
    await expect(device.changes(scope, other)).rejects.toMatchObject({
      status: 409,
      message: 'cursor.otherEpoch',
    })
    const future = writeCursor(device.identity.epoch, branchA, 1_000_000)
    await expect(device.changes(scope, future)).rejects.toThrow('cursor.otherEpoch')
  })

  test('of other columns are stale', async () => {
    const old = Buffer.from(JSON.stringify([device.identity.epoch, 'oldshape', branchA, 1]))
    await expect(device.changes(scope, old.toString('base64url'))).rejects.toThrow('cursor.stale')
  })

  test('of another scope, or none at all, are invalid', async () => {
    const national = writeCursor(device.identity.epoch, nationalId, 0)
    for (const cursor of [national, 'x', '', Buffer.from('{}').toString('base64url')]) {
      await expect(device.changes(scope, cursor)).rejects.toMatchObject({
        status: 400,
        message: 'request.invalid',
      })
    }
  })
})

describe('privacy of scopes', () => {
  test('a device sees national data and its own branch; every other scope is unknown', async () => {
    const foreign = [`branch:${branchB}`, `branch:${nationalId}`, 'branch:', 'region:1', '%00']
    for (const name of foreign) {
      await expect(device.changes(name)).rejects.toMatchObject({
        status: 404,
        message: 'scope.unknown',
      })
      await expect(device.snapshot(name)).rejects.toThrow('scope.unknown')
    }
  })

  test('chunks of another branch cannot be fetched by their address', async () => {
    await loadRecords(office.pool, { customer: [aCustomer('乙网点', { branch_id: branchB })] })
    const other = await TestDevice.of(office, branchB, 'PC-B')
    const { chunks } = await other.snapshot(`branch:${branchB}`)
    const [chunk] = chunks
    expect(chunk).toBeDefined()
    await expect(other.chunk(chunk?.sha256 ?? '')).resolves.toBeDefined()
    await expect(device.chunk(chunk?.sha256 ?? '')).rejects.toThrow('cursor.stale')
  })

  test('no page of a branch holds a row of another one', async () => {
    const { chunks } = await device.snapshot(scope)
    const pages = [device.changes('national'), ...chunks.map((c) => device.chunk(c.sha256))]
    for (const page of pages) {
      const text = JSON.stringify(await page)
      expect(text).not.toContain(idOf('customer', '乙网点'))
      expect(text).not.toContain(idOf('staff', '2001'))
    }
  })
})
