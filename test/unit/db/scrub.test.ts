import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Customer } from '#domain/customers/records.ts'
import { cutLog, needsScrub, noteRowsLeft, scrub } from '#db/cache/scrub.ts'
import { atomically } from '#db/connection/statements.ts'
import { indexCustomers } from '#db/search/build.ts'
import { nameBasedId } from '#platform/ids/uuid.ts'
import { aCustomer, branchA } from '#test/support/branch-data.ts'
import { type CacheFile, makeCacheFile } from '#test/support/cache-file.ts'
import { pagesWith, rawPages } from '#test/support/raw-pages.ts'

let cache: CacheFile
beforeEach(async () => {
  cache = await makeCacheFile()
})
afterEach(() => cache.remove())

const found = (texts: readonly string[]) => pagesWith(rawPages(cache.path, cache.key), texts)

test('a scan of raw pages sees rows in file and log, and what careless deleting leaves', () => {
  const secret = '玄武岩路七号公寓'
  const rows = Array.from({ length: 60 }, (_, at) => aCustomer(`页${at}`))
  cache.put('customer', ...rows, aCustomer('隐', { address: secret }))
  expect(found([secret]).some((where) => where.startsWith('wal'))).toBe(true)
  expect(cutLog(cache.db)).toBe(true)
  expect(found([secret]).some((where) => where.startsWith('file'))).toBe(true)
  expect(found([secret]).some((where) => where.startsWith('wal'))).toBe(false)

  cache.db.pragma('secure_delete = OFF')
  cache.db.prepare('DELETE FROM customer WHERE branch_id = ?').run(branchA)
  cutLog(cache.db)
  expect(cache.db.prepare('SELECT count(*) FROM customer').pluck().get()).toBe(0)
  expect(found([secret]).length).toBeGreaterThan(0)
  noteRowsLeft(cache.db)
  expect(scrub(cache.db)).toBe('clean')
  expect(found([secret])).toEqual([])
})

/** Customers whose every text is their own. */
const customers: Customer[] = Array.from({ length: 1_500 }, (_, at) =>
  aCustomer(`${at}`, {
    id: nameBasedId('scrub', 'customer', `${at}`),
    customer_no: `NO${100_000 + at}`,
    name: `姓名${100_000 + at}`,
    mobile: `199${10_000_000 + at}`,
    id_no: `99${100_000_000_000 + at}`,
    address: `${'某地'.repeat(at % 40)}A${100_000 + at}Z`,
  }),
)

test('rows that moved between pages before they went leave nothing either', () => {
  cache.put('customer', ...customers)
  cache.buildSearch()
  // Rows that grow and shrink are moved between pages.
  for (let round = 0; round < 4; round += 1) {
    const changed = customers.filter((_, at) => (at * 7 + round) % 3 === 0)
    cache.put(
      'customer',
      ...changed.map((one, at) => ({
        ...one,
        employer: 'E'.repeat((at * 13 + round * 50) % 300),
      })),
    )
  }
  const gone = customers.filter((_, at) => at % 5 === 0)
  const remove = cache.db.prepare('DELETE FROM customer WHERE id = ?')
  atomically(cache.db, () => {
    gone.forEach(({ id }) => remove.run(id))
    indexCustomers(
      cache.db,
      gone.map(({ id }) => id),
    )
    noteRowsLeft(cache.db)
  })
  expect(cutLog(cache.db)).toBe(true)
  const texts = gone.flatMap((one) => [one.name, one.mobile ?? '', one.id_no ?? '', one.id])
  // What `secure_delete` alone leaves: without this there would be nothing to scrub.
  expect(found(texts).length).toBeGreaterThan(0)

  expect(needsScrub(cache.db)).toBe(true)
  expect(scrub(cache.db)).toBe('clean')
  expect(needsScrub(cache.db)).toBe(false)
  expect(found(texts)).toEqual([])
  const kept = customers[1]
  expect(found([kept?.name ?? '']).length).toBeGreaterThan(0)
})
