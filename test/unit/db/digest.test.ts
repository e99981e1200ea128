import { afterEach, beforeEach, expect, test } from 'vitest'
import type { TableDigest } from '#contract/sync/digest.ts'
import { tableNamed, tables } from '#contract/sync/rows/tables.ts'
import { RunningDigest } from '#db/cache/digest.ts'
import { overlayRow } from '#db/cache/overlay.ts'
import { keyOf, readRow, rowsWhere } from '#db/cache/rows.ts'
import { aCustomer, aManager, people } from '#test/support/branch-data.ts'
import { type CacheFile, makeCacheFile } from '#test/support/cache-file.ts'

let cache: CacheFile
const own = tables.filter(({ scope }) => scope === 'branch')
const customers = Array.from({ length: 60 }, (_, at) => aCustomer(`数${at}`))

beforeEach(async () => {
  cache = await makeCacheFile()
  cache.put('customer', ...customers)
  cache.put('customer_manager', ...customers.map(({ id }) => aManager(id, people.li.id)))
  cache.put('reckoning', {
    branch_id: customers[0]?.branch_id,
    subject: 'customer_summary',
    as_of: '2026-11-20',
  })
})
afterEach(() => cache.remove())

function run(rows: number): { running: RunningDigest; sums: TableDigest[] } {
  const running = new RunningDigest(cache.db, own)
  for (;;) {
    const sums = running.step(cache.db, rows)
    if (sums === 'moved') throw new Error(sums)
    if (sums !== 'more') return { running, sums }
  }
}

const digest = (rows: number): TableDigest[] => run(rows).sums

const totalOf = (name: string, digests: TableDigest[]) =>
  digests.find(({ table }) => table === name)?.buckets.reduce((sum, [, count]) => sum + count, 0)

test('slices of any size give the same sums, of all kinds of tables', () => {
  const whole = digest(100_000)
  expect(totalOf('customer', whole)).toBe(60)
  expect(totalOf('customer_manager', whole)).toBe(60)
  expect(totalOf('reckoning', whole)).toBe(1)
  for (const rows of [1, 2, 7, 59, 60, 61]) expect(digest(rows)).toEqual(whole)
})

test('local effects are left out: changed twice, added, removed', () => {
  const whole = digest(100_000)
  const table = tableNamed('customer')
  const [first, second] = rowsWhere(cache.db, table, 'branch_id', customers[0]?.branch_id ?? '')
  if (!first || !second) throw new Error('no rows')
  const effect = (row: typeof first | null, key = keyOf(table, row ?? first)) =>
    overlayRow(cache.db, 'command', table, key, row)
  effect({ ...first, employer: '一' })
  effect({ ...first, employer: '二' })
  effect({ ...first, id: 'new', customer_no: 'new' })
  effect(null, keyOf(table, second))
  expect(readRow(cache.db, table, keyOf(table, second))).toBeUndefined()
  expect(digest(100_000)).toEqual(whole)
  expect(digest(3)).toEqual(whole)
})

test('a cache that changes meanwhile spoils the digest', () => {
  const running = new RunningDigest(cache.db, own)
  expect(running.step(cache.db, 10)).toBe('more')
  const table = tableNamed('customer')
  const [row] = rowsWhere(cache.db, table, 'branch_id', customers[0]?.branch_id ?? '')
  if (!row) throw new Error('no row')
  overlayRow(cache.db, 'command', table, keyOf(table, row), { ...row, employer: '一' })
  expect(running.step(cache.db, 10)).toBe('moved')
})

test('what head office gave of a bucket is found by its place, whatever effects did to it', () => {
  const table = tableNamed('customer')
  const rows = rowsWhere(cache.db, table, 'branch_id', customers[0]?.branch_id ?? '')
  const buckets = digest(100)
    .filter((one) => one.table === 'customer')
    .flatMap((one) => one.buckets)
  const keysOf = (all: readonly number[]) =>
    (run(7).running.keysIn(cache.db, 'customer', all) ?? []).map(String).sort()
  const whole = buckets.map(([bucket]) => keysOf([bucket]))
  // Each row in one bucket, as many as the sums say.
  expect(whole.map((keys) => keys.length)).toEqual(buckets.map(([, count]) => count))
  expect(whole.flat().sort()).toEqual(rows.map((row) => String(keyOf(table, row))).sort())

  const [first, second] = rows
  if (!first || !second) throw new Error('no rows')
  overlayRow(cache.db, 'c', table, keyOf(table, first), { ...first, employer: '一' })
  overlayRow(cache.db, 'c', table, ['new'], { ...first, id: 'new', customer_no: 'new' })
  overlayRow(cache.db, 'c', table, keyOf(table, second), null)
  expect(buckets.map(([bucket]) => keysOf([bucket]))).toEqual(whole)

  const { running } = run(7)
  overlayRow(cache.db, 'c', table, keyOf(table, first), { ...first, employer: '二' })
  expect(running.keysIn(cache.db, 'customer', [0])).toBeNull()
})
