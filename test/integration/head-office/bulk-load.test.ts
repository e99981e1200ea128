import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { migrate } from '#head-office/database/migrate.ts'
import { DuplicateKeyError, mergeStaged, stageRows } from '#head-office/store/bulk-load.ts'
import { nationalId } from '#head-office/store/scope-version.ts'
import { inTransaction } from '#head-office/store/transaction.ts'
import {
  aCustomer,
  aManager,
  branchA,
  branchB,
  idOf,
  loadRecords,
  people,
  units,
  wireRow,
} from '#test/support/branch-data.ts'
import { openPool } from '#test/support/pool.ts'
import { withDatabase } from '#test/support/postgres.ts'

const database = withDatabase()
let pool: pg.Pool

beforeAll(async () => {
  pool = openPool(database.url)
  await migrate(pool)
})
afterAll(() => pool.end())

async function versionOf(branchId: string): Promise<number> {
  const { rows } = await pool.query<{ v: number }>(
    'select v::float8 from scope_version where branch_id = $1',
    [branchId],
  )
  return rows[0]?.v ?? 0
}

const zhou = aCustomer('周海华')
const wu = aCustomer('吴桐')
const far = aCustomer('郑远', { branch_id: branchB, opening_branch_id: branchB })

describe('a bulk load', () => {
  /** Version of the national scope with what every database holds from the beginning. */
  let national = 0
  beforeAll(async () => {
    national = await versionOf(nationalId)
  })

  test('inserts what is new under one version a scope, over all tables', async () => {
    const counts = await loadRecords(pool, {
      org_unit: units,
      customer: [zhou, wu, far],
      customer_manager: [aManager(zhou.id, people.li.id)],
    })
    expect(counts.get('customer')).toEqual({ inserted: 3, updated: 0, unchanged: 0 })
    expect(await versionOf(nationalId)).toBe(national + 1)
    expect(await versionOf(branchA)).toBe(1)
    expect(await versionOf(branchB)).toBe(1)
    const { rows } = await pool.query('select ver::int, rev::int from customer_manager')
    expect(rows).toEqual([{ ver: 1, rev: 1 }])
  })

  test('run again changes nothing and says so', async () => {
    const counts = await loadRecords(pool, { org_unit: units, customer: [zhou, wu, far] })
    expect(counts.get('customer')).toEqual({ inserted: 0, updated: 0, unchanged: 3 })
    expect(counts.get('org_unit')).toEqual({ inserted: 0, updated: 0, unchanged: units.length })
    expect(await versionOf(nationalId)).toBe(national + 1)
    expect(await versionOf(branchA)).toBe(1)
  })

  test('updates only rows that differ, and only their scope moves on', async () => {
    const counts = await loadRecords(pool, {
      customer: [{ ...zhou, email: 'z@example.cn' }, wu, far],
    })
    expect(counts.get('customer')).toEqual({ inserted: 0, updated: 1, unchanged: 2 })
    expect(await versionOf(branchA)).toBe(2)
    expect(await versionOf(branchB)).toBe(1)
    const { rows } = await pool.query(
      'select ver::int, rev::int from customer where branch_id = $1 order by id = $2 desc',
      [branchA, zhou.id],
    )
    expect(rows).toEqual([
      { ver: 2, rev: 2 },
      { ver: 1, rev: 1 },
    ])
  })

  test('tells where each customer is managed', async () => {
    const { rows } = await pool.query<{ branch_id: string }>(
      'select branch_id::text from customer_directory where customer_no = $1',
      [far.customer_no],
    )
    expect(rows).toEqual([{ branch_id: branchB }])
  })

  test('refuses two rows with one key, by name, and leaves everything as it was', async () => {
    const load = loadRecords(pool, {
      customer: [aCustomer('新客户'), wu, { ...wu, email: 'a@b.cn' }],
    })
    await expect(load).rejects.toThrow(DuplicateKeyError)
    await expect(load).rejects.toThrow(wu.id)
    const { rowCount } = await pool.query('select from customer where id = $1', [
      idOf('customer', '新客户'),
    ])
    expect(rowCount).toBe(0)
    expect(await versionOf(branchA)).toBe(2)
  })

  test('takes a stream in several calls and holds no lock before the merge', async () => {
    async function* many(from: number) {
      for (let index = from; index < from + 500; index += 1) {
        yield await Promise.resolve(wireRow('customer', aCustomer(`流${index}`)))
      }
    }
    const counts = await inTransaction(pool, 'write', async (client) => {
      expect(await stageRows(client, 'customer', many(0))).toBe(500)
      expect(await stageRows(client, 'customer', many(500))).toBe(500)
      // Another writer gets through while rows are being staged.
      await loadRecords(pool, { customer: [{ ...wu, email: 'w@example.cn' }] })
      return mergeStaged(client)
    })
    expect(counts.get('customer')).toEqual({ inserted: 1000, updated: 0, unchanged: 0 })
    expect(await versionOf(branchA)).toBe(4)
  })

  test('a row that comes back into a scope loses its tombstone', async () => {
    await pool.query(
      `with gone as (delete from customer where id = $1 returning branch_id)
       insert into tombstone select branch_id, 'customer', $2, 4, 'left_scope', now() from gone`,
      [wu.id, JSON.stringify([branchA, wu.id])],
    )
    await loadRecords(pool, { customer: [wu] })
    const { rowCount } = await pool.query('select from tombstone')
    expect(rowCount).toBe(0)
  })
})
