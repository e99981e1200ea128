import type pg from 'pg'
import type { WireValue } from '#contract/sync/rows/table.ts'
import { tableNamed, tables } from '#contract/sync/rows/tables.ts'
import { digestedFact, RunningDigest } from '#db/cache/digest.ts'
import { cacheFact, scopeStates } from '#db/cache/scopes.ts'
import { all, first, type ReadDatabase } from '#db/connection/statements.ts'
import { cachedColumns } from '#db/schema/columns.ts'
import { compareDigest } from '#head-office/scopes/digest.ts'
import { wireColumns } from '#head-office/store/columns.ts'
import { nationalId, scopeName } from '#head-office/store/scope-version.ts'

/** Where head office stands: what a cache must have reached to be level with it. */
export interface Heads {
  epoch: string
  /** Version by scope. */
  versions: ReadonlyMap<string, number>
}

/** Head versions of the scopes that a terminal of a branch holds. */
export async function headVersions(pool: pg.Pool, branchId: string): Promise<Map<string, number>> {
  const { rows } = await pool.query<{ id: string; v: number }>(
    `select branch_id::text as id, v::float8 from scope_version where branch_id = any($1::uuid[])`,
    [[nationalId, branchId]],
  )
  return new Map(rows.map(({ id, v }) => [scopeName(id), v]))
}

/** What a cache still lacks to be level with head office, in a few words; null where it is. */
export function cacheUnrest(db: ReadDatabase, heads: Heads): string | null {
  const states = scopeStates(db)
  const late = [...heads.versions].find(
    ([scope, head]) =>
      !states.some(
        (own) => own.scope === scope && own.version === head && own.epoch === heads.epoch,
      ),
  )
  if (late) return `${late[0]} is not at its head`
  return first(db, 'SELECT 1 FROM overlay') ? 'local effects are left' : null
}

/** Which scope of a cache has not been held against head office on its business day; null: none. */
export function unheldScope(db: ReadDatabase, businessDate: string): string | null {
  const unheld = scopeStates(db).find(
    ({ scope }) => cacheFact(db, digestedFact(scope)) !== businessDate,
  )
  return unheld ? `${unheld.scope} was not held against head office` : null
}

/** Reads a cache; the query must not await. */
export type CacheRead = <Result>(query: (db: ReadDatabase) => Result) => Result

/**
 * How a cache at rest differs from head office's slice of its branch, row for row and by its digest;
 * null where it does not.
 */
export async function sliceDifference(
  read: CacheRead,
  pool: pg.Pool,
  branchId: string,
): Promise<string | null> {
  for (const table of tables) {
    const scoped =
      table.scope === 'branch' ? 'where t.branch_id = $1' : 'where $1::uuid is not null'
    const { rows } = await pool.query<WireValue[]>({
      text: `select ${wireColumns(tableNamed(table.name), 't')} from ${table.name} t ${scoped}`,
      values: [branchId],
      rowMode: 'array',
    })
    const columns = cachedColumns(table)
    const own = read((db) => all<Record<string, WireValue>>(db, `SELECT * FROM ${table.name}`)).map(
      (row) => columns.map((column) => row[column] ?? null),
    )
    const [ours, theirs] = [sorted(own), sorted(rows)]
    if (ours.length !== theirs.length || ours.some((row, index) => row !== theirs[index])) {
      return difference(table.name, ours, theirs)
    }
  }
  return digestDifference(read, pool, branchId)
}

const sorted = (rows: readonly (readonly WireValue[])[]): string[] =>
  rows.map((row) => JSON.stringify(row)).sort()

function difference(what: string, ours: readonly string[], theirs: readonly string[]): string {
  const missing = theirs.filter((row) => !ours.includes(row)).slice(0, 2)
  const extra = ours.filter((row) => !theirs.includes(row)).slice(0, 2)
  return `${what} differs; head office has ${missing.join(' ')}; the cache has ${extra.join(' ')}`
}

async function digestDifference(
  read: CacheRead,
  pool: pg.Pool,
  branchId: string,
): Promise<string | null> {
  const states = read(scopeStates)
  for (const scopeId of [nationalId, branchId]) {
    const state = states.find(({ scope }) => scope === scopeName(scopeId))
    const kind = scopeId === nationalId ? 'national' : 'branch'
    const own = tables.filter(({ scope }) => scope === kind)
    const digest = read((db) => {
      const running = new RunningDigest(db, own)
      for (;;) {
        const step = running.step(db, 10_000)
        if (step !== 'more') return step
      }
    })
    if (digest === 'moved' || !state) return 'a quiet cache moved'
    const compared = await compareDigest(pool, {
      branchId: scopeId,
      epoch: state.epoch,
      cursor: state.cursor,
      tables: digest,
      maxDeltaRows: 20_000,
    })
    if (compared.behind || compared.repairs.length > 0) return `digests of ${state.scope} differ`
  }
  return null
}
