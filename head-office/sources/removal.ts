import type { ClientBase } from 'pg'
import { type TableName, tableNamed } from '#contract/sync/rows/tables.ts'
import { rowKey } from '../store/row-key.ts'
import { lockScopes, nextVersions } from '../store/scope-version.ts'

/** Rows of a branch table that leave their scope: `keys` is a temporary table with its key columns. */
export interface Removal {
  table: TableName
  keys: string
  reason: 'deleted' | 'left_scope'
}

/**
 * Deletes rows and leaves tombstones under one new version a scope, so that terminals drop them
 * too. Returns how many rows were deleted.
 */
export async function removeRows(
  client: ClientBase,
  removals: readonly Removal[],
  nowMs: number,
): Promise<number> {
  const scopes = new Set<string>()
  for (const { keys } of removals) {
    const { rows } = await client.query<{ id: string }>(
      `select distinct branch_id::text as id from ${keys}`,
    )
    for (const { id } of rows) scopes.add(id)
  }
  if (scopes.size === 0) return 0
  await lockScopes(client, scopes)
  const versions = await nextVersions(client, scopes)
  let removed = 0
  for (const { table, keys, reason } of removals) {
    const { key } = tableNamed(table)
    const same = key.map((name) => `t.${name} = k.${name}`).join(' and ')
    const { rowCount } = await client.query(`delete from ${table} t using ${keys} k where ${same}`)
    await client.query(
      `insert into tombstone (branch_id, table_name, row_key, ver, reason, left_at)
       select k.branch_id, $1, ${rowKey(tableNamed(table), 'k')},
              v.v, $2, $3
       from ${keys} k
       join unnest($4::uuid[], $5::bigint[]) as v (branch_id, v) on v.branch_id = k.branch_id
       on conflict (branch_id, table_name, row_key) do update
         set ver = excluded.ver, reason = excluded.reason, left_at = excluded.left_at`,
      [table, reason, new Date(nowMs), [...versions.keys()], [...versions.values()]],
    )
    removed += rowCount ?? 0
  }
  return removed
}
