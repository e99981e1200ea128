import type pg from 'pg'
import { AppError } from '#contract/errors.ts'
import type { ChangesReply } from '#contract/sync/changes.ts'
import { packBatch, type RowBatch, type Tombstone } from '#contract/sync/rows/batch.ts'
import type { WireValue } from '#contract/sync/rows/table.ts'
import { cursorVerdict, pageSpan, type VersionRows } from '#contract/sync/states/feed.ts'
import { wireColumns } from '../store/columns.ts'
import { scopeName } from '../store/scope-version.ts'
import { inTransaction } from '../store/transaction.ts'
import { readCursor, writeCursor } from './cursor.ts'
import { inScope, type ScopeRow, splitRow, tablesOfScope } from './scope-tables.ts'

/** What a page of changes is asked with. */
export interface ChangesQuery {
  branchId: string
  /** Absent: from the beginning of the scope. */
  cursor: string | undefined
  /** Mark of the request, given back with the page. */
  asked: string
  epoch: string
  businessDate: string
  /** Rows after which a page ends, at the next version boundary. */
  pageRows: number
  /** More rows than this beyond the cursor are refused with `cursor.stale`. */
  maxDeltaRows: number
}

interface Head {
  v: number
  floor: number
}

/** Version and floor of a scope as the transaction sees them; zero for one nothing was written in. */
export async function readHead(client: pg.ClientBase, branchId: string): Promise<Head> {
  const { rows } = await client.query<Head>(
    'select v::float8, floor::float8 from scope_version where branch_id = $1',
    [branchId],
  )
  return rows[0] ?? { v: 0, floor: 0 }
}

/** How many rows and tombstones each version beyond `after` holds, lowest version first. */
async function versionsAfter(
  client: pg.ClientBase,
  branchId: string,
  after: number,
  limit: number,
): Promise<VersionRows[]> {
  const sources = tablesOfScope(branchId).map(
    (table) =>
      `(select ver from ${table.name} t where ${inScope(table, 't')} and ver > $2
        order by ver limit $3)`,
  )
  const tombstones = `(select ver from tombstone where branch_id = $1 and ver > $2
                       order by ver limit $3)`
  const { rows } = await client.query<VersionRows>(
    `select ver::float8 as ver, count(*)::integer as rows
     from (${[...sources, tombstones].join(' union all ')}) changed
     group by ver order by ver`,
    [branchId, after, limit],
  )
  return rows
}

/** Rows and tombstones beyond a version, counted up to about `limit` a table. */
export async function countRowsAfter(
  pool: pg.Pool,
  branchId: string,
  after: number,
  limit: number,
): Promise<number> {
  const versions = await inTransaction(pool, 'snapshot', (client) =>
    versionsAfter(client, branchId, after, limit),
  )
  return versions.reduce((sum, { rows }) => sum + rows, 0)
}

async function readBatches(
  client: pg.ClientBase,
  branchId: string,
  after: number,
  end: number,
): Promise<RowBatch[]> {
  const batches: RowBatch[] = []
  for (const table of tablesOfScope(branchId)) {
    const { rows } = await client.query<ScopeRow>({
      text: `select ${wireColumns(table, 't')} from ${table.name} t
             where ${inScope(table, 't')} and t.ver > $2 and t.ver <= $3 order by t.ver`,
      values: [branchId, after, end],
      rowMode: 'array',
    })
    if (rows.length > 0) batches.push(packBatch(table, rows.map(splitRow)))
  }
  return batches
}

async function readTombstones(
  client: pg.ClientBase,
  branchId: string,
  after: number,
  end: number,
): Promise<Tombstone[]> {
  const { rows } = await client.query<{
    table: string
    key: string
    ver: number
    reason: Tombstone['reason']
  }>(
    `select table_name as "table", row_key as key, ver::float8, reason from tombstone
     where branch_id = $1 and ver > $2 and ver <= $3 order by ver`,
    [branchId, after, end],
  )
  return rows.map((row) => ({ ...row, key: JSON.parse(row.key) as WireValue[] }))
}

/**
 * One page of a scope's changes, read with the head in one repeatable-read transaction. Pages end
 * where a version ends. Throws `cursor.stale` where the cursor lies below the kept tombstones or
 * too many rows behind, `cursor.otherEpoch` where it is of another epoch or ahead of the head.
 */
export async function readChanges(pool: pg.Pool, query: ChangesQuery): Promise<ChangesReply> {
  const { branchId, epoch, businessDate } = query
  const after = query.cursor === undefined ? 0 : readCursor(query.cursor, epoch, branchId)
  return inTransaction(pool, 'snapshot', async (client) => {
    const head = await readHead(client, branchId)
    const verdict = cursorVerdict({ after, head: head.v, floor: head.floor })
    if (verdict !== 'serve') throw new AppError(verdict)
    const versions =
      after === head.v ? [] : await versionsAfter(client, branchId, after, query.maxDeltaRows + 1)
    const span = pageSpan(versions, head.v, query.pageRows, query.maxDeltaRows)
    if (!span) throw new AppError('cursor.stale')
    const { reached, more } = span
    const empty = versions.length === 0
    return {
      epoch,
      scope: scopeName(branchId),
      after: query.cursor ?? writeCursor(epoch, branchId, 0),
      asked: query.asked,
      next: writeCursor(epoch, branchId, reached),
      head: head.v,
      more,
      businessDate,
      batches: empty ? [] : await readBatches(client, branchId, after, reached),
      tombstones: empty ? [] : await readTombstones(client, branchId, after, reached),
    }
  })
}
