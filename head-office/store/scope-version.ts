import type { ClientBase } from 'pg'

/** Stands where a branch id is asked for and national data is meant. */
export const nationalId = '00000000-0000-0000-0000-000000000000'

/** Name of a scope on the wire: `national` or `branch:<id>`. */
export function scopeName(branchId: string): string {
  return branchId === nationalId ? 'national' : `branch:${branchId}`
}

/**
 * Locks scopes until the transaction ends, always in the same order, and makes those that are new.
 * Who holds the lock decides on a state nobody else changes, and gets the next version.
 */
export async function lockScopes(client: ClientBase, branchIds: Iterable<string>): Promise<void> {
  const sorted = [...new Set(branchIds)].sort()
  await client.query(
    `insert into scope_version (branch_id, v)
     select id, 0 from unnest($1::uuid[]) as id order by id
     on conflict (branch_id) do nothing`,
    [sorted],
  )
  await client.query(
    `select v from scope_version where branch_id = any($1::uuid[]) order by branch_id for update`,
    [sorted],
  )
}

/**
 * Takes the next version of locked scopes, one for each. Rows written in this transaction carry it;
 * readers see version and rows together at the commit.
 */
export async function nextVersions(
  client: ClientBase,
  branchIds: Iterable<string>,
): Promise<Map<string, number>> {
  const { rows } = await client.query<{ branch_id: string; v: number }>(
    `update scope_version set v = v + 1 where branch_id = any($1::uuid[])
     returning branch_id::text, v::float8`,
    [[...new Set(branchIds)]],
  )
  return new Map(rows.map((row) => [row.branch_id, row.v]))
}

/** Locks one scope and takes its next version: the last thing a writing transaction does. */
export async function stampBranch(client: ClientBase, branchId: string): Promise<number> {
  await lockScopes(client, [branchId])
  const version = (await nextVersions(client, [branchId])).get(branchId)
  if (version === undefined) throw new Error('a locked scope has no version')
  return version
}
