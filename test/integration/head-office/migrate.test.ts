import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { describeDatabase, readDatabaseInfo, setBusinessDate } from '#head-office/database/info.ts'
import { ensureRegister, migrate } from '#head-office/database/migrate.ts'
import { prepareDatabase } from '#head-office/database/prepare.ts'
import { aCustomer, loadRecords } from '#test/support/branch-data.ts'
import { openPool } from '#test/support/pool.ts'
import { withDatabase } from '#test/support/postgres.ts'

const database = withDatabase()
let pool: pg.Pool

beforeAll(() => {
  pool = openPool(database.url)
})
afterAll(() => pool.end())

describe('migrations', () => {
  test('any number of processes may make the register at once', async () => {
    for (let round = 0; round < 30; round++) {
      await Promise.all(Array.from({ length: 12 }, () => ensureRegister(pool)))
      await pool.query('drop table schema_migration')
    }
  })

  test('two processes that start at once apply each migration once', async () => {
    const [first, second] = await Promise.all([migrate(pool), migrate(pool)])
    const applied = [...first, ...second].sort()
    expect(new Set(applied).size).toBe(applied.length)
    const { rows } = await pool.query<{ name: string }>(
      'select name from schema_migration order by 1',
    )
    expect(rows.map(({ name }) => name)).toEqual(applied)
    expect(await migrate(pool)).toEqual([])
  })

  test('a migration that was changed after it ran stops the launch', async () => {
    const { rows } = await pool.query<{ name: string; checksum: string }>(
      'select name, checksum from schema_migration order by name limit 1',
    )
    const [first] = rows
    await pool.query('update schema_migration set checksum = $2 where name = $1', [
      first?.name,
      'x',
    ])
    await expect(migrate(pool)).rejects.toThrow(first?.name ?? 'no migration')
    await pool.query('update schema_migration set checksum = $2 where name = $1', [
      first?.name,
      first?.checksum,
    ])
  })

  test('a migration that fails stops the launch and leaves nothing of itself behind', async () => {
    const { rows } = await pool.query<{ name: string; checksum: string }>(
      `delete from schema_migration where name = '0001_foundation' returning name, checksum`,
    )
    await expect(migrate(pool)).rejects.toThrow('already exists')
    const again = await pool.query(`select from schema_migration where name = '0001_foundation'`)
    expect(again.rowCount).toBe(0)
    await pool.query('insert into schema_migration (name, checksum) values ($1, $2)', [
      rows[0]?.name,
      rows[0]?.checksum,
    ])
    expect(await migrate(pool)).toEqual([])
  })
})

describe('the life of a database', () => {
  test('keeps its epoch, takes a description while it is empty, and never goes back a day', async () => {
    const demo = { currency: 'CNY', demo: true, businessDate: '2026-11-19' }
    const first = await prepareDatabase(pool, demo, Date.now())
    const berka = { currency: 'CZK', demo: true, businessDate: '1998-12-31' }
    const second = await prepareDatabase(pool, berka, Date.now())
    expect(second).toEqual({
      ...berka,
      epoch: first.epoch,
      calendar: 'fixed',
      openedDay: null,
    })
    await setBusinessDate(pool, '1999-01-02')
    await setBusinessDate(pool, '1999-01-01')
    expect(await readDatabaseInfo(pool)).toMatchObject({ businessDate: '1999-01-02' })
  })

  test('keeps its currency and demo mark once it holds customers', async () => {
    await loadRecords(pool, { customer: [aCustomer('周海华')] })
    const other = { currency: 'CNY', demo: false, businessDate: '2026-11-20' }
    await expect(describeDatabase(pool, other)).rejects.toThrow('request.forbidden')
    await describeDatabase(pool, { ...other, currency: 'CZK', demo: true })
    expect(await readDatabaseInfo(pool)).toMatchObject({
      currency: 'CZK',
      businessDate: '2026-11-20',
    })
  })
})
