import { copyFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openFile } from '#db/connection/open.ts'
import { all, first } from '#db/connection/statements.ts'
import { WriterFiles } from '#main/sync/writing/files.ts'
import { createOperations } from '#main/sync/writing/operations.ts'
import {
  batch,
  branchId,
  customerId,
  customers,
  epoch,
  scopeAt,
  snapshot,
  staffId,
} from '#tools/durability/power-cut/branch.ts'
import { temporaryFolders } from '#test/support/temporary-folder.ts'

const folder = temporaryFolders('old-cache')
const key = Buffer.alloc(32, 6)

test('a cache that a power cut made older shows what was accepted since, until it is pulled again', async () => {
  const files = new WriterFiles()
  const operations = createOperations({ fill: () => true, update: () => {} }, files)
  const home = folder()
  const path = join(home, 'cache-1.db')
  const staging = join(home, 'staging-1.db')
  const { plan, texts } = snapshot(1, [])
  await operations['journal.open']({ path: join(home, 'journal.db'), key })
  operations['journal.remember']({ values: { epoch } })
  await operations['staging.plan']({ path: staging, key, plan, nowMs: 1 })
  texts.forEach((text, ordinal) => operations['staging.applyChunk']({ ordinal, text, branchId }))
  operations['staging.index']()
  operations['staging.finish']({ path: staging })
  operations['cache.publish']({ staging, path, obsolete: [] })
  copyFileSync(path, join(home, 'before'))
  const open = () => operations['cache.open']({ path, key, branchId, nowMs: 1 })
  const shown = () =>
    all<{ id: string; rev: number }>(files.cacheFile!, 'SELECT id, rev FROM contact')
  await open()

  const contact = {
    customerId: customerId(1),
    channel: 'phone',
    outcome: 'interested',
    summary: '停电之前',
    nextOn: null,
    durationMinutes: null,
  } as const
  operations['journal.submit']({
    branchId,
    entries: [],
    command: {
      commandId: 'c1',
      name: 'contact.log',
      version: 1,
      staffId,
      grant: 'g',
      givenAtMs: 1,
      clockOffsetMs: 0,
      baseRevs: {},
      dependsOn: null,
      supersedes: null,
      customerId: customerId(1),
      payload: { ...contact, contactId: 'k1', atMs: 1 },
    },
  })
  operations['journal.takeBatch']({ maxCommands: 1, maxBytes: 1e6 })
  const answer = {
    seq: 1,
    commandId: 'c1',
    outcome: 'applied',
    code: null,
    conflicts: [],
    revs: {},
    ver: 2,
    decidedAtMs: 2,
  } as const
  operations['journal.storeResults']({ results: [{ ...answer, conflicts: [] }], branchId })
  const stored = batch(
    'contact',
    [
      {
        branch_id: branchId,
        id: 'k1',
        customer_id: customerId(1),
        staff_id: staffId,
        at: 1,
        channel: 'phone',
        outcome: 'interested',
        summary: '停电之前',
        origin: 'terminal',
      },
    ],
    2,
  )
  const pull = {
    after: scopeAt(1).cursor,
    state: { ...scopeAt(2), applied_at: 1 },
    pages: [{ batches: [customers([1], 2), stored], tombstones: [] }],
    covered: 1,
  }
  expect(operations['cache.applyPull']({ branchId, pull })).not.toBeNull()
  const settled = () =>
    first<{ settled: number }>(files.journal, 'SELECT settled FROM command')?.settled
  expect([settled(), shown()]).toEqual([1, [{ id: 'k1', rev: 2 }]])

  operations['cache.close']()
  copyFileSync(join(home, 'before'), path)
  expect(await open()).toBe('open')
  expect([settled(), shown()]).toEqual([0, [{ id: 'k1', rev: 0 }]])
  expect(operations['cache.applyPull']({ branchId, pull })).not.toBeNull()
  expect([settled(), shown()]).toEqual([1, [{ id: 'k1', rev: 2 }]])
  // Pages for what stood here before, or for a cache that was closed meanwhile, are not taken in.
  expect(operations['cache.applyPull']({ branchId, pull })).toBeNull()
  operations['cache.close']()
  expect(operations['cache.applyPull']({ branchId, pull })).toBeNull()
  operations['journal.close']()
})

test('a cache of an earlier cipher is fetched anew, and nobody is told of damage', async () => {
  const home = folder()
  const path = join(home, 'cache-1.db')
  const former = openFile(path, key, { mode: 'write', kind: 'lasting' })
  former.exec('CREATE TABLE customer (id TEXT)')
  former.close()
  const operations = createOperations({ fill: () => true, update: () => {} }, new WriterFiles())
  await operations['journal.open']({ path: join(home, 'journal.db'), key })
  expect(await operations['cache.open']({ path, key, branchId, nowMs: 1 })).toBe('missing')
  expect(readdirSync(home).filter((name) => name.startsWith('cache'))).toEqual([])
  operations['journal.close']()
})

test('a digest that was begun on one file is not finished on another', async () => {
  const files = new WriterFiles()
  const operations = createOperations({ fill: () => true, update: () => {} }, files)
  const home = folder()
  const [path, staging] = [join(home, 'cache-1.db'), join(home, 'staging-1.db')]
  const { plan, texts } = snapshot(1, [])
  await operations['journal.open']({ path: join(home, 'journal.db'), key })
  await operations['staging.plan']({ path: staging, key, plan, nowMs: 1 })
  texts.forEach((text, ordinal) => operations['staging.applyChunk']({ ordinal, text, branchId }))
  operations['staging.index']()
  operations['staging.finish']({ path: staging })
  operations['cache.publish']({ staging, path, obsolete: [] })
  const open = () => operations['cache.open']({ path, key, branchId, nowMs: 1 })
  await open()
  // More rows than one step takes.
  const many = customers(
    Array.from({ length: 3_000 }, (_, at) => at),
    2,
  )
  const state = { ...scopeAt(2), applied_at: 1 }
  const pages = [{ batches: [many], tombstones: [] }]
  const pull = { after: scopeAt(1).cursor, state, pages, covered: null }
  expect(operations['cache.applyPull']({ branchId, pull })).not.toBeNull()
  const { scope } = state
  const digest = () => {
    for (;;) {
      const step = operations['cache.digest']({ scope })
      if (step.state !== 'more') return step
    }
  }
  expect(operations['cache.digest']({ scope })).toEqual({ state: 'more' })
  operations['cache.close']()
  // Another file in its place, as far as it, with another row among the first.
  const other = openFile(path, key, { mode: 'write', kind: 'disposable' })
  other.exec(`UPDATE customer SET employer = '另一家单位' WHERE rowid = 1`)
  other.close()
  await open()
  const found = digest()
  operations['cache.close']()
  await open()
  expect(found).toEqual(digest())
  operations['cache.close']()
  operations['journal.close']()
})
