import { join } from 'node:path'
import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { berkaId, outletId } from '#head-office/sources/berka/world.ts'
import { refreshSummaries } from '#test/support/refresh-summaries.ts'
import { contentOf, copySource, importBerka, type SourceCopy } from '#test/support/berka.ts'
import { openPool } from '#test/support/pool.ts'
import { withDatabase } from '#test/support/postgres.ts'

const database = withDatabase()
let pool: pg.Pool
let source: SourceCopy

beforeAll(async () => {
  source = await copySource()
  pool = openPool(database.url)
  await importBerka(database.url, source.folder, source.outFolder)
})

afterAll(async () => {
  await pool.end()
  await source.remove()
})

const numbers = async (sql: string, values: unknown[] = []): Promise<number[]> =>
  (await pool.query<{ n: number }>(sql, values)).rows.map(({ n }) => n)

/** Rows of each table that belong to a branch. */
async function rowsOfBranch(branchId: string): Promise<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const table of [
    'customer',
    'customer_summary',
    'customer_value',
    'customer_type_verdict',
    'tier_change',
    'key_transaction',
    'customer_manager',
    'task',
    'contact',
    'relation',
    'account',
    'account_party',
    'card',
    'loan',
    'standing_order',
    'balance_change',
    'bank_transaction',
  ]) {
    counts[table] =
      (
        await numbers(`select count(*)::int as n from ${table} where branch_id = $1`, [branchId])
      )[0] ?? 0
  }
  return counts
}

describe('a file delivered anew', () => {
  test('changes the rows that differ, and no other', async () => {
    await source.change(
      'loan.asc',
      '5004;8004;970401;36000;36;1000.00;"D"',
      '5004;8004;970401;36000;36;1000.00;"A"',
    )
    const report = await importBerka(
      database.url,
      join(source.folder, 'loan.asc'),
      source.outFolder,
    )
    expect(report.files).toMatchObject([
      { kind: 'loan', read: 4, updated: 1, unchanged: 3, inserted: 0 },
    ])
    const revs = await numbers('select rev::int as n from loan order by contract_no')
    expect(revs).toEqual([1, 1, 1, 2])
  })

  test('a late transaction moves the balances after it, and voids what no longer changes', async () => {
    // 400.00 back on the day after it was drawn: the balance of 16 March stands one day only.
    const row = '100099;8002;930317;"PRIJEM";"VKLAD";400.00;13400.00;"";;\r\n'
    await source.append('trans-czech.asc', row)
    await importBerka(database.url, source.folder, source.outFolder)
    await source.change('trans-czech.asc', '100014;8002;930316', '100014;8002;930317')
    await source.change('trans-derived.csv', '100014,8002,1993-03-16', '100014,8002,1993-03-17')
    await source.change(
      'trans-czech.asc',
      '930317;"PRIJEM";"VKLAD";400.00;13400.00',
      '930317;"PRIJEM";"VKLAD";400.00;13800.00',
    )
    await source.change(
      'trans-czech.asc',
      '"VYBER KARTOU";400.00;13000.00',
      '"VYBER KARTOU";400.00;13400.00',
    )
    await source.change(
      'trans-derived.csv',
      'card_withdrawal,400.00,13000.00',
      'card_withdrawal,400.00,13400.00',
    )
    const report = await importBerka(database.url, source.folder, source.outFolder)
    expect(report.files.find(({ file }) => file === 'trans-czech.asc')).toMatchObject({
      updated: 2,
    })
    const account = berkaId('account', '8002')
    expect(
      await numbers(
        `select (changed_on - date '1993-03-01')::int as n from balance_change
         where position_id = $1 and changed_on between '1993-03-01' and '1993-03-31' order by 1`,
        [account],
      ),
    ).toEqual([14, 30])
    expect(
      await numbers(
        `select count(*)::int as n from tombstone where table_name = 'balance_change' and reason = 'deleted'`,
      ),
    ).toEqual([2])
  })
})

describe('a customer whose managing branch changes at the source', () => {
  test('moves with everything, and leaves tombstones behind', async () => {
    const [from, to] = [outletId('3'), outletId('1')]
    await pool.query(
      `insert into contact (branch_id, id, customer_id, staff_id, at, channel, outcome, summary, origin, ver, rev)
       select branch_id, gen_random_uuid(), id, id, now(), 'phone', 'done', 'kept', 'terminal', 1, 1
       from customer where customer_no = '9004'`,
    )
    const before = await rowsOfBranch(from)
    expect(before).toMatchObject({
      customer: 2,
      account: 1,
      card: 1,
      contact: 1,
      bank_transaction: 9,
    })
    const there = await rowsOfBranch(to)
    const revs = (table: string, column: string) =>
      numbers(`select rev::int as n from ${table} where ${column} in ('9004', 'kept') order by 1`)
    const known = [
      ...(await revs('customer', 'customer_no')),
      ...(await revs('contact', 'summary')),
    ]

    await source.change('account.asc', '8003;3;', '8003;1;')
    await importBerka(database.url, join(source.folder, 'account.asc'), source.outFolder)
    await refreshSummaries(pool, { businessDate: '1998-12-31' })

    const left = await rowsOfBranch(from)
    expect(Object.values(left).every((count) => count === 0)).toBe(true)
    const arrived = await rowsOfBranch(to)
    for (const [table, count] of Object.entries(before)) {
      expect([table, arrived[table]]).toEqual([table, (there[table] ?? 0) + count])
    }
    // The revision of a row runs on in the other branch.
    expect([
      ...(await revs('customer', 'customer_no')),
      ...(await revs('contact', 'summary')),
    ]).toEqual(known.map((rev) => rev + 1))
    const [tombstones] = await numbers(
      `select count(*)::int as n from tombstone where branch_id = $1 and reason = 'left_scope'`,
      [from],
    )
    expect(tombstones).toBe(Object.values(before).reduce((sum, count) => sum + count, 0))
    expect(
      await numbers(`select count(*)::int as n from customer_directory where branch_id = $1`, [
        from,
      ]),
    ).toEqual([0])
  })

  test('stays there when everything is imported once more', async () => {
    const moved = await contentOf(pool)
    const again = await importBerka(database.url, source.folder, source.outFolder)
    expect(again.tables.filter(({ inserted, updated }) => inserted + updated > 0)).toEqual([])
    expect(await contentOf(pool)).toEqual(moved)
  })
})
