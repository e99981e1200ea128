import { join } from 'node:path'
import { expect, test } from 'vitest'
import { tables } from '#contract/sync/rows/tables.ts'
import { openEntitySource } from '#db/connection/entity-source.ts'
import { openFile } from '#db/connection/open.ts'
import { all } from '#db/connection/statements.ts'
import { migrateCache } from '#db/migrations/cache/migrate.ts'
import { clusteredTables } from '#db/schema/clustered.ts'
import { cachedColumns, cacheKey, sqliteType } from '#db/schema/columns.ts'
import { cacheEntities } from '#db/schema/entities.ts'
import { ensureIndexes } from '#db/schema/indexes.ts'
import { temporaryFolders } from '#test/support/temporary-folder.ts'

const folder = temporaryFolders('schema')
const key = Buffer.alloc(32, 1)

async function migratedCache() {
  const path = join(folder(), 'cache.db')
  await migrateCache(path, key)
  const db = openFile(path, key, { mode: 'write', kind: 'disposable' })
  ensureIndexes(db)
  return { path, db }
}

interface ColumnInfo {
  name: string
  type: string
  notnull: number
}

test('the migrated cache has every column of the contract, with its type and nullability', async () => {
  const { db } = await migratedCache()
  for (const table of tables) {
    const expected = [
      ...table.columns.map((column) => ({
        name: column.name,
        type: sqliteType(column),
        notnull: column.nullable ? 0 : 1,
      })),
      { name: 'ver', type: 'INTEGER', notnull: 1 },
      { name: 'rev', type: 'INTEGER', notnull: 1 },
    ]
    const actual = all<ColumnInfo>(
      db,
      `SELECT name, type, "notnull" FROM pragma_table_info('${table.name}')`,
    )
    expect(actual, table.name).toEqual(expected)
  }
  db.close()
})

test('every table has a unique key without branch_id, as its own order or as an index', async () => {
  const { db } = await migratedCache()
  for (const table of tables) {
    const unique = all<{ name: string }>(
      db,
      `SELECT name FROM pragma_index_list('${table.name}') WHERE "unique" = 1`,
    ).map(({ name }) =>
      all<{ name: string }>(db, `SELECT name FROM pragma_index_info('${name}') ORDER BY seqno`).map(
        (column) => column.name,
      ),
    )
    expect(unique, table.name).toContainEqual(cacheKey(table))
  }
  expect(tables.map(({ name }) => name)).toEqual(expect.arrayContaining([...clusteredTables]))
  db.close()
})

test('an entity reads a row with every column of its table', async () => {
  const { path, db } = await migratedCache()
  db.exec(
    `INSERT INTO calendar_day (day, working, name, ver, rev) VALUES ('2026-10-01', 0, '国庆节', 3, 2)`,
  )
  for (const table of tables) {
    const columns = Object.keys(cacheEntities.get(table.name)?.options.columns ?? {})
    expect(columns, table.name).toEqual(cachedColumns(table))
  }
  const source = await openEntitySource(path, key)
  const row = await source.getRepository('calendar_day').findOneBy({ day: '2026-10-01' })
  expect(row).toEqual({ day: '2026-10-01', working: 0, name: '国庆节', ver: 3, rev: 2 })
  await source.destroy()
  db.close()
})

test('a value of another type is refused, not bent', async () => {
  const { db } = await migratedCache()
  const insert = db.prepare('INSERT INTO calendar_day VALUES (?, ?, ?, 1, 1)')
  expect(() => insert.run('2026-10-01', 'no', '国庆节')).toThrow(/INTEGER/)
  db.close()
})
