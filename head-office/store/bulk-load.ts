import type { ClientBase } from 'pg'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { from as copyFrom } from 'pg-copy-streams'
import type { RowTable, WireValue } from '#contract/sync/rows/table.ts'
import { type TableName, tableNamed, tables } from '#contract/sync/rows/tables.ts'
import { copyLine } from './columns.ts'
import { rowKey } from './row-key.ts'
import { lockScopes, nationalId, nextVersions } from './scope-version.ts'
import { sqlState } from './transaction.ts'

/** Rows of a table as wire values in column order. */
export type WireRows = Iterable<readonly WireValue[]> | AsyncIterable<readonly WireValue[]>

/** What became of the staged rows of one table. */
export interface LoadCounts {
  inserted: number
  updated: number
  unchanged: number
}

/** Two staged rows had the same key; `detail` is PostgreSQL's sentence with the key. */
export class DuplicateKeyError extends Error {
  readonly table: string

  constructor(table: string, detail: string) {
    super(`${table}: ${detail}`)
    this.name = 'DuplicateKeyError'
    this.table = table
  }
}

const blockCharacters = 64 * 1024

async function* copyBlocks(table: RowTable, rows: WireRows): AsyncGenerator<string> {
  let block = ''
  for await (const row of rows) {
    block += copyLine(table, row)
    if (block.length < blockCharacters) continue
    yield block
    block = ''
  }
  if (block !== '') yield block
}

const staged = (table: RowTable) => `staged_${table.name}`

/**
 * Makes the temporary table in which rows of a table wait for {@link mergeStaged}, for statements
 * that fill it inside the database; returns its name. It has the wire columns and `row_hash`.
 */
export async function createStage(client: ClientBase, tableName: TableName): Promise<string> {
  const table = tableNamed(tableName)
  await client.query(
    `create temp table if not exists ${staged(table)} (like ${table.name} including generated)
     on commit drop`,
  )
  await client.query(
    `alter table ${staged(table)} drop column if exists ver, drop column if exists rev`,
  )
  return staged(table)
}

/**
 * Streams rows by COPY into a temporary table of this transaction; repeated calls for one table add
 * to it. Nothing stands in the table itself, and nothing is locked, until {@link mergeStaged}.
 * Returns the number of rows.
 */
export async function stageRows(
  client: ClientBase,
  tableName: TableName,
  rows: WireRows,
): Promise<number> {
  const table = tableNamed(tableName)
  await createStage(client, tableName)
  const columns = table.columns.map(({ name }) => name).join(', ')
  const copy = client.query(copyFrom(`copy ${staged(table)} (${columns}) from stdin`))
  await pipeline(Readable.from(copyBlocks(table, rows)), copy)
  return copy.rowCount
}

async function stagedTables(client: ClientBase): Promise<RowTable[]> {
  const { rows } = await client.query<{ name: string }>(
    `select name from unnest($1::text[]) as name where to_regclass('pg_temp.staged_' || name) is not null`,
    [tables.map(({ name }) => name)],
  )
  return rows.map(({ name }) => tableNamed(name))
}

async function indexStaged(client: ClientBase, table: RowTable): Promise<void> {
  try {
    await client.query(`create unique index on ${staged(table)} (${table.key.join(', ')})`)
  } catch (error) {
    if (sqlState(error) !== '23505') throw error
    const detail = error instanceof Error && 'detail' in error ? String(error.detail) : ''
    throw new DuplicateKeyError(table.name, detail)
  }
  await client.query(`analyze ${staged(table)}`)
}

const scopeOf = (table: RowTable) =>
  table.scope === 'branch' ? 's.branch_id' : `'${nationalId}'::uuid`

const sameKey = (table: RowTable) => table.key.map((name) => `t.${name} = s.${name}`).join(' and ')

async function scopesOf(client: ClientBase, table: RowTable): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>(
    `select distinct ${scopeOf(table)}::text as id from ${staged(table)} s`,
  )
  return rows.map(({ id }) => id)
}

async function dropUnchanged(client: ClientBase, table: RowTable): Promise<number> {
  const { rowCount } = await client.query(
    `delete from ${staged(table)} s using ${table.name} t
     where ${sameKey(table)} and t.row_hash = s.row_hash`,
  )
  return rowCount ?? 0
}

async function updateChanged(client: ClientBase, table: RowTable): Promise<number> {
  const values = table.columns.filter(({ name }) => !table.key.includes(name))
  const assignments = values.map(({ name }) => `${name} = s.${name}`)
  const { rowCount } = await client.query(
    `update ${table.name} t set ${[...assignments, 'ver = v.v', 'rev = t.rev + 1'].join(', ')}
     from ${staged(table)} s join load_version v on v.branch_id = ${scopeOf(table)}
     where ${sameKey(table)}`,
  )
  return rowCount ?? 0
}

/**
 * Name of the temporary table with the keys, `rev` and new branch (`to_branch`) of rows that an
 * import moves between branches.
 */
export const movingTable = (tableName: string): string => `moving_${tableName}`

/** SQL of the `rev` of a new row: 1, or where it comes from another branch the next one of its own. */
async function firstRev(client: ClientBase, table: RowTable): Promise<string> {
  const moving = movingTable(table.name)
  const { rows } = await client.query<{ moves: boolean }>(
    `select to_regclass('pg_temp.' || $1) is not null as moves`,
    [moving],
  )
  if (rows[0]?.moves !== true) return '1'
  const same = table.key
    .map((name) => (name === 'branch_id' ? 'm.to_branch = s.branch_id' : `m.${name} = s.${name}`))
    .join(' and ')
  return `coalesce((select m.rev + 1 from ${moving} m where ${same}), 1)`
}

async function insertNew(client: ClientBase, table: RowTable): Promise<number> {
  const columns = table.columns.map(({ name }) => name)
  const { rowCount } = await client.query(
    `insert into ${table.name} (${columns.join(', ')}, ver, rev)
     select ${columns.map((name) => `s.${name}`).join(', ')}, v.v, ${await firstRev(client, table)}
     from ${staged(table)} s join load_version v on v.branch_id = ${scopeOf(table)}
     where not exists (select from ${table.name} t where ${sameKey(table)})`,
  )
  return rowCount ?? 0
}

/** A row that comes (back) into a scope is no longer gone from it. */
async function dropTombstones(client: ClientBase, table: RowTable): Promise<void> {
  await client.query(
    `delete from tombstone d using ${staged(table)} s
     where d.branch_id = ${scopeOf(table)} and d.table_name = $1
       and d.row_key = ${rowKey(table, 's')}`,
    [table.name],
  )
}

async function recordDirectory(client: ClientBase): Promise<void> {
  await client.query(
    `insert into customer_directory (customer_id, customer_no, branch_id)
     select id, customer_no, branch_id from staged_customer
     on conflict (customer_id) do update
       set customer_no = excluded.customer_no, branch_id = excluded.branch_id`,
  )
}

async function takeVersions(client: ClientBase, changed: readonly RowTable[]): Promise<void> {
  const ids = new Set<string>()
  for (const table of changed) for (const id of await scopesOf(client, table)) ids.add(id)
  await client.query(
    `create temp table if not exists load_version (branch_id uuid primary key, v bigint)
     on commit drop`,
  )
  const { rows } = await client.query<{ id: string }>(
    'select branch_id::text as id from load_version',
  )
  for (const { id } of rows) ids.delete(id)
  const versions = await nextVersions(client, ids)
  await client.query('insert into load_version select * from unnest($1::uuid[], $2::bigint[])', [
    [...versions.keys()],
    [...versions.values()],
  ])
}

/**
 * Merges everything staged in this transaction: rows that are new are inserted, rows whose hash
 * differs are updated with `rev` + 1, the others are left alone. Each scope in which something
 * changed gets exactly one new version, also where several tables changed and where a transaction
 * merges several times. Call it late: it locks the scopes until the commit.
 *
 * Throws {@link DuplicateKeyError} where two staged rows have the same key.
 */
export async function mergeStaged(client: ClientBase): Promise<Map<TableName, LoadCounts>> {
  const loaded = await stagedTables(client)
  const scopes = new Set<string>()
  for (const table of loaded) {
    await indexStaged(client, table)
    for (const id of await scopesOf(client, table)) scopes.add(id)
  }
  await lockScopes(client, scopes)
  const counts = new Map<TableName, LoadCounts>()
  for (const table of loaded) {
    counts.set(table.name as TableName, {
      inserted: 0,
      updated: 0,
      unchanged: await dropUnchanged(client, table),
    })
  }
  await takeVersions(client, loaded)
  for (const table of loaded) {
    const count = counts.get(table.name as TableName)
    if (!count) continue
    count.updated = await updateChanged(client, table)
    count.inserted = await insertNew(client, table)
    await dropTombstones(client, table)
    if (table.name === 'customer') await recordDirectory(client)
    await client.query(`drop table ${staged(table)}`)
  }
  return counts
}
