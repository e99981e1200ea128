import type pg from 'pg'

/** Scopes or sessions that one statement asks for at most. */
const perStatement = 1_000

function* slices<Item>(items: readonly Item[]): Generator<Item[]> {
  for (let from = 0; from < items.length; from += perStatement) {
    yield items.slice(from, from + perStatement)
  }
}

/** How far scopes are, and of which life the database is. */
export interface Heads {
  epoch: string
  /** Version by branch id; 0 of a scope in which nothing was ever written. */
  versions: Map<string, number>
}

/**
 * Heads of many scopes, each named by its branch, in one statement for a thousand of them. The order
 * of versions is the order of commits, so a head that is read has all its rows.
 */
export async function readHeads(pool: pg.Pool, branchIds: readonly string[]): Promise<Heads> {
  const heads: Heads = { epoch: '', versions: new Map() }
  for (const some of slices(branchIds)) {
    const { rows } = await pool.query<{ id: string; v: number; epoch: string }>(
      `select named.id::text, coalesce(s.v, 0)::float8 as v, i.epoch::text
       from unnest($1::uuid[]) as named (id)
       left join scope_version s on s.branch_id = named.id and s.branch_id = any($1::uuid[])
       cross join database_info i`,
      [some],
    )
    for (const { id, v, epoch } of rows) {
      heads.versions.set(id, v)
      heads.epoch = epoch
    }
  }
  return heads
}

/** Hashes of those tokens whose device session still stands. */
export async function standingSessions(
  pool: pg.Pool,
  tokenHashes: readonly string[],
  nowMs: number,
): Promise<Set<string>> {
  const standing = new Set<string>()
  for (const some of slices(tokenHashes)) {
    const { rows } = await pool.query<{ token_hash: string }>(
      `select s.token_hash from device_session s join device d on d.id = s.device_id
       where s.token_hash = any($1) and s.expires_at > $2
         and d.epoch = s.device_epoch and d.state <> 'revoked'`,
      [some, new Date(nowMs)],
    )
    for (const { token_hash: hash } of rows) standing.add(hash)
  }
  return standing
}
