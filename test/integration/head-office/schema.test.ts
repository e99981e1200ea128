import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  canonicalRow,
  type Column,
  type RowTable,
  type WireValue,
} from '#contract/sync/rows/table.ts'
import { tables } from '#contract/sync/rows/tables.ts'
import { migrate } from '#head-office/database/migrate.ts'
import { mergeStaged, stageRows } from '#head-office/store/bulk-load.ts'
import { wireColumns } from '#head-office/store/columns.ts'
import { inTransaction } from '#head-office/store/transaction.ts'
import { sha256 } from '#platform/crypto/hash.ts'
import { openPool } from '#test/support/pool.ts'
import { withDatabase } from '#test/support/postgres.ts'

const database = withDatabase()
let pool: pg.Pool

beforeAll(async () => {
  pool = openPool(database.url)
  await migrate(pool)
})
afterAll(() => pool.end())

/** PostgreSQL types in which a wire kind may be stored. */
const stored: Record<Column['wire'], readonly string[]> = {
  text: ['text', 'uuid'],
  json: ['text'],
  int: ['integer', 'bigint'],
  day: ['date'],
  instant: ['timestamp with time zone'],
  flag: ['boolean'],
}

interface SqlColumn {
  name: string
  type: string
  nullable: boolean
}

async function sqlColumns(table: string): Promise<SqlColumn[]> {
  const { rows } = await pool.query<SqlColumn>(
    `select column_name as name, data_type as type, is_nullable = 'YES' as nullable
     from information_schema.columns where table_name = $1 order by ordinal_position`,
    [table],
  )
  return rows
}

async function primaryKey(table: string): Promise<string[]> {
  const { rows } = await pool.query<{ name: string }>(
    `select a.attname as name from pg_index i
     cross join unnest(i.indkey) with ordinality as k (attnum, place)
     join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.attnum
     where i.indrelid = $1::regclass and i.indisprimary order by k.place`,
    [table],
  )
  return rows.map(({ name }) => name)
}

describe.each(tables.map((table) => [table.name, table as RowTable] as const))(
  '%s',
  (name, table) => {
    test('has the columns of the contract, in order, and ver, rev, row_hash', async () => {
      const columns = await sqlColumns(name)
      expect(columns.map((column) => column.name)).toEqual([
        ...table.columns.map((column) => column.name),
        'ver',
        'rev',
        'row_hash',
      ])
      for (const [index, column] of table.columns.entries()) {
        expect(stored[column.wire], column.name).toContain(columns[index]?.type)
        expect(columns[index]?.nullable, column.name).toBe(column.nullable)
      }
      for (const own of columns.slice(-3))
        expect(own).toMatchObject({ type: 'bigint', nullable: false })
    })

    test('is keyed as the contract says, the branch first', async () => {
      expect(await primaryKey(name)).toEqual([...table.key])
      if (table.scope === 'branch') expect(table.key[0]).toBe('branch_id')
      else expect(table.columns.map((column) => column.name)).not.toContain('branch_id')
    })

    test('gives every row back as it came, with the hash TypeScript computes', async () => {
      const rows = sampleRows(table)
      // Some tables hold rows from the beginning: the product's own parameters.
      await pool.query(`delete from ${name}`)
      await inTransaction(pool, 'write', async (client) => {
        await stageRows(client, name, rows)
        await mergeStaged(client)
      })
      const key = table.key.map((column) => `t.${column}`).join(', ')
      const { rows: read } = await pool.query<WireValue[]>({
        text: `select ${wireColumns(table, 't')}, row_hash::text from ${name} t order by ${key}`,
        rowMode: 'array',
      })
      const byText = (a: WireValue[], b: WireValue[]) =>
        canonicalRow(table, a) < canonicalRow(table, b) ? -1 : 1
      const values = read.map((row) => row.slice(0, table.columns.length)).sort(byText)
      expect(values).toEqual([...rows].sort(byText))
      for (const row of read) {
        const wire = row.slice(0, table.columns.length)
        const hash = sha256(canonicalRow(table, wire)).readUIntBE(0, 6)
        expect(row.at(-1), canonicalRow(table, wire)).toBe(String(hash))
      }
    })
  },
)

const texts = [
  '',
  '周\\海\\x41华',
  '\t制表\n换行\r',
  "O'Brien; --",
  '😀𠮷',
  ' \u3000空白 ',
  'null',
  '\\N',
]
const days = ['2026-11-20', '1969-12-31', '1900-02-28', '2000-02-29', '1970-01-01', '9999-12-31']
const instants = [0, 1_795_000_000_123, -1, 999, 4_102_444_800_000, -2_208_988_800_001]
const integers = [0, -1, 2_147_483_647, -2_147_483_648, 7, 42]
const amounts = [0, -1, 9_007_199_254_740_991, -9_007_199_254_740_991, 123_456_789_012, 5]

async function isUuid(): Promise<Set<string>> {
  const { rows } = await pool.query<{ name: string }>(
    `select table_name || '.' || column_name as name from information_schema.columns
     where data_type = 'uuid'`,
  )
  return new Set(rows.map(({ name }) => name))
}
let uuids: Set<string>
beforeAll(async () => {
  uuids = await isUuid()
})

const uuid = (n: number) => `0000000${n}-abcd-7000-8000-00000000000${n}`
const big = /_fen$|^running_sum$|^units$/

function sampleValue(table: RowTable, column: Column, n: number): WireValue {
  switch (column.wire) {
    case 'text':
    case 'json':
      return uuids.has(`${table.name}.${column.name}`) ? uuid(n) : (texts[n] ?? '')
    case 'int':
      return (big.test(column.name) ? amounts : integers)[n] ?? 0
    case 'day':
      return days[n] ?? '2001-01-01'
    case 'instant':
      return instants[n] ?? 1
    case 'flag':
      return n % 2
  }
}

/** Six rows: five that run through the awkward values, one with every nullable column empty. */
function sampleRows(table: RowTable): WireValue[][] {
  return [0, 1, 2, 3, 4, 5].map((n) =>
    table.columns.map((column, index) => {
      if (n === 5 && column.nullable) return null
      const inKey = table.key.includes(column.name)
      return sampleValue(table, column, inKey ? n : (n + index) % 6)
    }),
  )
}
